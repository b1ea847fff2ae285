package dev.cuesheet.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The whole {@code run-dag tickit_etl} on an empty AWS, against the same refinement as a Spark program alone.
 *
 * <p>The bare program ({@link BareSpark}) runs the same compiled script with the flags, the class path and the settings
 * of the pipeline's own Spark worker, on the same source files, declared as the pipeline's crawler found them, and
 * writes the same Parquet to plain files; that both wrote the same rows is checked. What the pipeline does beyond it, S3,
 * crawling, COPY, verification and the report, is what the ratio charges it with.
 *
 * <p>The build leaves an archive of the worker's classes behind, which every worker starts from. A Spark program as
 * people write it has none, so the bare one is measured both without and with that archive.
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
            var first = place.fresh("first");
            program.etl(first, "source=" + source);
            var bare = ready(BareSpark.like(program, first, source, place.fresh("bare")), first);
            var plain = ready(
                    BareSpark.like(program, first, source, place.fresh("plain")).withoutArchive(), first);
            var figures = measure(program, place, source, bare, plain);
            settings.publish(new Result("pipeline", machine, figures));
        }
        return 0;
    }

    /** Runs it once, uncounted, and makes sure that it does the pipeline's work before their times are compared. */
    private static BareSpark ready(BareSpark bare, Path pipeline) throws Exception {
        bare.run();
        Consolidated.in(pipeline).mustEqual(bare.output());
        return bare;
    }

    private List<Figure> measure(Program program, Workplace place, Path source, BareSpark bare, BareSpark plain)
            throws InterruptedException {
        var fresh = new ArrayList<Double>();
        var alone = new ArrayList<Double>();
        var archived = new ArrayList<Double>();
        var generating = new ArrayList<Double>();
        for (int i = 0; i < settings.samples(); i++) {
            fresh.add(pipeline(program, place.fresh("fresh"), "source=" + source));
            alone.add(plain.run());
            archived.add(bare.run());
            generating.add(pipeline(program, place.fresh("generating"), "scale=" + scale));
        }
        var whole = Figure.seconds("run-dag, fresh home", fresh);
        var spark = Figure.seconds("bare Spark", alone);
        var sparkArchived = Figure.seconds("bare Spark, same class archive", archived);
        return List.of(
                whole,
                spark,
                Figure.ratio("run-dag / bare", whole, spark).atMost(GOAL),
                sparkArchived,
                Figure.ratio("run-dag / bare, both with archive", whole, sparkArchived)
                        .atMost(GOAL),
                Figure.seconds("run-dag, fresh home, with generation", generating));
    }

    private static double pipeline(Program program, Path folder, String param) throws InterruptedException {
        var seconds = program.etl(folder, param).seconds();
        Workplace.delete(folder);
        return seconds;
    }
}
