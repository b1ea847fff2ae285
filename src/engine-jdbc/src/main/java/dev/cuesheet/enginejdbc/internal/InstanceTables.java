package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Task instances and their attempts. Methods are for use within {@link Database#read} and {@link Database#write}. */
public final class InstanceTables {
    private InstanceTables() {}

    /** Adds the instances of a new run. */
    public static void insert(Database db, long run, List<TaskInstance> instances) throws SQLException {
        var upsert = upsert(db);
        for (var instance : instances) {
            bind(upsert, run, instance);
            upsert.addBatch();
        }
        upsert.executeBatch();
    }

    public static void put(Database db, long run, TaskInstance instance) throws SQLException {
        var upsert = upsert(db);
        bind(upsert, run, instance);
        upsert.executeUpdate();
    }

    public static void remove(Database db, long run, TaskInstanceKey key) throws SQLException {
        var delete = db.statement("delete from task_instance where run = ? and task_id = ? and map_index = ?");
        bind(delete, run, key);
        delete.executeUpdate();
    }

    public static void put(Database db, long run, Attempt attempt) throws SQLException {
        var upsert = db.statement(
                "insert or replace into attempt"
                        + " (run, task_id, map_index, try_number, state, start_date, end_date, error) values (?, ?, ?, ?, ?, ?, ?, ?)");
        bind(upsert, run, attempt.key());
        upsert.setInt(4, attempt.tryNumber());
        upsert.setString(5, attempt.state().label());
        upsert.setString(6, Times.text(attempt.startDate()));
        upsert.setString(7, Times.text(attempt.endDate()));
        upsert.setString(8, attempt.error());
        upsert.executeUpdate();
    }

    public static List<TaskInstance> instances(Database db, String dagId, String runId) throws SQLException {
        var select = db.statement("select t.* from task_instance t join run r on r.id = t.run"
                + " where r.dag_id = ? and r.run_id = ? order by t.task_id, t.map_index");
        select.setString(1, dagId);
        select.setString(2, runId);
        var instances = new ArrayList<TaskInstance>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                instances.add(new TaskInstance(
                        new TaskInstanceKey(dagId, runId, row.getString("task_id"), row.getInt("map_index")),
                        TaskInstanceState.ofLabel(row.getString("state")),
                        row.getInt("try_number"),
                        row.getInt("max_tries"),
                        Times.instant(row.getString("start_date")),
                        Times.instant(row.getString("end_date")),
                        row.getString("note")));
            }
        }
        return instances;
    }

    public static List<Attempt> attempts(Database db, String dagId, String runId) throws SQLException {
        var select = db.statement("select a.* from attempt a join run r on r.id = a.run"
                + " where r.dag_id = ? and r.run_id = ? order by a.task_id, a.map_index, a.try_number");
        select.setString(1, dagId);
        select.setString(2, runId);
        var attempts = new ArrayList<Attempt>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                attempts.add(new Attempt(
                        new TaskInstanceKey(dagId, runId, row.getString("task_id"), row.getInt("map_index")),
                        row.getInt("try_number"),
                        TaskInstanceState.ofLabel(row.getString("state")),
                        Instant.parse(row.getString("start_date")),
                        Times.instant(row.getString("end_date")),
                        row.getString("error")));
            }
        }
        return attempts;
    }

    static void bind(PreparedStatement statement, long run, TaskInstanceKey key) throws SQLException {
        statement.setLong(1, run);
        statement.setString(2, key.taskId());
        statement.setInt(3, key.mapIndex());
    }

    private static PreparedStatement upsert(Database db) throws SQLException {
        return db.statement("insert or replace into task_instance"
                + " (run, task_id, map_index, state, try_number, max_tries, start_date, end_date, note)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    private static void bind(PreparedStatement upsert, long run, TaskInstance instance) throws SQLException {
        bind(upsert, run, instance.key());
        upsert.setString(4, instance.state().label());
        upsert.setInt(5, instance.tryNumber());
        upsert.setInt(6, instance.maxTries());
        upsert.setString(7, Times.text(instance.startDate()));
        upsert.setString(8, Times.text(instance.endDate()));
        upsert.setString(9, instance.note());
    }
}
