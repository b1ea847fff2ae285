package dev.cuesheet.operators.quality;

import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.lineage.LineageDataset;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A database that answers questions; all that checks need of one. Safe to share between threads. */
public interface SqlSource {

    /**
     * The first row of the answer; empty when it has none.
     *
     * @param context of the attempt that asks: a cancel should end the query
     * @throws SqlRefusedException when the database does not take the question, now or ever; any other failure ends the
     *     attempt and may be tried again
     */
    Optional<SqlRow> first(SqlQuestion question, TaskContext context) throws InterruptedException;

    /** The name of a table or column as SQL, so that it is nothing but a name; the standard's double quotes. */
    default String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** By which name lineage knows a table of this database; empty when that is not known. Texts may be templates. */
    default Optional<LineageDataset> dataset(TableName table, UnaryOperator<String> render) {
        return Optional.empty();
    }
}
