package dev.cuesheet.enginejdbc;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagBuilder;
import dev.cuesheet.engine.Retries;
import dev.cuesheet.engine.Schedule;
import dev.cuesheet.engine.ScheduledRun;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.engine.TaskHandle;
import dev.cuesheet.engine.TriggerRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * DAGs that follow from a seed, with a few runs each that are due already. Their tasks take some milliseconds, fail at
 * times, and write into a diary when they begin, before they do anything else.
 */
final class RandomWork {
    private static final Instant FIRST = Instant.parse("2024-03-30T22:00:00Z");
    private static final Duration STEP = Duration.ofHours(1);

    private final long seed;
    private final Path diary;

    RandomWork(long seed, Path diary) {
        this.seed = seed;
        this.diary = diary;
    }

    /** One beginning of a task body, as the diary has it. */
    record Begun(String dagId, String runId, String taskId, int mapIndex, int tryNumber) {
        static Begun parse(String line) {
            var fields = line.split("\t");
            return new Begun(fields[0], fields[1], fields[2], Integer.parseInt(fields[3]), Integer.parseInt(fields[4]));
        }

        String line() {
            return "%s\t%s\t%s\t%d\t%d%n".formatted(dagId, runId, taskId, mapIndex, tryNumber);
        }
    }

    List<Dag> dags(int count) {
        var dags = new ArrayList<Dag>();
        for (int i = 0; i < count; i++) {
            dags.add(dag("dag_%d_%d".formatted(seed, i), new Random(seed * 1_000 + i)));
        }
        return dags;
    }

    /** The logical dates that a DAG is to have runs for in the end. */
    static List<Instant> dates(Dag dag) {
        var bounds = dag.structure().restriction();
        return dag.schedule()
                .runsBetween(bounds.earliest(), bounds.latest())
                .map(ScheduledRun::logicalDate)
                .toList();
    }

    private Dag dag(String id, Random random) {
        boolean regardsPast = random.nextInt(4) == 0;
        var dag = Dag.named(id)
                .schedule(Schedule.every(STEP))
                .startDate(FIRST)
                .endDate(FIRST.plus(STEP.multipliedBy(1 + random.nextInt(4))))
                .catchup(true)
                .maxActiveRuns(1 + random.nextInt(3))
                .maxActiveTasks(1 + random.nextInt(6))
                .retries(Retries.upTo(2).every(Duration.ofMillis(20)));
        var layer = new ArrayList<TaskHandle<?>>();
        int layers = 2 + random.nextInt(4);
        for (int depth = 0; depth < layers; depth++) {
            var next = new ArrayList<TaskHandle<?>>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                next.add(task(dag, "t%d_%d".formatted(depth, i), layer, random, regardsPast));
            }
            layer = next;
        }
        return dag.build();
    }

    private TaskHandle<?> task(
            DagBuilder dag, String id, List<TaskHandle<?>> above, Random random, boolean regardsPast) {
        int failing = random.nextInt(10);
        int failures = failing < 7 ? 0 : regardsPast || failing < 9 ? 1 : Integer.MAX_VALUE;
        int millis = random.nextInt(12);
        TaskHandle<?> task;
        if (random.nextInt(4) == 0) {
            var items = List.of("a", "b", "c").subList(0, random.nextInt(4));
            task = dag.expand(id, items, (context, item) -> work(context, millis, failures));
        } else {
            task = dag.task(id, context -> work(context, millis, failures));
        }
        for (var upstream : above) {
            if (random.nextInt(3) > 0) {
                task.after(upstream);
            }
        }
        if (random.nextInt(5) == 0) {
            task.triggerRule(TriggerRule.ALL_DONE);
        }
        if (regardsPast) {
            task.dependsOnPast();
        }
        return task;
    }

    private String work(TaskContext context, int millis, int failures) throws IOException {
        var begun =
                new Begun(context.dagId(), context.runId(), context.taskId(), context.mapIndex(), context.tryNumber());
        Files.write(
                diary,
                begun.line().getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
        if (context.tryNumber() <= failures) {
            throw TaskFailure.retryable("as planned");
        }
        return context.taskId();
    }
}
