package dev.cuesheet.cli.command;

import ch.qos.logback.classic.Level;
import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Signals;
import dev.cuesheet.cli.aws.LocalAwsParts;
import dev.cuesheet.cli.logging.Logs;
import dev.cuesheet.localaws.LocalAws;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Serves the local AWS in the foreground until it is told to stop. */
@Command(
        name = "local-aws",
        sortOptions = false,
        description = {
            "Serves S3, IAM, STS, Glue and Redshift on one port, for any AWS client.",
            "Everything it keeps is in the folder aws of the home and is there again at the next start."
        },
        footer = {"", "Examples:", "  cuesheet local-aws", "  cuesheet local-aws --port 4570 --home /tmp/elsewhere"})
public final class LocalAwsCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable CuesheetCommand cuesheet;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "4566",
            description = "Port to serve on; 0 takes a free one (default ${DEFAULT-VALUE}).")
    private int port;

    @Override
    @SuppressWarnings("try") // the log is attached for as long as the block lasts
    public Integer call() throws InterruptedException {
        var root = Parent.of(cuesheet);
        var home = root.home().ready();
        try (var logs = Logs.toStream(root.shell().err(), root.debug() ? Level.INFO : Level.WARN);
                var aws = new LocalAwsParts(root, home)
                        .builder()
                        .port(port)
                        .build()
                        .start()) {
            introduce(aws, root.shell().out(), root.shell().err());
            awaitStop();
        }
        root.shell().err().println("Stopped.");
        return CommandLines.SUCCESS;
    }

    /** What a shell can run goes to standard output, what a person reads to standard error. */
    private static void introduce(LocalAws aws, PrintStream out, PrintStream err) {
        err.printf("Local AWS on %s, state in %s%n%n", aws.endpoint(), aws.home());
        out.printf("""
                export AWS_ENDPOINT_URL=%s
                export AWS_ACCESS_KEY_ID=%s
                export AWS_SECRET_ACCESS_KEY=%s
                export AWS_REGION=%s
                export AWS_DEFAULT_REGION=%4$s
                """, aws.endpoint(), aws.accessKeyId(), aws.secretAccessKey(), aws.region());
        out.flush();
        err.printf("%nPaste these lines into another shell. Ctrl-C stops; the state stays.%n");
    }

    private static void awaitStop() throws InterruptedException {
        var stop = new CountDownLatch(1);
        Signals.on(Signals.Signal.INT, stop::countDown);
        Signals.on(Signals.Signal.TERM, stop::countDown);
        stop.await();
    }
}
