package dev.cuesheet.enginejdbc;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.Poking;
import dev.cuesheet.engine.Retries;
import dev.cuesheet.engine.RunListener;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.TaskSelection;
import dev.cuesheet.engine.TaskSkipped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * A DAG with a task for each state, called like the state, and the program that brings every one of them into its state,
 * says {@value #READY} and stays so until it is killed: {@code EachState STATE DIARY}.
 */
final class EachState {
    static final String DAG = "each_state";
    static final String RUN = "tonight";
    static final String READY = "every task is in its state";
    static final Duration RETRY_DELAY = Duration.ofHours(1);

    /** Nothing in this DAG removes a task; those that wait for a trigger have tests of their own. */
    static final Set<TaskInstanceState> ABSENT = EnumSet.of(TaskInstanceState.REMOVED, TaskInstanceState.DEFERRED);

    /** Threads for two attempts, of three instances that may be active: the third is queued and the fourth scheduled. */
    private static final int THREADS = 2;

    private EachState() {}

    /** @param first the process that is to be killed, in which tasks hang that do not hang afterwards */
    static Dag dag(Path diary, boolean first) {
        var dag = Dag.named(DAG).maxActiveTasks(THREADS + 1).retries(Retries.none());
        var looked = new CountDownLatch(first ? 2 : 0);
        dag.task("failed", context -> {
            note(context, diary);
            throw TaskFailure.permanent("broken");
        });
        dag.task("skipped", context -> {
            note(context, diary);
            throw new TaskSkipped("nothing new");
        });
        dag.task("upstream_failed", writing(diary)).after("failed");
        dag.task("up_for_retry", context -> {
                    looked.countDown();
                    if (context.tryNumber() == 1) {
                        throw TaskFailure.retryable("broken");
                    }
                    return writing(diary).execute(context);
                })
                .retries(Retries.upTo(1).every(RETRY_DELAY));
        dag.sensor("up_for_reschedule", Poking.every(RETRY_DELAY).rescheduling(), context -> {
            looked.countDown();
            return first ? Optional.empty() : Optional.of(writing(diary).execute(context));
        });
        var before = dag.task("success", context -> {
            looked.await();
            return writing(diary).execute(context);
        });
        var running = dag.task("running", context -> {
                    if (first) {
                        new CountDownLatch(1).await();
                    }
                    return writing(diary).execute(context);
                })
                .after(before);
        dag.task("restarting", context -> {
                    while (first) {
                        hangUntilKilled();
                    }
                    return writing(diary).execute(context);
                })
                .after(before);
        dag.task("queued", writing(diary)).after(before);
        dag.task("scheduled", writing(diary)).after(before);
        dag.task("none", writing(diary)).after(running);
        return dag.build();
    }

    private static Operator<String> writing(Path diary) {
        return context -> {
            note(context, diary);
            return "done";
        };
    }

    /** One line for each attempt that comes to its end. */
    private static void note(TaskContext context, Path diary) throws IOException {
        synchronized (EachState.class) {
            Files.writeString(diary, context.taskId() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** As a task does that does not listen when it is told to stop. */
    @SuppressWarnings("EmptyCatch")
    private static void hangUntilKilled() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // that is the point
        }
    }

    /** What the listener has heard last of each task. */
    private static final class Heard implements RunListener {
        private final Map<TaskInstanceState, TaskInstanceState> states = new EnumMap<>(TaskInstanceState.class);

        @Override
        public synchronized void taskInstanceChanged(TaskInstance instance) {
            states.put(TaskInstanceState.ofLabel(instance.taskId()), instance.state());
            notifyAll();
        }

        synchronized void await(Predicate<Map<TaskInstanceState, TaskInstanceState>> condition)
                throws InterruptedException {
            while (!condition.test(states)) {
                wait();
            }
        }
    }

    public static void main(String[] args) throws InterruptedException {
        var heard = new Heard();
        var dag = dag(Path.of(args[1]), true);
        try (var store = NightlySales.open(args[0]);
                var engine = Engine.builder()
                        .store(store)
                        .workers(Executors.newFixedThreadPool(THREADS))
                        .listener(heard)
                        .build()) {
            engine.start(dag, RunRequest.manual().runId(RUN));
            heard.await(states -> states.get(TaskInstanceState.RESTARTING) == TaskInstanceState.RUNNING);
            engine.operations().clear(dag, RUN, TaskSelection.of("restarting"));
            heard.await(states -> states.size() == dag.tasks().size()
                    && states.entrySet().stream().allMatch(task -> task.getKey() == task.getValue()));
            System.out.println(READY);
            new CountDownLatch(1).await();
        }
    }
}
