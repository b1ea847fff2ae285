package dev.cuesheet.bench;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Starts a whole-program benchmark, in the folder of a built working copy:
 *
 * <pre>{@code
 * java -cp "src/bench/target/cuesheet-bench-0.1.0.jar:target/cuesheet.jar" dev.cuesheet.bench.WholeProgram pipeline
 * }</pre>
 *
 * <p>Every sample is a process of its own with a home of its own unless the benchmark says otherwise. Where two things
 * are compared they are measured in turn, so that a machine that slows down slows both.
 */
@Command(
        name = "bench",
        description = "Measures the packaged executable as its user meets it.",
        mixinStandardHelpOptions = true,
        subcommands = {
            PipelineBenchmark.class,
            WarmBenchmark.class,
            StartupBenchmark.class,
            MemoryBenchmark.class,
            EngineFigures.class
        })
public final class WholeProgram implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private WholeProgram() {}

    public static void main(String[] args) {
        var commandLine = new CommandLine(new WholeProgram());
        commandLine.setExecutionExceptionHandler((failure, failed, parsed) -> {
            if (!(failure instanceof BenchmarkException)) {
                throw failure;
            }
            failed.getErr().println(failure.getMessage());
            return 1;
        });
        System.exit(commandLine.execute(args));
    }

    /** Without a benchmark's name there is nothing to measure. */
    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "Which benchmark?");
        }
    }
}
