package dev.cuesheet.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The whole {@code run-dag tickit_etl} in a fresh home, against the same refinement as a Spark program alone.
 *
 * <p>The bare program ({@link BareSpark}) runs the same compiled script with the flags, the class path and the settings
 * of the pipeline's own Spark worker, on the same source files, declared as the pipeline's crawler found them, and
 * writes the same Parquet to plain files; that both wrote the same rows is checked. What the pipeline does beyond it, S3,
 * crawling, COPY, verification and the report, is what the ratio charges it with.
 *
 * <p>A first run of each is not counted: it brings the files into the page cache. Source files lie ready except in the
 * row "with generation".
 */
@Command(name = "pipeline", description = "run-dag tickit_etl, cold, against a bare Spark program.")
final class PipelineBenchmark implements Callable<Integer> {
    private static final double GOAL = 1.3;

    @Mixin
    private final Settings settings = new Settings();

    @Option(names = "--scale", paramLabel = "N", description = "Multiplies the facts (default ${DEFAULT-VALUE}).")
    private int scale = 1;

    @Override
    public Integer call() throws Exception {
        var program = settings.program();
        var machine = Machine.running(program);
        try (var place = Workplace.open()) {
            var source = program.generateTickit(place.fresh("source"), scale);
            var model = place.fresh("model");
            program.etl(model, "source=" + source);
            var bare = BareSpark.like(program, model, source, place.fresh("bare"));
            bare.run();
            Consolidated.in(model).mustEqual(bare.output());
            settings.publish(new Result("pipeline", machine, measure(program, place, source, bare)));
        }
        return 0;
    }

    private List<Figure> measure(Program program, Workplace place, Path source, BareSpark bare)
            throws InterruptedException {
        var cold = new ArrayList<Double>();
        var alone = new ArrayList<Double>();
        var generating = new ArrayList<Double>();
        for (int i = 0; i < settings.samples(); i++) {
            cold.add(pipeline(program, place, "source=" + source));
            alone.add(bare.run());
            generating.add(pipeline(program, place, "scale=" + scale));
        }
        var whole = Figure.seconds("run-dag, cold", cold);
        var spark = Figure.seconds("bare Spark program", alone);
        return List.of(
                whole,
                spark,
                Figure.ratio("run-dag / bare", whole, spark).atMost(GOAL),
                Figure.seconds("run-dag, cold, with generation", generating));
    }

    private static double pipeline(Program program, Workplace place, String param) throws InterruptedException {
        var folder = place.fresh("cold");
        var seconds = program.etl(folder, param).seconds();
        Workplace.delete(folder);
        return seconds;
    }
}
