package dev.cuesheet.enginejdbc;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.engine.spi.StoredResult;
import dev.cuesheet.enginejdbc.internal.Changes;
import dev.cuesheet.enginejdbc.internal.Database;
import dev.cuesheet.enginejdbc.internal.InstanceTables;
import dev.cuesheet.enginejdbc.internal.RunTable;
import dev.cuesheet.enginejdbc.internal.ValueTables;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state of runs in the tables of a database: a file ({@link SqliteStateStore}) or a server
 * ({@link PostgresStateStore}), which are alike in all but how they are opened. What a method has stored survives the
 * death of the process at any later point. Safe to share between threads.
 */
public abstract sealed class JdbcStateStore implements StateStore permits SqliteStateStore, PostgresStateStore {
    private final Database database;

    JdbcStateStore(Database database) {
        this.database = database;
    }

    /** Leases by which engines on several hosts tell each other that they live; the time is the database's. */
    public RunLeases leases() {
        return new RunLeases(database, null);
    }

    /** The same with the time of a clock, for tests; engines that share a database must share the clock too. */
    public RunLeases leases(Clock clock) {
        return new RunLeases(database, clock);
    }

    @Override
    public void createRun(DagRun run, String structureJson, List<TaskInstance> instances, Predicate<RunOwner> alive) {
        database.write(db -> {
            database.lockRunsOf(db, run.dagId());
            RunTable.refuseIfExecuting(db, run.dagId(), alive);
            RunTable.refuseIfSame(db, run);
            database.insert(db, RunTable.insert(db, run, structureJson), instances);
            return null;
        });
    }

    @Override
    public DagRun claimRun(
            String dagId, String runId, RunOwner owner, String structureJson, Predicate<RunOwner> alive) {
        return database.write(db -> {
            database.lockRunsOf(db, dagId);
            RunTable.refuseIfExecuting(db, dagId, alive);
            long id = RunTable.idOf(db, dagId, runId);
            var before = RunTable.find(db, dagId, runId).orElseThrow();
            RunTable.claim(db, id, before, owner, structureJson);
            return before;
        });
    }

    @Override
    public void commit(String dagId, String runId, RunOwner owner, List<StateChange> changes) {
        database.commit(dagId, runId, owner, null, Changes.of(changes));
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
    public Optional<String> structureOf(String dagId, String runId) {
        return database.read(db -> RunTable.structure(db, dagId, runId));
    }

    @Override
    public List<TaskInstance> taskInstances(String dagId, String runId) {
        return database.read(db -> InstanceTables.instances(db, dagId, runId));
    }

    @Override
    public List<Attempt> attempts(String dagId, String runId) {
        return database.read(db -> InstanceTables.attempts(db, dagId, runId));
    }

    @Override
    public Optional<StoredResult> result(TaskInstanceKey key) {
        return database.read(db -> ValueTables.result(db, key));
    }

    @Override
    public List<StoredResult> results(String dagId, String runId, String taskId) {
        return database.read(db -> ValueTables.results(db, dagId, runId, taskId));
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
    public void close() {
        database.close();
    }
}
