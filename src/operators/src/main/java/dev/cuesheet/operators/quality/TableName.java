package dev.cuesheet.operators.quality;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of a table, from its database or schema down, written as the database keeps it: names are always quoted, so
 * that none can be more than a name.
 */
public record TableName(List<String> parts) {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");
    private static final int MOST_PARTS = 3;
    private static final int LONGEST = 127;

    public TableName {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.size() > MOST_PARTS) {
            throw new IllegalArgumentException("a table's name has one to three parts, got " + parts);
        }
        parts.forEach(TableName::requireName);
    }

    /** Of the parts of a name, which may hold any character. */
    public static TableName of(String... parts) {
        return new TableName(Arrays.asList(parts));
    }

    /** Of a name like {@code tickit.sales}, whose parts have letters, digits, underscores and dollar signs. */
    public static TableName parse(String name) {
        var parts = name.split("\\.", -1);
        for (var part : parts) {
            if (!PLAIN.matcher(part).matches()) {
                throw new IllegalArgumentException(
                        "\"%s\" is no plain name of a table; if it is one all the same, give its parts: TableName.of(...)"
                                .formatted(name));
            }
        }
        return of(parts);
    }

    /** The name as SQL. */
    String quotedBy(SqlSource sql) {
        return parts.stream().map(sql::quoted).collect(Collectors.joining("."));
    }

    static String requireName(String name) {
        if (name.isBlank() || name.length() > LONGEST || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("\"%s\" cannot be the name of a table or column".formatted(name));
        }
        return name;
    }

    @Override
    public String toString() {
        return String.join(".", parts);
    }
}
