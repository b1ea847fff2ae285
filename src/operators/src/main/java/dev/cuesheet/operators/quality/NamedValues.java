package dev.cuesheet.operators.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * SQL with names of values, for JDBC, which only counts them. A name in a literal, a quoted name or a comment is text, and
 * so is the second colon of a cast.
 *
 * @param sql with question marks in place of the names
 * @param values in the order of the question marks
 */
record NamedValues(String sql, List<Object> values) {

    static NamedValues of(SqlQuestion question) {
        return new Reader(question.sql(), question.values()).read();
    }

    private static final class Reader {
        private final String text;
        private final Map<String, Object> named;
        private final StringBuilder sql = new StringBuilder();
        private final List<Object> values = new ArrayList<>();
        private int at;

        Reader(String text, Map<String, Object> named) {
            this.text = text;
            this.named = named;
        }

        NamedValues read() {
            while (at < text.length()) {
                if (text.startsWith("--", at)) {
                    copyTo("\n");
                } else if (text.startsWith("/*", at)) {
                    copyTo("*/");
                } else if (text.startsWith("::", at)) {
                    copy(2);
                } else {
                    switch (text.charAt(at)) {
                        case '\'', '"', '`' -> copyTo(text.substring(at, at + 1));
                        case ':' -> value();
                        default -> copy(1);
                    }
                }
            }
            return new NamedValues(sql.toString(), List.copyOf(values));
        }

        /** Copies to the end of what begins here. A doubled quote ends one literal and begins the next, to the same end. */
        private void copyTo(String end) {
            int found = text.indexOf(end, at + 1);
            copy(found < 0 ? text.length() - at : found + end.length() - at);
        }

        private void copy(int characters) {
            sql.append(text, at, at + characters);
            at += characters;
        }

        private void value() {
            int end = at + 1;
            while (end < text.length() && isOfName(text.charAt(end))) {
                end++;
            }
            var name = text.substring(at + 1, end);
            if (name.isEmpty() || Character.isDigit(name.charAt(0))) {
                copy(1);
                return;
            }
            var value = named.get(name);
            if (value == null) {
                throw new SqlRefusedException("the SQL asks for a value :%s, and there is none".formatted(name), null);
            }
            sql.append('?');
            values.add(value);
            at = end;
        }

        private static boolean isOfName(char c) {
            return c == '_' || (c < 128 && Character.isLetterOrDigit(c));
        }
    }
}
