package dev.cuesheet.report;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One question and its answer as a table. Survives being written down as JSON and read back.
 *
 * @param key its name for programs: {@code sellers_by_tickets}
 * @param question the question that the table answers, as a sentence
 * @param totals a last row that adds up the others; no cells when there is none
 * @param note something to know about the answer; empty when there is nothing
 */
public record Section(
        String key, String title, String question, List<Column> columns, List<Row> rows, Row totals, String note) {
    public Section {
        requireNonNull(title, "title");
        requireNonNull(question, "question");
        requireNonNull(note, "note");
        var checked = List.copyOf(columns);
        columns = checked;
        if (!key.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("not a section key: \"%s\"".formatted(key));
        }
        var keys = new HashSet<String>();
        for (var column : columns) {
            if (!keys.add(column.key())) {
                throw new IllegalArgumentException(
                        "section \"%s\" has two columns \"%s\"".formatted(key, column.key()));
            }
        }
        rows = rows.stream().map(row -> canonical(row, checked)).toList();
        totals = totals.cells().isEmpty() ? totals : canonical(totals, checked);
    }

    /** Begins a section. */
    public static Builder of(String key, String title) {
        return new Builder(key, title);
    }

    /** Whether there is a last row that adds up the others. */
    public boolean hasTotals() {
        return !totals.cells().isEmpty();
    }

    /** The first column that is drawn; empty when none is. */
    OptionalInt barColumn() {
        return indexOf(Kind.BAR);
    }

    /** The greatest number of a column, and at least zero. */
    BigDecimal greatest(int column) {
        return rows.stream().map(row -> row.number(column)).reduce(BigDecimal.ZERO, BigDecimal::max);
    }

    OptionalInt indexOf(Kind kind) {
        return IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).kind() == kind)
                .findFirst();
    }

    private static Row canonical(Row row, List<Column> columns) {
        if (row.cells().size() != columns.size()) {
            throw new IllegalArgumentException(
                    "a row of %d cells for %d columns".formatted(row.cells().size(), columns.size()));
        }
        return new Row(IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).kind().canonical(row.cells().get(i)))
                .toList());
    }

    /** Gathers a section. For one thread. */
    public static final class Builder {
        private final String key;
        private final String title;
        private final List<Column> columns = new ArrayList<>();
        private final List<Row> rows = new ArrayList<>();
        private String question = "";
        private Row totals = new Row(List.of());
        private String note = "";

        private Builder(String key, String title) {
            this.key = key;
            this.title = title;
        }

        public Builder question(String sentence) {
            question = sentence;
            return this;
        }

        public Builder column(String columnKey, String columnTitle, Kind kind) {
            columns.add(new Column(columnKey, columnTitle, kind));
            return this;
        }

        /** Adds a row: a value a column, null where there is none. */
        public Builder row(@Nullable Object... values) {
            rows.add(rowOf(values));
            return this;
        }

        /** The last row, which adds up the others. */
        public Builder totals(@Nullable Object... values) {
            totals = rowOf(values);
            return this;
        }

        public Builder note(String text) {
            note = text;
            return this;
        }

        public Section build() {
            return new Section(key, title, question, columns, rows, totals, note);
        }

        private static Row rowOf(@Nullable Object... values) {
            return new Row(Arrays.stream(values).map(Builder::text).toList());
        }

        private static String text(@Nullable Object value) {
            if (value == null) {
                return "";
            }
            return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
        }
    }
}
