package dev.cuesheet.aws.redshift;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * One SQL statement with its named parameters, which stand as {@code :name} in the text. Values travel as text and are
 * cast by Redshift; they are values only, never names of tables.
 */
public record SqlStatement(String sql, Map<String, String> parameters) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+");
    private static final int MOST_BYTES = 100 << 10;

    public SqlStatement {
        if (sql.isBlank()) {
            throw new IllegalArgumentException("There is no SQL in the statement");
        }
        var bytes = sql.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "The Data API takes up to 100 KiB of SQL, this statement has %d bytes: %s"
                            .formatted(bytes, beginning(sql)));
        }
        parameters = Map.copyOf(parameters);
        parameters.forEach(SqlStatement::check);
    }

    public static SqlStatement of(String sql) {
        return new SqlStatement(sql, Map.of());
    }

    /** The same statement with one parameter more. */
    public SqlStatement with(String name, Object value) {
        var more = new LinkedHashMap<>(parameters);
        more.put(name, value.toString());
        return new SqlStatement(sql, more);
    }

    /** The same statement with its text and its values rendered. */
    public SqlStatement renderedWith(UnaryOperator<String> render) {
        var rendered = new LinkedHashMap<String, String>();
        parameters.forEach((name, value) -> rendered.put(name, render.apply(value)));
        return new SqlStatement(render.apply(sql), rendered);
    }

    /** The first words, by which a person knows the statement in a message. */
    String beginning() {
        return beginning(sql);
    }

    private static String beginning(String sql) {
        var line = sql.strip().replaceAll("\\s+", " ");
        return line.length() > 80 ? line.substring(0, 77) + "..." : line;
    }

    private static void check(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "Parameter names have letters, digits and underscores, got \"" + name + "\"");
        }
        if (value.isEmpty()) {
            throw new IllegalArgumentException(
                    "The Data API cannot bind an empty text; parameter \"%s\" is empty, write '' into the SQL instead"
                            .formatted(name));
        }
    }
}
