package dev.cuesheet.enginejdbc;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DeferrableOperator;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.engine.Step;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A DAG that waits for a job elsewhere, which has ended when its file is there, and the program that runs it: {@code
 * NightlyJob STATE FOLDER}. It says when it waits.
 */
final class NightlyJob {
    static final String RUN = "tonight";
    static final String WAITS = "waits";

    private NightlyJob() {}

    record Job(String id, int version) {}

    record Ended(long rows) {}

    static Path diary(Path folder) {
        return folder.resolve("diary");
    }

    static Path end(Path folder) {
        return folder.resolve("job.ended");
    }

    static Dag dag(Path folder) {
        var dag = Dag.named("nightly_job");
        var job = dag.task("job", new JobOperator(folder));
        dag.task("report", job, (context, rows) -> rows + " rows");
        return dag.build();
    }

    /** A class of its own, so that what it keeps is found by its class loader. */
    private record JobOperator(Path folder) implements DeferrableOperator<Job, Ended, Long> {
        @Override
        public Step<Job, Long> start(TaskContext context) throws IOException {
            write("start " + context.tryNumber());
            return Step.waiting(new Job("j1", 7), Duration.ofHours(1));
        }

        @Override
        public Trigger<Ended> trigger(TaskContext context, Job job) {
            return Trigger.poll(Duration.ofMillis(50), () -> {
                System.out.println(WAITS);
                return Files.exists(end(folder)) ? Optional.of(new Ended(42)) : Optional.empty();
            });
        }

        @Override
        public Step<Job, Long> resume(TaskContext context, Job job, @Nullable Ended event) throws IOException {
            write("resume " + context.tryNumber() + " " + job);
            return Step.done(event == null ? 0L : event.rows());
        }

        @Override
        public void onKill(TaskContext context, Job job) throws IOException {
            write("kill " + job);
        }

        private void write(String entry) throws IOException {
            Files.writeString(diary(folder), entry + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        try (var store = NightlySales.open(args[0]);
                var engine = Engine.builder().store(store).build()) {
            engine.run(dag(Path.of(args[1])), RunRequest.manual().runId(RUN));
        }
    }
}
