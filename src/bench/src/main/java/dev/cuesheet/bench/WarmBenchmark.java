package dev.cuesheet.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The second {@code run-dag tickit_etl} against a {@code local-aws} that keeps its Spark worker, against a cold run in a
 * process and a home of its own.
 *
 * <p>A sample is one cold run, then a new server in a fresh home and two runs against it, each a process with a run
 * history of its own: the first finds an empty server, the second a warm worker and the AWS as the first left it. Source
 * files lie ready. One cold run before all is not counted.
 */
@Command(name = "warm", description = "The second run against a living local-aws, against a cold one.")
final class WarmBenchmark implements Callable<Integer> {
    private static final double GOAL = 0.5;

    @Mixin
    private final Settings settings = new Settings();

    @Override
    public Integer call() throws Exception {
        var program = settings.program();
        var machine = Machine.running(program);
        try (var place = Workplace.open()) {
            var source = program.generateTickit(place.fresh("source"), 1);
            program.etl(place.fresh("uncounted"), "source=" + source);
            settings.publish(new Result("warm", machine, measure(program, place, source)));
        }
        return 0;
    }

    private List<Figure> measure(Program program, Workplace place, Path source) throws InterruptedException {
        var cold = new ArrayList<Double>();
        var first = new ArrayList<Double>();
        var second = new ArrayList<Double>();
        for (int i = 0; i < settings.samples(); i++) {
            var alone = place.fresh("cold");
            cold.add(program.etl(alone, "source=" + source).seconds());
            Workplace.delete(alone);
            var serving = place.fresh("server");
            try (var server = LocalAwsServer.start(program, serving).awaitPort()) {
                first.add(runAgainst(server, program, place.fresh("first"), source));
                second.add(runAgainst(server, program, place.fresh("second"), source));
            }
            Workplace.delete(serving);
        }
        var whole = Figure.seconds("run-dag, cold", cold);
        var warm = Figure.seconds("second run against local-aws", second);
        return List.of(
                whole,
                Figure.seconds("first run against local-aws", first),
                warm,
                Figure.ratio("second / cold", warm, whole).atMost(GOAL));
    }

    private static double runAgainst(LocalAwsServer server, Program program, Path folder, Path source)
            throws InterruptedException {
        var command = Program.etlCommand("source=" + source);
        try (var run = program.start(folder, server.environment(), command)) {
            return run.await().seconds();
        }
    }
}
