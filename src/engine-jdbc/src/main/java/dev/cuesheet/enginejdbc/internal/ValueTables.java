package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.spi.StoredResult;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Results and other values that tasks hand on, and notes that they keep for themselves.
 */
public final class ValueTables {
    /** Airflow's key of a task's result. */
    public static final String RESULT = "return_value";

    private ValueTables() {}

    public static Optional<StoredResult> value(Session session, TaskInstanceKey key, String name) throws SQLException {
        var select = session.statement("select x.map_index, x.type, x.value from xcom x join run r on r.id = x.run"
                + " where r.dag_id = ? and r.run_id = ? and x.task_id = ? and x.map_index = ? and x.key = ?");
        bind(select, key);
        select.setString(5, name);
        return all(select).stream().findFirst();
    }

    public static List<StoredResult> values(Session session, String dagId, String runId, String taskId, String name)
            throws SQLException {
        var select = session.statement("select x.map_index, x.type, x.value from xcom x join run r on r.id = x.run"
                + " where r.dag_id = ? and r.run_id = ? and x.task_id = ? and x.key = ? order by x.map_index");
        select.setString(1, dagId);
        select.setString(2, runId);
        select.setString(3, taskId);
        select.setString(4, name);
        return all(select);
    }

    public static Map<TaskInstanceKey, StoredResult> values(Session session, String dagId, String runId, String name)
            throws SQLException {
        var select = session.statement("select x.map_index, x.type, x.value, x.task_id from xcom x"
                + " join run r on r.id = x.run where r.dag_id = ? and r.run_id = ? and x.key = ?");
        select.setString(1, dagId);
        select.setString(2, runId);
        select.setString(3, name);
        var values = new HashMap<TaskInstanceKey, StoredResult>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                var value = new StoredResult(rows.getInt(1), rows.getString(2), rows.getString(3));
                values.put(new TaskInstanceKey(dagId, runId, rows.getString(4), value.mapIndex()), value);
            }
        }
        return values;
    }

    public static Optional<String> note(Session session, TaskInstanceKey key, String name) throws SQLException {
        var select = session.statement("select s.value from task_state s join run r on r.id = s.run"
                + " where r.dag_id = ? and r.run_id = ? and s.task_id = ? and s.map_index = ? and s.key = ?");
        bind(select, key);
        select.setString(5, name);
        try (var rows = select.executeQuery()) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }

    public static void putNote(Session session, long run, TaskInstanceKey key, String name, String value)
            throws SQLException {
        var upsert =
                session.statement("insert into task_state (run, task_id, map_index, key, value) values (?, ?, ?, ?, ?)"
                        + " on conflict (run, task_id, map_index, key) do update set value = excluded.value");
        bind(upsert, run, key);
        upsert.setString(4, name);
        upsert.setString(5, value);
        upsert.executeUpdate();
    }

    public static void removeNote(Session session, long run, TaskInstanceKey key, String name) throws SQLException {
        var delete =
                session.statement("delete from task_state where run = ? and task_id = ? and map_index = ? and key = ?");
        bind(delete, run, key);
        delete.setString(4, name);
        delete.executeUpdate();
    }

    private static void bind(PreparedStatement select, TaskInstanceKey key) throws SQLException {
        select.setString(1, key.dagId());
        select.setString(2, key.runId());
        select.setString(3, key.taskId());
        select.setInt(4, key.mapIndex());
    }

    private static void bind(PreparedStatement statement, long run, TaskInstanceKey key) throws SQLException {
        statement.setLong(1, run);
        statement.setString(2, key.taskId());
        statement.setInt(3, key.mapIndex());
    }

    private static List<StoredResult> all(PreparedStatement select) throws SQLException {
        var results = new ArrayList<StoredResult>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                results.add(new StoredResult(rows.getInt(1), rows.getString(2), rows.getString(3)));
            }
        }
        return results;
    }
}
