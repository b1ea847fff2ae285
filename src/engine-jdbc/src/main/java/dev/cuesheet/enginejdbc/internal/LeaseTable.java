package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.enginejdbc.RunClaim;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The leases of engines, and what becomes of runs when they end. Where no instant is given it is the database's. */
public final class LeaseTable {
    private LeaseTable() {}

    public static Instant renew(
            Session session, Database database, OptionalLong now, RunOwner engine, Duration duration)
            throws SQLException {
        var upsert = session.statement("insert into engine_lease (engine, host, pid, process_start, lease_until)"
                + " values (?, ?, ?, ?, " + instant(database) + " + ?)"
                + " on conflict (engine) do update set lease_until = excluded.lease_until returning lease_until");
        upsert.setString(1, engine.engineId());
        upsert.setString(2, engine.host());
        upsert.setLong(3, engine.pid());
        upsert.setString(4, Texts.of(engine.processStart()));
        bind(upsert, 5, now);
        upsert.setLong(6, duration.toMillis());
        try (var rows = upsert.executeQuery()) {
            rows.next();
            return Instant.ofEpochMilli(rows.getLong(1));
        }
    }

    public static void end(Session session, RunOwner engine) throws SQLException {
        var update = session.statement("update engine_lease set lease_until = 0 where engine = ?");
        update.setString(1, engine.engineId());
        update.executeUpdate();
    }

    /** Whether the lease holds; empty when the engine never had one. */
    public static Optional<Boolean> holds(Session session, Database database, OptionalLong now, RunOwner engine)
            throws SQLException {
        var select =
                session.statement("select lease_until >= " + instant(database) + " from engine_lease where engine = ?");
        bind(select, 1, now);
        select.setString(2, engine.engineId());
        try (var rows = select.executeQuery()) {
            return rows.next() ? Optional.of(rows.getBoolean(1)) : Optional.empty();
        }
    }

    public static List<RunClaim> takeOver(Session session, Database database, OptionalLong now, RunOwner by, int atMost)
            throws SQLException {
        var update = session.statement("with ended as materialized ("
                + "select r.id from run r join engine_lease e on e.engine = r.owner_engine where e.lease_until < "
                + instant(database) + " and e.engine <> ? order by e.lease_until, r.id limit ?"
                + database.lockSkippingLocked("r") + ")"
                + " update run set owner_host = ?, owner_pid = ?, owner_process_start = ?, owner_engine = ?,"
                + " fence = fence + 1 where id in (select id from ended) returning id, dag_id, run_id, fence");
        bind(update, 1, now);
        update.setString(2, by.engineId());
        update.setInt(3, atMost);
        update.setString(4, by.host());
        update.setLong(5, by.pid());
        update.setString(6, Texts.of(by.processStart()));
        update.setString(7, by.engineId());
        record Taken(long id, RunClaim claim) {}
        var taken = new ArrayList<Taken>();
        try (var row = update.executeQuery()) {
            while (row.next()) {
                var claim = new RunClaim(row.getString("dag_id"), row.getString("run_id"), by, row.getLong("fence"));
                taken.add(new Taken(row.getLong("id"), claim));
            }
        }
        return taken.stream()
                .sorted(Comparator.comparingLong(Taken::id))
                .map(Taken::claim)
                .toList();
    }

    public static Optional<RunClaim> claim(Session session, String dagId, String runId, RunOwner owner)
            throws SQLException {
        var select = session.statement("select fence from run where dag_id = ? and run_id = ? and owner_engine = ?");
        select.setString(1, dagId);
        select.setString(2, runId);
        select.setString(3, owner.engineId());
        try (var rows = select.executeQuery()) {
            return rows.next() ? Optional.of(new RunClaim(dagId, runId, owner, rows.getLong(1))) : Optional.empty();
        }
    }

    private static String instant(Database database) {
        return "coalesce(cast(? as bigint), " + database.nowMillis() + ")";
    }

    private static void bind(PreparedStatement statement, int at, OptionalLong now) throws SQLException {
        if (now.isPresent()) {
            statement.setLong(at, now.getAsLong());
        } else {
            statement.setNull(at, Types.BIGINT);
        }
    }
}
