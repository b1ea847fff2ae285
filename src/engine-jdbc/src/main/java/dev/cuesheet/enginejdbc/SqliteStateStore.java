package dev.cuesheet.enginejdbc;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.engine.spi.StateStoreException;
import dev.cuesheet.engine.spi.StoredResult;
import dev.cuesheet.enginejdbc.internal.Database;
import dev.cuesheet.enginejdbc.internal.InstanceTables;
import dev.cuesheet.enginejdbc.internal.RunTable;
import dev.cuesheet.enginejdbc.internal.Schema;
import dev.cuesheet.enginejdbc.internal.ValueTables;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state of runs in one SQLite file, which any number of processes on this machine may have open. What a method
 * has stored survives the death of the process at any later point. Safe to share between threads.
 */
public final class SqliteStateStore implements StateStore {
    private final Database database;

    private SqliteStateStore(Database database) {
        this.database = database;
    }

    /**
     * Opens the file, and makes it when it is not there.
     *
     * @throws StateStoreException when it cannot be opened, is no state of ours, or was written by a later version
     */
    public static SqliteStateStore open(Path file) {
        var database = Database.open(file);
        try {
            Schema.bringUpToDate(database);
            return new SqliteStateStore(database);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    @Override
    public void createRun(DagRun run, String structureJson, List<TaskInstance> instances, Predicate<RunOwner> alive) {
        database.write(db -> {
            RunTable.refuseIfExecuting(db, run.dagId(), alive);
            RunTable.refuseIfSame(db, run);
            InstanceTables.insert(db, RunTable.insert(db, run, structureJson), instances);
            return null;
        });
    }

    @Override
    public DagRun claimRun(
            String dagId, String runId, RunOwner owner, String structureJson, Predicate<RunOwner> alive) {
        return database.write(db -> {
            RunTable.refuseIfExecuting(db, dagId, alive);
            long id = RunTable.idOf(db, dagId, runId);
            var before = RunTable.find(db, dagId, runId).orElseThrow();
            RunTable.update(db, id, before.ownedBy(owner));
            RunTable.updateStructure(db, id, structureJson);
            return before;
        });
    }

    @Override
    public void commit(String dagId, String runId, RunOwner owner, List<StateChange> changes) {
        database.write(db -> {
            long run = RunTable.idOfOwned(db, dagId, runId, owner);
            for (var change : changes) {
                apply(db, run, change);
            }
            return null;
        });
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

    private static void apply(Database db, long run, StateChange change) throws SQLException {
        if (change instanceof StateChange.RunIs is) {
            RunTable.update(db, run, is.run());
        } else if (change instanceof StateChange.InstanceIs is) {
            InstanceTables.put(db, run, is.instance());
        } else if (change instanceof StateChange.InstanceGone gone) {
            InstanceTables.remove(db, run, gone.key());
        } else if (change instanceof StateChange.AttemptIs is) {
            InstanceTables.put(db, run, is.attempt());
        } else if (change instanceof StateChange.ResultIs is) {
            ValueTables.putResult(db, run, is.key(), is.result());
        } else if (change instanceof StateChange.ResultGone gone) {
            ValueTables.removeResults(db, run, gone.key());
        }
    }
}
