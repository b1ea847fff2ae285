package dev.cuesheet.enginejdbc;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.engine.TaskContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A DAG that writes down what it does, and the program that runs it: {@code NightlySales STATE DIARY HANG_IN}. In the
 * task named last it hangs until it is killed.
 */
final class NightlySales {
    static final String RUN = "tonight";

    private NightlySales() {}

    record Landed(String name, long bytes) {}

    static Dag dag(Path diary, String hangIn) {
        var dag = Dag.named("nightly_sales").param("year", 2008, "the year");
        var listed = dag.task("list", context -> {
            enter(context, diary, hangIn);
            return List.of("venue", "sales", "event");
        });
        var landed = dag.expand("land", listed, (context, name) -> {
            context.state().put("job", name + context.tryNumber());
            enter(context, diary, hangIn);
            return new Landed(name, name.length());
        });
        var refined = dag.task("refine", landed, (context, files) -> {
            enter(context, diary, hangIn);
            return files.stream().mapToLong(Landed::bytes).sum();
        });
        dag.task("report", landed, refined, (context, files, bytes) -> {
            enter(context, diary, hangIn);
            return files.get(1).name() + " " + bytes + " " + context.param("year", Integer.class);
        });
        return dag.build();
    }

    private static void enter(TaskContext context, Path diary, String hangIn) throws IOException, InterruptedException {
        var name = context.mapIndex() < 0 ? context.taskId() : context.taskId() + context.mapIndex();
        synchronized (NightlySales.class) {
            Files.writeString(
                    diary,
                    name + " " + context.tryNumber() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
        if (name.equals(hangIn)) {
            new CountDownLatch(1).await();
        }
    }

    /** A file, or a schema of the tests' PostgreSQL by URL, with the schema as fragment. */
    static JdbcStateStore open(String place) {
        if (!place.startsWith("jdbc:postgresql:")) {
            return SqliteStateStore.open(Path.of(place));
        }
        int fragment = place.indexOf('#');
        return PostgresStateStore.at(place.substring(0, fragment))
                .schema(place.substring(fragment + 1))
                .open();
    }

    public static void main(String[] args) throws InterruptedException {
        try (var store = open(args[0]);
                var engine = Engine.builder().store(store).build()) {
            engine.run(dag(Path.of(args[1]), args[2]), RunRequest.manual().runId(RUN));
        }
    }
}
