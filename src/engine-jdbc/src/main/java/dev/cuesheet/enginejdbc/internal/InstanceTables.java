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

/** Reads task instances and their attempts. */
public final class InstanceTables {
    private InstanceTables() {}

    public static List<TaskInstance> instances(Session session, String dagId, String runId) throws SQLException {
        var select = session.statement("select t.* from task_instance t join run r on r.id = t.run"
                + " where r.dag_id = ? and r.run_id = ? order by t.task_id, t.map_index");
        select.setString(1, dagId);
        select.setString(2, runId);
        return instances(select, dagId, runId);
    }

    public static List<TaskInstance> instances(Session session, String dagId, String runId, String taskId)
            throws SQLException {
        var select = session.statement("select t.* from task_instance t join run r on r.id = t.run"
                + " where r.dag_id = ? and r.run_id = ? and t.task_id = ? order by t.map_index");
        select.setString(1, dagId);
        select.setString(2, runId);
        select.setString(3, taskId);
        return instances(select, dagId, runId);
    }

    private static List<TaskInstance> instances(PreparedStatement select, String dagId, String runId)
            throws SQLException {
        var instances = new ArrayList<TaskInstance>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                instances.add(new TaskInstance(
                        new TaskInstanceKey(dagId, runId, row.getString("task_id"), row.getInt("map_index")),
                        TaskInstanceState.ofLabel(row.getString("state")),
                        row.getInt("try_number"),
                        row.getInt("max_tries"),
                        Texts.instant(row.getString("start_date")),
                        Texts.instant(row.getString("end_date")),
                        row.getString("note")));
            }
        }
        return instances;
    }

    public static List<Attempt> attempts(Session session, String dagId, String runId) throws SQLException {
        var select = session.statement("select a.* from attempt a join run r on r.id = a.run"
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
                        Texts.instant(row.getString("end_date")),
                        row.getString("error")));
            }
        }
        return attempts;
    }
}
