package dev.cuesheet.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The most memory that the main process of {@code run-dag tickit_etl} ever had resident, from a fresh home to the
 * answers; generating the source files is part of it. The Spark worker is a process of its own and counted apart.
 *
 * <p>Linux keeps the high-water mark ({@code VmHWM} in {@code /proc/PID/status}), which is read every few milliseconds
 * as long as the process lives. It counts shared pages, such as those of the JVM's own library, in full.
 */
@Command(name = "memory", description = "Peak resident memory of run-dag's main process.")
final class MemoryBenchmark implements Callable<Integer> {
    private static final double GOAL_MEGABYTES = 300;

    @Mixin
    private final Settings settings = new Settings();

    @Option(names = "--scale", paramLabel = "N", description = "Multiplies the facts (default ${DEFAULT-VALUE}).")
    private int scale = 1;

    @Override
    public Integer call() throws Exception {
        var program = settings.program();
        var machine = Machine.running(program);
        try (var place = Workplace.open()) {
            settings.publish(new Result("memory", machine, measure(program, place)));
        }
        return 0;
    }

    private List<Figure> measure(Program program, Workplace place) throws InterruptedException {
        var main = new ArrayList<Double>();
        var worker = new ArrayList<Double>();
        for (int i = 0; i < settings.samples(); i++) {
            var folder = place.fresh("run");
            var peaks = peaks(program, folder);
            main.add(peaks.main());
            worker.add(peaks.worker());
            Workplace.delete(folder);
        }
        return List.of(
                Figure.megabytes("main process, scale " + scale, main).atMost(GOAL_MEGABYTES),
                Figure.megabytes("Spark worker, scale " + scale, worker));
    }

    private record Peaks(double main, double worker) {}

    private Peaks peaks(Program program, Path folder) throws InterruptedException {
        try (var run = program.start(folder, Map.of(), Program.etlCommand("scale=" + scale))) {
            var main = PeakMemory.of(run.handle());
            var worker = PeakMemory.ofLargestChild(run.handle());
            run.await();
            Program.awaitWorkersOf(folder);
            return new Peaks(main.megabytes(), worker.megabytes());
        }
    }
}
