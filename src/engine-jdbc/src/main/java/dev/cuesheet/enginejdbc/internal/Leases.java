package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.spi.RunOwner;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How engines that share a database tell each other that they live: each renews its lease, and is dead for the others
 * when that has ended. The lease is the engine's and not the run's: it is one row, however many runs the engine has. Safe
 * to share between threads.
 */
public final class Leases {
    private final Database database;
    private final @Nullable Clock clock;

    /** @param clock what tells the time; null for the database, which is the same for all */
    public Leases(Database database, @Nullable Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Says that the engine lives, and will be heard of again before the duration has passed.
     *
     * @return until when the lease holds
     */
    public Instant renew(RunOwner engine, Duration duration) {
        return database.write(session -> {
            var upsert = session.statement("insert into engine_lease (engine, host, pid, process_start, lease_until)"
                    + " values (?, ?, ?, ?, " + instant() + " + ?)"
                    + " on conflict (engine) do update set lease_until = excluded.lease_until returning lease_until");
            upsert.setString(1, engine.engineId());
            upsert.setString(2, engine.host());
            upsert.setLong(3, engine.pid());
            upsert.setString(4, Texts.of(engine.processStart()));
            bind(upsert, 5, now());
            upsert.setLong(6, duration.toMillis());
            try (var rows = upsert.executeQuery()) {
                rows.next();
                return Instant.ofEpochMilli(rows.getLong(1));
            }
        });
    }

    /** Ends the engine's lease now, with what it had of pools, as when it is closed; others need not wait for its end. */
    public void end(RunOwner engine) {
        database.write(session -> {
            var delete = session.statement("update engine_lease set lease_until = 0 where engine = ?");
            delete.setString(1, engine.engineId());
            delete.executeUpdate();
            PoolTables.giveBack(session, engine);
            return null;
        });
    }

    /**
     * Whether the engine lives: its process does, as far as that can be seen from here, and its lease holds if it has one.
     * Where all who have the database open are on this host, its process decides alone: after the machine has slept, or its
     * clock has jumped, every lease has ended, and nobody is dead.
     */
    public boolean isAlive(RunOwner engine) {
        if (database.isOfOneHost() && engine.isOnThisHost()) {
            return engine.isAlive();
        }
        return engine.isAlive() && holds(engine).orElse(true);
    }

    /** The engines whose leases hold. */
    public List<RunOwner> holders() {
        return database.read(session -> {
            var select = session.statement("select engine, host, pid, process_start from engine_lease"
                    + " where lease_until >= " + instant() + " order by engine");
            bind(select, 1, now());
            var holders = new ArrayList<RunOwner>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    holders.add(new RunOwner(
                            rows.getString(2), rows.getLong(3), Texts.instant(rows.getString(4)), rows.getString(1)));
                }
            }
            return holders;
        });
    }

    private Optional<Boolean> holds(RunOwner engine) {
        return database.read(session -> {
            var select =
                    session.statement("select lease_until >= " + instant() + " from engine_lease where engine = ?");
            bind(select, 1, now());
            select.setString(2, engine.engineId());
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getBoolean(1)) : Optional.empty();
            }
        });
    }

    private String instant() {
        return "coalesce(cast(? as bigint), " + database.nowMillis() + ")";
    }

    private OptionalLong now() {
        return clock == null ? OptionalLong.empty() : OptionalLong.of(clock.millis());
    }

    private static void bind(PreparedStatement statement, int at, OptionalLong now) throws SQLException {
        if (now.isPresent()) {
            statement.setLong(at, now.getAsLong());
        } else {
            statement.setNull(at, Types.BIGINT);
        }
    }
}
