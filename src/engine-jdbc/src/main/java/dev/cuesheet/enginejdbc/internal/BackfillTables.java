package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.Backfill;
import dev.cuesheet.engine.Backfill.Reprocess;
import dev.cuesheet.engine.spi.Backfills;
import dev.cuesheet.engine.spi.StateStoreException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Backfills and their logical dates. Safe to share between threads. */
public final class BackfillTables implements Backfills {
    private static final String SELECT = "select id, dag_id, from_date, to_date, reprocess, reverse, max_active_runs,"
            + " paused, created_at, ended_at from backfill ";

    private final Database database;

    public BackfillTables(Database database) {
        this.database = database;
    }

    @Override
    public Backfill create(Backfill backfill) {
        return database.write(session -> {
            database.lockRunsOf(session, backfill.dagId());
            refuseIfOneIsUnderWay(session, backfill.dagId());
            var kept = backfill.numbered(insert(session, backfill));
            for (var entry : kept.entries()) {
                insert(session, kept.number(), entry);
            }
            return kept;
        });
    }

    private static void refuseIfOneIsUnderWay(Session session, String dagId) throws SQLException {
        var select = session.statement("select id from backfill where dag_id = ? and ended_at is null");
        select.setString(1, dagId);
        try (var rows = select.executeQuery()) {
            if (rows.next()) {
                throw StateStoreException.backfillUnderWay(dagId, rows.getLong(1));
            }
        }
    }

    private static long insert(Session session, Backfill backfill) throws SQLException {
        var insert = session.statement("insert into backfill (dag_id, from_date, to_date, reprocess, reverse,"
                + " max_active_runs, paused, created_at, ended_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning id");
        insert.setString(1, backfill.dagId());
        insert.setString(2, Texts.of(backfill.from()));
        insert.setString(3, Texts.of(backfill.to()));
        insert.setString(4, backfill.reprocess().label());
        insert.setInt(5, backfill.reverse() ? 1 : 0);
        insert.setInt(6, backfill.maxActiveRuns());
        insert.setInt(7, backfill.paused() ? 1 : 0);
        insert.setString(8, Texts.of(backfill.createdAt()));
        insert.setString(9, Texts.of(backfill.endedAt()));
        try (var rows = insert.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void insert(Session session, long backfill, Backfill.Entry entry) throws SQLException {
        var insert =
                session.statement("insert into backfill_entry (backfill, ordinal, logical_date, run_id, left_alone)"
                        + " values (?, ?, ?, ?, ?)");
        insert.setLong(1, backfill);
        insert.setInt(2, entry.ordinal());
        insert.setString(3, Texts.of(entry.logicalDate()));
        insert.setString(4, entry.runId());
        insert.setString(5, entry.leftAlone());
        insert.executeUpdate();
    }

    @Override
    public void update(Backfill backfill) {
        database.write(session -> {
            var update = session.statement("update backfill set paused = ?, ended_at = ? where id = ?");
            update.setInt(1, backfill.paused() ? 1 : 0);
            update.setString(2, Texts.of(backfill.endedAt()));
            update.setLong(3, backfill.number());
            update.executeUpdate();
            return null;
        });
        database.announce();
    }

    @Override
    public Optional<Backfill> find(long number) {
        return database.read(session -> {
            var select = session.statement(SELECT + "where id = ?");
            select.setLong(1, number);
            return all(session, select).stream().findFirst();
        });
    }

    @Override
    public List<Backfill> list(@Nullable String dagId, int limit) {
        return database.read(session -> {
            var select =
                    session.statement(SELECT + (dagId == null ? "" : "where dag_id = ? ") + "order by id desc limit ?");
            int at = 1;
            if (dagId != null) {
                select.setString(at++, dagId);
            }
            select.setInt(at, limit);
            return all(session, select);
        });
    }

    private static List<Backfill> all(Session session, PreparedStatement select) throws SQLException {
        var backfills = new ArrayList<Backfill>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                backfills.add(backfill(rows));
            }
        }
        var whole = new ArrayList<Backfill>();
        for (var backfill : backfills) {
            whole.add(withEntries(session, backfill));
        }
        return whole;
    }

    private static Backfill backfill(ResultSet row) throws SQLException {
        return new Backfill(
                row.getLong("id"),
                row.getString("dag_id"),
                Instant.parse(row.getString("from_date")),
                Instant.parse(row.getString("to_date")),
                Reprocess.ofLabel(row.getString("reprocess")),
                row.getInt("reverse") != 0,
                row.getInt("max_active_runs"),
                row.getInt("paused") != 0,
                Instant.parse(row.getString("created_at")),
                Texts.instant(row.getString("ended_at")),
                List.of());
    }

    private static Backfill withEntries(Session session, Backfill backfill) throws SQLException {
        var select = session.statement("select ordinal, logical_date, run_id, left_alone from backfill_entry"
                + " where backfill = ? order by ordinal");
        select.setLong(1, backfill.number());
        var entries = new ArrayList<Backfill.Entry>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                entries.add(new Backfill.Entry(
                        rows.getInt(1), Instant.parse(rows.getString(2)), rows.getString(3), rows.getString(4)));
            }
        }
        return backfill.with(entries);
    }
}
