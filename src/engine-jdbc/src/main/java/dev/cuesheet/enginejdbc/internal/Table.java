package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows belong to a run: its columns beside {@code run}, which of them are the key, and how a value becomes
 * a row. Both databases write rows from this one description, SQLite by a batch and PostgreSQL by arrays.
 *
 * @param keys the first of the columns
 */
record Table<R>(String name, List<Column> keys, List<Column> others, Function<R, @Nullable Object[]> row) {
    static final Table<TaskInstance> INSTANCES = new Table<>(
            "task_instance",
            List.of(Column.text("task_id"), Column.number("map_index")),
            List.of(
                    Column.text("state"),
                    Column.number("try_number"),
                    Column.number("max_tries"),
                    Column.text("start_date"),
                    Column.text("end_date"),
                    Column.text("note")),
            instance -> new @Nullable Object[] {
                instance.taskId(),
                instance.mapIndex(),
                instance.state().label(),
                instance.tryNumber(),
                instance.maxTries(),
                Texts.of(instance.startDate()),
                Texts.of(instance.endDate()),
                Texts.withoutNul(instance.note())
            });

    static final Table<Attempt> ATTEMPTS = new Table<>(
            "attempt",
            List.of(Column.text("task_id"), Column.number("map_index"), Column.number("try_number")),
            List.of(Column.text("state"), Column.text("start_date"), Column.text("end_date"), Column.text("error")),
            attempt -> new @Nullable Object[] {
                attempt.key().taskId(),
                attempt.key().mapIndex(),
                attempt.tryNumber(),
                attempt.state().label(),
                Texts.of(attempt.startDate()),
                Texts.of(attempt.endDate()),
                Texts.withoutNul(attempt.error())
            });

    static final Table<Changes.Value> VALUES = new Table<>(
            "xcom",
            List.of(Column.text("task_id"), Column.number("map_index"), Column.text("key")),
            List.of(Column.text("type"), Column.text("value")),
            value -> new @Nullable Object[] {
                value.key().taskId(),
                value.key().mapIndex(),
                value.name(),
                value.value().type(),
                value.value().json()
            });

    /** A column and its type in PostgreSQL. */
    record Column(String name, String type) {
        private static final String TEXT = "text";

        static Column text(String name) {
            return new Column(name, TEXT);
        }

        static Column number(String name) {
            return new Column(name, "integer");
        }

        boolean isText() {
            return type.equals(TEXT);
        }
    }

    List<Column> columns() {
        return Stream.concat(keys.stream(), others.stream()).toList();
    }

    /** The beginning of the statement that stores rows, up to where their values come from. */
    String insertInto() {
        return "insert into " + name + " (run, " + names(columns()) + ") ";
    }

    /** The end of that statement: a row that exists takes the new values. */
    String orUpdate() {
        return " on conflict (run, " + names(keys) + ") do update set "
                + others.stream()
                        .map(column -> column.name() + " = excluded." + column.name())
                        .collect(Collectors.joining(", "));
    }

    static String names(List<Column> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /** What tells a task instance's rows, as a row. */
    static @Nullable Object[] keyRow(TaskInstanceKey key) {
        return new @Nullable Object[] {key.taskId(), key.mapIndex()};
    }
}
