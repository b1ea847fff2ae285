package dev.cuesheet.bench;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.DeferrableOperator;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.Poking;
import dev.cuesheet.engine.RunListener;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.Schedule;
import dev.cuesheet.engine.Scheduler;
import dev.cuesheet.engine.Step;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.Trigger;
import dev.cuesheet.engine.dagbag.DagFolder;
import dev.cuesheet.engine.internal.dagbag.ClassPath;
import dev.cuesheet.engine.internal.dagbag.CompileCache;
import dev.cuesheet.engine.internal.dagbag.SourceFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What the engine costs beside the work of its tasks, measured in this process with state in memory: time and memory a
 * task, how both grow, how late a due run is, and what waiting and looking for changes cost. JMH measures the time of a
 * task more exactly ({@code dev.cuesheet.bench.jmh.EngineBenchmark}); here are the things that are not one call.
 */
@Command(name = "engine", description = "The engine's own cost: time and memory a task, lateness, waits, scanning.")
final class EngineFigures implements Callable<Integer> {
    private static final double MICROS_GOAL = 10;
    private static final double BYTES_GOAL = 1_024;
    private static final double LATE_GOAL_MILLIS = 50;
    private static final double SCAN_GOAL_MILLIS = 50;
    private static final double THREADS_GOAL = 50;
    private static final double WAITS_GOAL_MEGABYTES = 100;
    private static final int WARM_UPS = 3;
    private static final int WARM_UP_TASKS = 50_000;
    private static final int POOL = 32;
    private static final int DAGS = 1_000;
    private static final int WAITS = 10_000;

    @Mixin
    private final Settings settings = new Settings();

    @Option(
            names = "--tasks",
            split = ",",
            paramLabel = "N",
            description = "Sizes of the DAGs that are run (default ${DEFAULT-VALUE}).")
    private List<Integer> sizes = List.of(1_000, 10_000, 100_000, 1_000_000);

    @Override
    public Integer call() throws Exception {
        var machine = Machine.running(settings.program());
        var figures = new ArrayList<Figure>();
        for (var shape : Shape.values()) {
            var small = shape.of(WARM_UP_TASKS);
            for (int i = 0; i < WARM_UPS; i++) {
                run(small);
            }
            for (int size : sizes) {
                measure(shape, size, figures);
            }
        }
        try (var place = Workplace.open()) {
            scan(place, figures);
        }
        figures.add(one("first task of a due run, 99th percentile", "ms", late(Duration.ofMillis(10)))
                .atMost(LATE_GOAL_MILLIS));
        figures.add(one("the same, all 1,000 due at one instant", "ms", late(Duration.ZERO)));
        waits(figures);
        deferredWaits(figures);
        settings.publish(new Result("engine", machine, figures));
        return 0;
    }

    private void measure(Shape shape, int size, List<Figure> figures) throws InterruptedException {
        var name = "%s of %,d".formatted(shape.name().toLowerCase(Locale.ROOT), size);
        var dag = shape.of(size);
        var engine = new ArrayList<Double>();
        var plain = new ArrayList<Double>();
        for (int i = 0; i < settings.samples(); i++) {
            engine.add(run(dag) / 1e3 / size);
            plain.add(plain(size) / 1e3 / size);
        }
        var cost = sampled(name + ", a task", "us", engine).atMost(MICROS_GOAL);
        figures.add(cost);
        figures.add(Figure.ratio(name + " / plain executor", cost, sampled("plain", "us", plain)));
        figures.add(one(name + ", memory a task at the end of its run", "B", memory(dag, size))
                .atMost(BYTES_GOAL));
    }

    /** Nanoseconds of a whole run, with an engine and a store of its own. */
    private static long run(Dag dag) throws InterruptedException {
        long began = System.nanoTime();
        try (var engine = Engine.builder().build()) {
            var state = engine.run(dag, RunRequest.manual()).state();
            if (state != RunState.SUCCESS) {
                throw new BenchmarkException("The run ended as " + state);
            }
        }
        return System.nanoTime() - began;
    }

    /** The same number of tasks that do as little, without order, state or results. */
    private static long plain(int tasks) throws InterruptedException {
        long began = System.nanoTime();
        var pool = Executors.newFixedThreadPool(POOL);
        var done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            pool.execute(done::countDown);
        }
        done.await();
        pool.shutdown();
        return System.nanoTime() - began;
    }

    /** Bytes a task that the engine and its store hold when the run ends, beside the DAG itself. */
    private static double memory(Dag dag, int size) throws InterruptedException {
        var held = new AtomicLong();
        long before = usedMemory();
        try (var engine = Engine.builder()
                .listener(new AtEnd(() -> held.set(usedMemory())))
                .build()) {
            engine.run(dag, RunRequest.manual());
        }
        return (held.get() - before) / (double) size;
    }

    private record AtEnd(Runnable action) implements RunListener {
        @Override
        public void runFinished(DagRun run) {
            action.run();
        }
    }

    private static long usedMemory() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Reading the sources and finding what was compiled from exactly them; and loading that, DAG methods and all. */
    private void scan(Workplace place, List<Figure> figures) throws IOException {
        var folder = place.fresh("dags");
        var dags = Files.createDirectories(folder.resolve("dags"));
        for (int i = 0; i < DAGS; i++) {
            Files.writeString(dags.resolve("D%d.java".formatted(i)), """
                    import dev.cuesheet.engine.Dag;

                    public class D%1$d {
                        public static Dag dag() {
                            var dag = Dag.named("d%1$d");
                            dag.task("hello", context -> "x");
                            return dag.build();
                        }
                    }
                    """.formatted(i));
        }
        var cacheFolder = folder.resolve("cache");
        var known = DagFolder.at(dags, cacheFolder);
        known.load();
        var cache = new CompileCache(cacheFolder, null);
        var scans = new ArrayList<Double>();
        var loads = new ArrayList<Double>();
        for (int i = 0; i < WARM_UPS + settings.samples(); i++) {
            long began = System.nanoTime();
            if (cache.find(SourceFile.in(dags), ClassPath.ofThisProcess()).isEmpty()) {
                throw new BenchmarkException("The folder has changed");
            }
            long scanned = System.nanoTime();
            known.load();
            if (i >= WARM_UPS) {
                scans.add((scanned - began) / 1e6);
                loads.add((System.nanoTime() - scanned) / 1e6);
            }
        }
        figures.add(sampled("scan of 1,000 unchanged DAG files", "ms", scans).atMost(SCAN_GOAL_MILLIS));
        figures.add(sampled("loading them: classes and DAG methods", "ms", loads));
    }

    /** Milliseconds from when a run was due to the beginning of its first task, 99th percentile of 1,000 scheduled DAGs. */
    private static double late(Duration apart) throws InterruptedException {
        var clock = Clock.systemUTC();
        var late = new ConcurrentLinkedQueue<Double>();
        var all = new CountDownLatch(DAGS);
        var first = clock.instant().plusSeconds(3);
        var dags = IntStream.range(0, DAGS)
                .mapToObj(i -> dueAt(first.plus(apart.multipliedBy(i)), "d" + i, clock, late::add, all))
                .toList();
        try (var engine = Engine.builder().build();
                var scheduler = new Scheduler(engine)) {
            scheduler.schedule(dags);
            all.await();
        }
        return late.stream().sorted().toList().get(DAGS * 99 / 100 - 1);
    }

    private static Dag dueAt(Instant instant, String id, Clock clock, Consumer<Double> late, CountDownLatch all) {
        var dag = Dag.named(id).schedule(Schedule.at(List.of(instant)));
        dag.task("first", context -> {
            late.accept(Duration.between(instant, clock.instant()).toNanos() / 1e6);
            all.countDown();
            return null;
        });
        return dag.build();
    }

    private static void waits(List<Figure> figures) throws InterruptedException {
        var poked = new CountDownLatch(WAITS);
        var dag = Dag.named("waits");
        for (int i = 0; i < WAITS; i++) {
            dag.sensor("w" + i, Poking.every(Duration.ofHours(1)).rescheduling(), context -> {
                poked.countDown();
                return Optional.empty();
            });
        }
        long before = usedMemory();
        var built = dag.build();
        try (var engine = Engine.builder().build()) {
            engine.start(built, RunRequest.manual());
            poked.await();
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            double megabytes = (usedMemory() - before) / 1e6;
            figures.add(one("10,000 waiting sensors, all threads", "", threads).atMost(THREADS_GOAL));
            figures.add(one("10,000 waiting sensors, heap", "MB", megabytes).atMost(WAITS_GOAL_MEGABYTES));
        }
    }

    /** Half of them wait for an instant, half look every second, so that the shared threads have work while it is measured. */
    private static void deferredWaits(List<Figure> figures) throws InterruptedException {
        var waiting = new CountDownLatch(WAITS);
        var dag = Dag.named("deferred_waits");
        for (int i = 0; i < WAITS; i++) {
            boolean looks = i % 2 == 0;
            dag.task("w" + i, new DeferredWait(looks, waiting));
        }
        long before = usedMemory();
        var built = dag.build();
        try (var engine = Engine.builder().build()) {
            engine.start(built, RunRequest.manual());
            waiting.await();
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            double megabytes = (usedMemory() - before) / 1e6;
            figures.add(one("10,000 deferred tasks, all threads", "", threads).atMost(THREADS_GOAL));
            figures.add(one("10,000 deferred tasks, heap", "MB", megabytes).atMost(WAITS_GOAL_MEGABYTES));
        }
    }

    /** Never comes to an end. */
    private record DeferredWait(boolean looks, CountDownLatch waiting)
            implements DeferrableOperator<String, Instant, String> {
        @Override
        public Step<String, String> start(TaskContext context) {
            return Step.waiting("job of " + context.taskId());
        }

        @Override
        public Trigger<Instant> trigger(TaskContext context, String job) {
            Trigger<Instant> trigger = looks
                    ? Trigger.poll(Duration.ofSeconds(1), Optional::empty)
                    : Trigger.at(context.clock().instant().plus(Duration.ofHours(1)));
            return host -> {
                var watch = trigger.begin(host);
                waiting.countDown();
                return watch;
            };
        }

        @Override
        public Step<String, String> resume(TaskContext context, String job, @Nullable Instant event) {
            return Step.done(job);
        }
    }

    private static Figure sampled(String name, String unit, List<Double> samples) {
        return new Figure(name, unit, samples, OptionalDouble.empty());
    }

    private static Figure one(String name, String unit, double value) {
        return sampled(name, unit, List.of(value));
    }
}
