package dev.cuesheet.bench.jmh;

import dev.cuesheet.bench.Shape;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.engine.RunState;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the engine itself costs a task: runs of 100,000 tasks that do nothing, their state kept in memory, each task's
 * states and result stored as always.
 *
 * <pre>{@code
 * java -cp "src/bench/target/cuesheet-bench-0.1.0.jar:src/bench/target/lib/*:target/cuesheet.jar" org.openjdk.jmh.Main EngineBenchmark
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class EngineBenchmark {
    private static final int TASKS = 100_000;

    /** As many as an engine has unless it is told otherwise. */
    private static final int THREADS = 32;

    @Param
    private Shape shape = Shape.CHAIN;

    private Dag dag = Shape.CHAIN.of(1);

    @Setup
    public void prepare() {
        dag = shape.of(TASKS);
    }

    /** A whole run, with an engine and a store of its own. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public RunState run() throws InterruptedException {
        try (var engine = Engine.builder().build()) {
            var state = engine.run(dag, RunRequest.manual()).state();
            if (state != RunState.SUCCESS) {
                throw new IllegalStateException("the run ended as " + state);
            }
            return state;
        }
    }

    /** Defining the DAG and checking the definition. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public Dag define() {
        return shape.of(TASKS);
    }

    /** A plain executor that does as many tasks which do as little, without order, state or results. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public long plainExecutor() throws InterruptedException {
        var pool = Executors.newFixedThreadPool(THREADS);
        var done = new CountDownLatch(TASKS);
        for (int i = 0; i < TASKS; i++) {
            pool.execute(done::countDown);
        }
        done.await();
        pool.shutdown();
        return done.getCount();
    }
}
