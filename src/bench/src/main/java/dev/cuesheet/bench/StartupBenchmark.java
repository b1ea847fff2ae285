package dev.cuesheet.bench;

import dev.cuesheet.aws.AwsClients;
import dev.cuesheet.localaws.LocalAws;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * How long a user waits for the first answer: from the start of {@code local-aws} to its first answer to a signed S3
 * request, and the whole of {@code list-dags} and {@code --version}.
 *
 * <p>The S3 request is ListBuckets, sent by an SDK client in this JVM that has been used before, so that the client's own
 * start is not counted; it is sent once the port is open, which is tried every millisecond. {@code local-aws} starts in a
 * fresh home, {@code list-dags} in one in which it ran before.
 */
@Command(name = "startup", description = "local-aws to its first answer, list-dags and --version.")
final class StartupBenchmark implements Callable<Integer> {
    private static final double LOCAL_AWS_GOAL = 0.5;
    private static final double LIST_DAGS_GOAL = 1.0;
    private static final int WARM_UP_CALLS = 50;

    @Mixin
    private final Settings settings = new Settings();

    @Override
    public Integer call() throws Exception {
        var program = settings.program();
        var machine = Machine.running(program);
        try (var place = Workplace.open()) {
            warmUpClient(place);
            settings.publish(new Result("startup", machine, measure(program, place)));
        }
        return 0;
    }

    private List<Figure> measure(Program program, Workplace place) throws InterruptedException {
        var used = place.fresh("used");
        program.run(used, "list-dags");
        firstAnswer(program, place);
        var firstAnswers = new ArrayList<Double>();
        var lists = new ArrayList<Double>();
        var versions = new ArrayList<Double>();
        for (int i = 0; i < settings.samples(); i++) {
            firstAnswers.add(firstAnswer(program, place));
            lists.add(program.run(used, "list-dags").seconds());
            versions.add(program.run(used, "--version").seconds());
        }
        return List.of(
                Figure.seconds("local-aws to first S3 answer", firstAnswers).atMost(LOCAL_AWS_GOAL),
                Figure.seconds("list-dags, warm cache", lists).atMost(LIST_DAGS_GOAL),
                Figure.seconds("--version", versions));
    }

    private static double firstAnswer(Program program, Workplace place) throws InterruptedException {
        var folder = place.fresh("local-aws");
        try (var server = LocalAwsServer.start(program, folder);
                var clients = client(server.endpoint())) {
            server.awaitPort();
            listBuckets(clients);
            return server.secondsSinceStart();
        }
    }

    private static void warmUpClient(Workplace place) {
        try (var aws = LocalAws.builder().home(place.fresh("warm-up")).build().start()) {
            for (int i = 0; i < WARM_UP_CALLS; i++) {
                try (var clients = client(aws.endpoint())) {
                    listBuckets(clients);
                }
            }
        }
    }

    private static AwsClients client(URI endpoint) {
        return AwsClients.builder()
                .endpoint(endpoint)
                .region("us-east-1")
                .credentials("test", "test")
                .build();
    }

    private static void listBuckets(AwsClients clients) {
        if (clients.s3().listBuckets().findAny().isPresent()) {
            throw new BenchmarkException("A fresh local AWS has buckets: something else answered");
        }
    }
}
