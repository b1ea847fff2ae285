package dev.cuesheet.aws.redshift;

/** Names and texts as they may stand in SQL. */
public final class SqlText {
    private static final int LONGEST_NAME = 127;

    private SqlText() {}

    /** A name in double quotes, which keeps reserved words and anything else from being taken for SQL. */
    public static String identifier(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "Names in Redshift have 1 to %d characters, got \"%s\"".formatted(LONGEST_NAME, name));
        }
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** A text in single quotes. Redshift takes a backslash for an escape, so it is doubled like the quote. */
    public static String literal(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A text in SQL cannot hold the character NUL");
        }
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
