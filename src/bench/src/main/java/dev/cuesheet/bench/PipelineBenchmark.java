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
 * <p>The Spark worker of a home's first run leaves an archive of its classes behind, which later workers start from. So
 * the pair is measured twice: in a fresh home, where neither side has an archive, and in a home that is fresh but for the
 * caches of an earlier one, where both map the same archive. Writing the archive is in neither figure: the worker does
 * that after the run has ended, and the bare program is not asked to.
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
            var later = place.fresh("later");
            Program.shareCaches(first, later);
            program.etl(later, "source=" + source);
            var bare = ready(BareSpark.like(program, first, source, place.fresh("bare")), first);
            var bareArchived = ready(BareSpark.like(program, later, source, place.fresh("bare-archived")), later);
            var figures = measure(program, place, source, first, bare, bareArchived);
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

    private List<Figure> measure(
            Program program, Workplace place, Path source, Path first, BareSpark bare, BareSpark bareArchived)
            throws InterruptedException {
        var fresh = new ArrayList<Double>();
        var alone = new ArrayList<Double>();
        var archived = new ArrayList<Double>();
        var aloneArchived = new ArrayList<Double>();
        var generating = new ArrayList<Double>();
        for (int i = 0; i < settings.samples(); i++) {
            fresh.add(pipeline(program, place.fresh("fresh"), "source=" + source));
            alone.add(bare.run());
            var cached = place.fresh("cached");
            Program.shareCaches(first, cached);
            archived.add(pipeline(program, cached, "source=" + source));
            aloneArchived.add(bareArchived.run());
            generating.add(pipeline(program, place.fresh("generating"), "scale=" + scale));
        }
        var whole = Figure.seconds("run-dag, fresh home", fresh);
        var spark = Figure.seconds("bare Spark", alone);
        var wholeArchived = Figure.seconds("run-dag, class archive there", archived);
        var sparkArchived = Figure.seconds("bare Spark, same archive", aloneArchived);
        return List.of(
                whole,
                spark,
                Figure.ratio("run-dag / bare", whole, spark).atMost(GOAL),
                wholeArchived,
                sparkArchived,
                Figure.ratio("run-dag / bare, both with archive", wholeArchived, sparkArchived)
                        .atMost(GOAL),
                Figure.seconds("run-dag, fresh home, with generation", generating));
    }

    private static double pipeline(Program program, Path folder, String param) throws InterruptedException {
        var seconds = program.etl(folder, param).seconds();
        Workplace.delete(folder);
        return seconds;
    }
}
