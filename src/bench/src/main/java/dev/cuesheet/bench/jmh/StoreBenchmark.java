package dev.cuesheet.bench.jmh;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.RunType;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.spi.RunClaim;
import dev.cuesheet.engine.spi.RunLimit;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.engine.spi.StoredResult;
import dev.cuesheet.enginejdbc.PostgresStateStore;
import dev.cuesheet.enginejdbc.SqliteStateStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Seconds that runs of tasks that do nothing take when their state is kept as durably as each store does by default:
 * SQLite with a write-ahead log on this machine's disk, PostgreSQL (an embedded server, on this machine too) with
 * {@code fsync} and {@code synchronous_commit} on. Beside whole runs, what the store alone takes for the same 10,000
 * tasks, when they are committed one by one and fifty at a time.
 *
 * <pre>{@code
 * java -cp "src/bench/target/cuesheet-bench-0.1.0.jar:src/bench/target/lib/*:target/cuesheet.jar" org.openjdk.jmh.Main StoreBenchmark
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class StoreBenchmark {
    private static final int TASKS = 10_000;
    private static final int CHAIN = 40;
    private static final int AT_ONCE = 50;
    private static final RunOwner OWNER = RunOwner.inThisProcess();

    /** Where the state is. */
    public enum Place {
        SQLITE,
        POSTGRESQL
    }

    @Param
    private Place place = Place.SQLITE;

    private final Dag fanOut = fanOut();
    private final Dag chain = chain();
    private @Nullable RunClaim claim;
    private int runs;
    private @Nullable EmbeddedPostgres server;
    private @Nullable StateStore store;

    @Setup
    public void open() throws IOException {
        var folder = Files.createTempDirectory("cuesheet-bench-");
        store = switch (place) {
            case SQLITE -> SqliteStateStore.open(folder.resolve("state.db"));
            case POSTGRESQL -> PostgresStateStore.at(start(folder)).open();
        };
    }

    private String start(Path folder) throws IOException {
        server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(folder.toFile())
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** The run that tasks are committed to without an engine. */
    @Setup(Level.Invocation)
    public void begin() {
        runs++;
        var now = Instant.now();
        var run = DagRun.queued("bare", "r" + runs, RunType.MANUAL, now.plusSeconds(runs))
                .running(now, OWNER);
        claim = store().createRun(run, "{}", List.of(), new RunLimit(1, owner -> false));
    }

    @TearDown
    public void close() throws IOException {
        store().close();
        if (server != null) {
            server.close();
        }
    }

    /** A run of one task that 9,999 others wait for. */
    @Benchmark
    public RunState fanOutOf10kTasks() throws InterruptedException {
        return run(fanOut);
    }

    /** A run of forty tasks, each taking the result of the one before it. */
    @Benchmark
    public RunState chainOf40Tasks() throws InterruptedException {
        return run(chain);
    }

    /** The store alone: 10,000 tasks begun and ended, each in two commits of its own. */
    @Benchmark
    public void commits10kTasksOneByOne() {
        commit(1);
    }

    /** The store alone: the same, fifty tasks a commit. */
    @Benchmark
    public void commits10kTasksFiftyAtATime() {
        commit(AT_ONCE);
    }

    private RunState run(Dag dag) throws InterruptedException {
        try (var engine = Engine.builder().store(store()).build()) {
            var state = engine.run(dag, RunRequest.manual().runId("run" + runs)).state();
            if (state != RunState.SUCCESS) {
                throw new IllegalStateException("the run ended as " + state);
            }
            return state;
        }
    }

    private void commit(int atOnce) {
        for (int from = 0; from < TASKS; from += atOnce) {
            var begun = new ArrayList<StateChange>();
            var ended = new ArrayList<StateChange>();
            for (int task = from; task < from + atOnce; task++) {
                var key = new TaskInstanceKey("bare", "r" + runs, "t" + task, -1);
                var now = Instant.now();
                begun.add(new StateChange.InstanceIs(
                        new TaskInstance(key, TaskInstanceState.RUNNING, 1, 0, now, null, null)));
                begun.add(new StateChange.AttemptIs(new Attempt(key, 1, TaskInstanceState.RUNNING, now, null, null)));
                ended.add(new StateChange.InstanceIs(
                        new TaskInstance(key, TaskInstanceState.SUCCESS, 1, 0, now, now, null)));
                ended.add(new StateChange.AttemptIs(new Attempt(key, 1, TaskInstanceState.SUCCESS, now, now, null)));
                ended.add(new StateChange.ResultIs(key, new StoredResult(-1, "java.lang.Integer", "1")));
            }
            store().commit(claim(), begun);
            store().commit(claim(), ended);
        }
    }

    private RunClaim claim() {
        if (claim == null) {
            throw new IllegalStateException("no run was begun");
        }
        return claim;
    }

    private StateStore store() {
        if (store == null) {
            throw new IllegalStateException("not open");
        }
        return store;
    }

    private static Dag fanOut() {
        var dag = Dag.named("fan_out");
        var first = dag.task("t0", context -> 0);
        for (int i = 1; i < TASKS; i++) {
            dag.task("t" + i, first, (context, before) -> before + 1);
        }
        return dag.build();
    }

    private static Dag chain() {
        var dag = Dag.named("chain");
        var last = dag.task("t0", context -> 0);
        for (int i = 1; i < CHAIN; i++) {
            last = dag.task("t" + i, last, (context, before) -> before + 1);
        }
        return dag.build();
    }
}
