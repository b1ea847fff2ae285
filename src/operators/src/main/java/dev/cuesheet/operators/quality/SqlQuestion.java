package dev.cuesheet.operators.quality;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A query with its values, which stand as {@code :name} in the text and are bound, never written into it. */
public record SqlQuestion(String sql, Map<String, Object> values) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public SqlQuestion {
        if (sql.isBlank()) {
            throw new IllegalArgumentException("there is no SQL to ask");
        }
        values = Map.copyOf(values);
        values.keySet().forEach(SqlQuestion::requireName);
    }

    public static SqlQuestion of(String sql) {
        return new SqlQuestion(sql, Map.of());
    }

    /** The same with one value more. */
    public SqlQuestion with(String name, Object value) {
        var more = new TreeMap<>(values);
        more.put(name, value);
        return new SqlQuestion(sql, more);
    }

    static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "names of values have letters, digits and underscores, got \"" + name + "\"");
        }
        return name;
    }
}
