package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.spi.RunCommand;
import dev.cuesheet.engine.spi.RunOwner;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What people want of runs that others execute, and of DAGs. */
public final class CommandTable {
    private CommandTable() {}

    /** Leaves a command if somebody owns the run; says whether. The run's end waits for this, or comes before it. */
    public static boolean put(Session session, String dagId, String runId, String json) throws SQLException {
        var lock = session.statement(
                "update run set fence = fence where dag_id = ? and run_id = ? and owner_engine is not null");
        lock.setString(1, dagId);
        lock.setString(2, runId);
        if (lock.executeUpdate() == 0) {
            return false;
        }
        var insert = session.statement(
                "insert into run_command (run, command) select id, ? from run where dag_id = ? and run_id = ?");
        insert.setString(1, json);
        insert.setString(2, dagId);
        insert.setString(3, runId);
        insert.executeUpdate();
        return true;
    }

    /** The commands to a run, which are gone afterwards. */
    public static List<RunCommand> take(Session session, String dagId, String runId) throws SQLException {
        var select = session.statement("select c.id, r.dag_id, r.run_id, c.command from run_command c"
                + " join run r on r.id = c.run where r.dag_id = ? and r.run_id = ? order by c.id");
        select.setString(1, dagId);
        select.setString(2, runId);
        var taken = all(select);
        for (var command : taken) {
            remove(session, command.id());
        }
        return taken;
    }

    public static void remove(Session session, long id) throws SQLException {
        var delete = session.statement("delete from run_command where id = ?");
        delete.setLong(1, id);
        delete.executeUpdate();
    }

    public static List<RunCommand> of(Session session, RunOwner engine) throws SQLException {
        var select = session.statement("select c.id, r.dag_id, r.run_id, c.command from run_command c"
                + " join run r on r.id = c.run where r.owner_engine = ? order by c.id");
        select.setString(1, engine.engineId());
        return all(select);
    }

    private static List<RunCommand> all(PreparedStatement select) throws SQLException {
        var commands = new ArrayList<RunCommand>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                commands.add(new RunCommand(rows.getLong(1), rows.getString(2), rows.getString(3), rows.getString(4)));
            }
        }
        return commands;
    }

    public static Set<String> paused(Session session) throws SQLException {
        var dags = new TreeSet<String>();
        try (var rows = session.statement("select dag_id from paused_dag").executeQuery()) {
            while (rows.next()) {
                dags.add(rows.getString(1));
            }
        }
        return dags;
    }

    public static void setPaused(Session session, String dagId, boolean paused) throws SQLException {
        var statement = session.statement(
                paused
                        ? "insert into paused_dag (dag_id) values (?) on conflict do nothing"
                        : "delete from paused_dag where dag_id = ?");
        statement.setString(1, dagId);
        statement.executeUpdate();
    }
}
