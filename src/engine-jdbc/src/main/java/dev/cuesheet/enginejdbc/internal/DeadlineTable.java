package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.spi.Deadlines;
import dev.cuesheet.engine.spi.StoredDeadline;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The deadlines of runs. Safe to share between threads. */
public final class DeadlineTable implements Deadlines {
    private static final String SELECT = "select r.dag_id, r.run_id, d.name, d.due, d.missed_at"
            + " from deadline d join run r on r.id = d.run where r.dag_id = ? ";

    private final Database database;

    public DeadlineTable(Database database) {
        this.database = database;
    }

    /** Adds those of a new run. */
    public static void insert(Session session, long run, List<StoredDeadline> deadlines) throws SQLException {
        for (var deadline : deadlines) {
            var insert = session.statement("insert into deadline (run, name, due, missed_at) values (?, ?, ?, ?)");
            insert.setLong(1, run);
            insert.setString(2, deadline.name());
            insert.setString(3, Texts.of(deadline.due()));
            insert.setString(4, Texts.of(deadline.missedAt()));
            insert.executeUpdate();
        }
    }

    /** Removes those that a run has met by succeeding then. */
    static void met(Session session, String dagId, String runId, Instant by) throws SQLException {
        var delete = session.statement("delete from deadline where missed_at is null and due >= ?"
                + " and run = (select id from run where dag_id = ? and run_id = ?)");
        delete.setString(1, Texts.of(by));
        delete.setString(2, dagId);
        delete.setString(3, runId);
        delete.executeUpdate();
    }

    @Override
    public List<StoredDeadline> pending(String dagId) {
        return database.read(session -> {
            var select = session.statement(SELECT + "and d.missed_at is null order by d.due, d.name");
            select.setString(1, dagId);
            return all(select);
        });
    }

    @Override
    public List<StoredDeadline> of(String dagId, String runId) {
        return database.read(session -> {
            var select = session.statement(SELECT + "and r.run_id = ? order by d.due, d.name");
            select.setString(1, dagId);
            select.setString(2, runId);
            return all(select);
        });
    }

    @Override
    public boolean miss(String dagId, String runId, String name, Instant noticedAt) {
        return database.write(session -> {
            var update = session.statement("update deadline set missed_at = ? where name = ? and missed_at is null"
                    + " and run = (select id from run where dag_id = ? and run_id = ?)");
            update.setString(1, Texts.of(noticedAt));
            update.setString(2, name);
            update.setString(3, dagId);
            update.setString(4, runId);
            return update.executeUpdate() == 1;
        });
    }

    private static List<StoredDeadline> all(PreparedStatement select) throws SQLException {
        var deadlines = new ArrayList<StoredDeadline>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                deadlines.add(new StoredDeadline(
                        rows.getString("dag_id"),
                        rows.getString("run_id"),
                        rows.getString("name"),
                        Instant.parse(rows.getString("due")),
                        Texts.instant(rows.getString("missed_at"))));
            }
        }
        return deadlines;
    }
}
