package dev.cuesheet.enginejdbc;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.spi.Assets;
import dev.cuesheet.engine.spi.Backfills;
import dev.cuesheet.engine.spi.Deadlines;
import dev.cuesheet.engine.spi.Pools;
import dev.cuesheet.engine.spi.RunClaim;
import dev.cuesheet.engine.spi.RunCommand;
import dev.cuesheet.engine.spi.RunLimit;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.RunsThatCount;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.engine.spi.StoredDeadline;
import dev.cuesheet.engine.spi.StoredResult;
import dev.cuesheet.enginejdbc.internal.AssetTables;
import dev.cuesheet.enginejdbc.internal.BackfillTables;
import dev.cuesheet.enginejdbc.internal.Changes;
import dev.cuesheet.enginejdbc.internal.CommandTable;
import dev.cuesheet.enginejdbc.internal.Database;
import dev.cuesheet.enginejdbc.internal.DeadlineTable;
import dev.cuesheet.enginejdbc.internal.Heart;
import dev.cuesheet.enginejdbc.internal.InstanceTables;
import dev.cuesheet.enginejdbc.internal.Leases;
import dev.cuesheet.enginejdbc.internal.PoolTables;
import dev.cuesheet.enginejdbc.internal.RunTable;
import dev.cuesheet.enginejdbc.internal.Session;
import dev.cuesheet.enginejdbc.internal.ValueTables;
import dev.cuesheet.enginejdbc.internal.VersionTable;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state of runs in the tables of a database: a file ({@link SqliteStateStore}) or a server
 * ({@link PostgresStateStore}), which are alike in all but how they are opened. What a method has stored survives the
 * death of the process at any later point. Safe to share between threads.
 */
public abstract sealed class JdbcStateStore implements StateStore permits SqliteStateStore, PostgresStateStore {
    private final Database database;
    private final Leases leases;
    private final Heart heart;
    private final BackfillTables backfills;
    private final AssetTables assets;
    private final DeadlineTable deadlines;
    private final PoolTables pools;

    JdbcStateStore(Database database) {
        this(database, null);
    }

    /** @param lease for how long an engine that is not heard of lives; null for the usual time */
    JdbcStateStore(Database database, @Nullable Duration lease) {
        this.database = database;
        this.leases = new Leases(database, null);
        this.heart = lease == null ? new Heart(database, leases) : new Heart(database, leases, lease);
        this.backfills = new BackfillTables(database);
        this.assets = new AssetTables(database, this::add);
        this.deadlines = new DeadlineTable(database);
        this.pools = new PoolTables(database);
    }

    /** Leases by the time of a clock or, without one, of the database. */
    Leases leases(@Nullable Clock clock) {
        return new Leases(database, clock);
    }

    @Override
    public Membership join(RunOwner engine, Runnable news) {
        return heart.join(engine, news);
    }

    @Override
    public List<RunOwner> engines() {
        return leases.holders().stream().filter(RunOwner::isAlive).toList();
    }

    /** By its process, if that was on this host, and by its lease. */
    @Override
    public boolean isAlive(RunOwner engine) {
        return leases.isAlive(engine);
    }

    @Override
    public RunClaim createRun(
            DagRun run, String structureJson, List<TaskInstance> instances, List<StoredDeadline> due, RunLimit limit) {
        var owner = requireNonNull(run.owner(), "owner");
        database.write(db -> {
            database.lockRunsOf(db, run.dagId());
            RunTable.refuseIfExecuting(db, run, limit);
            add(db, run, structureJson, instances, due);
            return null;
        });
        return new RunClaim(run.dagId(), run.runId(), owner, 1);
    }

    @Override
    public void queueRun(DagRun run, String structureJson, List<TaskInstance> instances, List<StoredDeadline> due) {
        database.write(db -> {
            database.lockRunsOf(db, run.dagId());
            add(db, run, structureJson, instances, due);
            return null;
        });
        database.announce();
    }

    private long add(
            Session db, DagRun run, String structureJson, List<TaskInstance> instances, List<StoredDeadline> due)
            throws SQLException {
        RunTable.refuseIfSame(db, run);
        long version = VersionTable.idOf(db, run.dagId(), structureJson);
        long id = RunTable.insert(db, run, version);
        database.insert(db, id, instances);
        DeadlineTable.insert(db, id, due);
        return id;
    }

    @Override
    public Claimed claimRun(String dagId, String runId, RunOwner owner, String structureJson, RunLimit limit) {
        return database.write(db -> {
            database.lockRunsOf(db, dagId);
            long id = RunTable.idOf(db, dagId, runId);
            var before = RunTable.find(db, dagId, runId).orElseThrow();
            RunTable.refuseIfExecuting(db, before, limit);
            long fence = RunTable.claim(db, id, before, owner, VersionTable.idOf(db, dagId, structureJson));
            return new Claimed(before, new RunClaim(dagId, runId, owner, fence));
        });
    }

    @Override
    public void commit(RunClaim claim, List<StateChange> changes) {
        var sum = Changes.of(changes);
        database.commit(claim, sum);
        if (sum.givesUp() || sum.updatesAssets()) {
            database.announce();
        }
    }

    @Override
    public Optional<DagRun> findRun(String dagId, String runId) {
        return database.read(db -> RunTable.find(db, dagId, runId));
    }

    @Override
    public List<DagRun> runs(@Nullable String dagId, int limit) {
        return database.read(db -> RunTable.latest(db, dagId, limit));
    }

    @Override
    public Optional<DagRun> findRun(String dagId, Instant logicalDate) {
        return database.read(db -> RunTable.find(db, dagId, logicalDate));
    }

    @Override
    public List<DagRun> unfinishedRuns(@Nullable String dagId) {
        return database.read(db -> RunTable.unfinished(db, dagId));
    }

    @Override
    public List<DagRun> runsBetween(String dagId, @Nullable Instant from, @Nullable Instant to) {
        return database.read(db -> RunTable.between(db, dagId, from, to));
    }

    @Override
    public Optional<DagRun> latestRun(String dagId, @Nullable Instant before, RunsThatCount which) {
        return database.read(db -> RunTable.latestBefore(db, dagId, before, which));
    }

    @Override
    public Optional<String> structureOf(String dagId, String runId) {
        return database.read(db -> VersionTable.structure(db, dagId, runId));
    }

    @Override
    public Optional<Integer> versionOf(String dagId, String runId) {
        return database.read(db -> VersionTable.number(db, dagId, runId));
    }

    @Override
    public List<TaskInstance> taskInstances(String dagId, String runId) {
        return database.read(db -> InstanceTables.instances(db, dagId, runId));
    }

    @Override
    public List<TaskInstance> taskInstances(String dagId, String runId, String taskId) {
        return database.read(db -> InstanceTables.instances(db, dagId, runId, taskId));
    }

    @Override
    public List<Attempt> attempts(String dagId, String runId) {
        return database.read(db -> InstanceTables.attempts(db, dagId, runId));
    }

    @Override
    public Optional<StoredResult> result(TaskInstanceKey key) {
        return database.read(db -> ValueTables.value(db, key, ValueTables.RESULT));
    }

    @Override
    public List<StoredResult> results(String dagId, String runId, String taskId) {
        return database.read(db -> ValueTables.values(db, dagId, runId, taskId, ValueTables.RESULT));
    }

    @Override
    public Optional<StoredResult> xcom(TaskInstanceKey key, String name) {
        return database.read(db -> ValueTables.value(db, key, name));
    }

    @Override
    public List<StoredResult> xcoms(String dagId, String runId, String taskId, String name) {
        return database.read(db -> ValueTables.values(db, dagId, runId, taskId, name));
    }

    @Override
    public Map<TaskInstanceKey, StoredResult> xcoms(String dagId, String runId, String name) {
        return database.read(db -> ValueTables.values(db, dagId, runId, name));
    }

    @Override
    public Optional<String> note(TaskInstanceKey key, String name) {
        return database.read(db -> ValueTables.note(db, key, name));
    }

    @Override
    public void putNote(TaskInstanceKey key, String name, String value) {
        database.write(db -> {
            ValueTables.putNote(db, RunTable.idOf(db, key.dagId(), key.runId()), key, name, value);
            return null;
        });
    }

    @Override
    public void removeNote(TaskInstanceKey key, String name) {
        database.write(db -> {
            ValueTables.removeNote(db, RunTable.idOf(db, key.dagId(), key.runId()), key, name);
            return null;
        });
    }

    @Override
    public boolean putCommand(String dagId, String runId, String json) {
        boolean owned = database.write(db -> CommandTable.put(db, dagId, runId, json));
        database.announce();
        return owned;
    }

    @Override
    public List<RunCommand> takeCommands(String dagId, String runId) {
        return database.write(db -> CommandTable.take(db, dagId, runId));
    }

    @Override
    public List<RunCommand> commands(RunOwner engine) {
        return database.read(db -> CommandTable.of(db, engine));
    }

    @Override
    public Set<String> pausedDags() {
        return database.read(CommandTable::paused);
    }

    @Override
    public void setPaused(String dagId, boolean paused) {
        database.write(db -> {
            CommandTable.setPaused(db, dagId, paused);
            return null;
        });
        database.announce();
    }

    @Override
    public Assets assets() {
        return assets;
    }

    @Override
    public Deadlines deadlines() {
        return deadlines;
    }

    @Override
    public Pools pools() {
        return pools;
    }

    @Override
    public Backfills backfills() {
        return backfills;
    }

    @Override
    public void close() {
        heart.close();
        database.close();
    }
}
