package dev.cuesheet.bench.jmh;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.TaskHandle;
import java.util.ArrayList;
import java.util.List;
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
 * What the engine itself costs a task: runs of 10,000 tasks that do nothing, their state kept in memory, each task's
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
    private static final int TASKS = 10_000;
    private static final int LAYERS = 100;

    /** How the tasks hang together. */
    public enum Shape {
        /** Each task takes the result of the one before it. */
        CHAIN,
        /** One task that all others wait for. */
        FAN_OUT,
        /** A hundred layers of a hundred tasks; each task takes a result of the layer before and waits for another. */
        LAYERED
    }

    @Param
    private Shape shape = Shape.CHAIN;

    private Dag dag = dag(Shape.CHAIN);

    @Setup
    public void define() {
        dag = dag(shape);
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
    public Dag define10kTasks() {
        return dag(shape);
    }

    private static Dag dag(Shape shape) {
        return switch (shape) {
            case CHAIN -> chain();
            case FAN_OUT -> fanOut();
            case LAYERED -> layered();
        };
    }

    private static Dag chain() {
        var dag = Dag.named("chain");
        var last = dag.task("t0", context -> 0);
        for (int i = 1; i < TASKS; i++) {
            last = dag.task("t" + i, last, (context, before) -> before + 1);
        }
        return dag.build();
    }

    private static Dag fanOut() {
        var dag = Dag.named("fan_out");
        var first = dag.task("t0", context -> 0);
        for (int i = 1; i < TASKS; i++) {
            dag.task("t" + i, first, (context, before) -> before + 1);
        }
        return dag.build();
    }

    private static Dag layered() {
        var dag = Dag.named("layered");
        var width = TASKS / LAYERS;
        List<TaskHandle<Integer>> before = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            before.add(dag.task("t0_" + i, context -> 0));
        }
        for (int layer = 1; layer < LAYERS; layer++) {
            List<TaskHandle<Integer>> here = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                var id = "t%d_%d".formatted(layer, i);
                here.add(dag.task(id, before.get(i), (context, value) -> value + 1)
                        .after(before.get((i + 1) % width)));
            }
            before = here;
        }
        return dag.build();
    }
}
