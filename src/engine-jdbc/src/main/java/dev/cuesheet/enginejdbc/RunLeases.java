package dev.cuesheet.enginejdbc;

import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StateStoreException;
import dev.cuesheet.enginejdbc.internal.Changes;
import dev.cuesheet.enginejdbc.internal.Database;
import dev.cuesheet.enginejdbc.internal.LeaseTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How engines on several hosts share the runs of one database. An engine renews its lease as long as it lives; Airflow's
 * schedulers do so every 5 s and count as dead after 30 s ({@code [scheduler] scheduler_heartbeat_sec} and
 * {@code scheduler_health_check_threshold}). When a lease has ended, any other engine may take the runs over, and each
 * run goes to one of them. The former owner may be alive after all, only slow or cut off: it can no longer store
 * anything, because the run's fence has grown.
 *
 * <p>The lease is the engine's and not the run's: a heartbeat is one row, however many runs it has. Safe to share between
 * threads.
 */
public final class RunLeases {
    private final Database database;
    private final @Nullable Clock clock;

    RunLeases(Database database, @Nullable Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Says that the engine lives, and will be heard of again before the duration has passed.
     *
     * @return until when the lease holds
     */
    public Instant renew(RunOwner engine, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("a lease must last, got " + duration);
        }
        return database.write(db -> LeaseTable.renew(db, database, now(), engine, duration));
    }

    /** Ends the engine's lease now, as when it is closed; others need not wait for its end. */
    public void end(RunOwner engine) {
        database.write(db -> {
            LeaseTable.end(db, engine);
            return null;
        });
    }

    /**
     * Whether the engine lives, to be given to {@link dev.cuesheet.engine.Engine.Builder#liveness}: by its lease if it
     * has one, by its process if it never had.
     */
    public boolean isAlive(RunOwner engine) {
        return database.read(db -> LeaseTable.holds(db, database, now(), engine))
                .orElseGet(engine::isAlive);
    }

    /**
     * Takes over runs whose owners' leases have ended, those that have waited longest first. Engines that do so at once
     * get different runs and do not wait for each other.
     *
     * @return the runs that are now this engine's, each with its new fence
     */
    public List<RunClaim> takeOver(RunOwner by, int atMost) {
        return database.write(db -> LeaseTable.takeOver(db, database, now(), by, atMost));
    }

    /** The claim that the engine has on the run; empty when the run is not its own. */
    public Optional<RunClaim> claim(String dagId, String runId, RunOwner owner) {
        return database.read(db -> LeaseTable.claim(db, dagId, runId, owner));
    }

    /**
     * Applies the changes of one run, all or none.
     *
     * @throws StateStoreException also when the run has changed hands since the claim was made
     */
    public void commit(RunClaim claim, List<StateChange> changes) {
        database.commit(claim.dagId(), claim.runId(), claim.owner(), claim.fence(), Changes.of(changes));
    }

    private OptionalLong now() {
        return clock == null ? OptionalLong.empty() : OptionalLong.of(clock.millis());
    }
}
