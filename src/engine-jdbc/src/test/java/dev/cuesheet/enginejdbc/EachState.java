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

/**
 * A DAG with a task for each state, called like the state, and the program that brings every one of them into its state,
 * says {@value #READY} and stays so until it is killed: {@code EachState STATE DIARY}.
 */
final class EachState {
    static final String DAG = "each_state";
    static final String RUN = "tonight";
    static final String READY = "every task is in its state";
    static final Duration RETRY_DELAY = Duration.ofHours(1);

    /** Nothing in this DAG removes a task, and nothing in it waits for a trigger. */
    static final Set<TaskInstanceState> ABSENT = EnumSet.of(TaskInstanceState.REMOVED, TaskInstanceState.DEFERRED);

    /** So many attempts at once, of one instance more that may be active: that one is queued, and the next scheduled. */
    private static final int THREADS = 2;

    private EachState() {}

    /** The DAG for the process that goes on: its tasks hang no more. */
    static Dag dag(Path diary) {
        return dag(diary, false, () -> {});
    }

    private interface Gate {
        void await() throws InterruptedException;
    }

    /**
     * @param first whether this is for the process that is to be killed, in which tasks hang
     * @param gate holds the tasks that take slots until those that give theirs back have done so
     */
    private static Dag dag(Path diary, boolean first, Gate gate) {
        var dag = Dag.named(DAG).maxActiveTasks(THREADS + 1).retries(Retries.none());
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
                    if (context.tryNumber() == 1) {
                        throw TaskFailure.retryable("broken");
                    }
                    return writing(diary).execute(context);
                })
                .retries(Retries.upTo(1).every(RETRY_DELAY));
        dag.sensor(
                "up_for_reschedule",
                Poking.every(RETRY_DELAY).rescheduling(),
                context -> first ? Optional.empty() : Optional.of(writing(diary).execute(context)));
        var before = dag.task("success", context -> {
            gate.await();
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

        /** Waits until the task is in the state. */
        synchronized void await(TaskInstanceState task, TaskInstanceState state) throws InterruptedException {
            while (states.get(task) != state) {
                wait();
            }
        }
    }

    public static void main(String[] args) throws InterruptedException {
        var heard = new Heard();
        var resting = EnumSet.of(
                TaskInstanceState.FAILED,
                TaskInstanceState.SKIPPED,
                TaskInstanceState.UPSTREAM_FAILED,
                TaskInstanceState.UP_FOR_RETRY,
                TaskInstanceState.UP_FOR_RESCHEDULE);
        var dag = dag(Path.of(args[1]), true, () -> {
            for (var state : resting) {
                heard.await(state, state);
            }
        });
        try (var store = NightlySales.open(args[0]);
                var engine = Engine.builder()
                        .store(store)
                        .workers(Executors.newFixedThreadPool(THREADS))
                        .listener(heard)
                        .build()) {
            engine.start(dag, RunRequest.manual().runId(RUN));
            heard.await(TaskInstanceState.RESTARTING, TaskInstanceState.RUNNING);
            engine.operations().clear(dag, RUN, TaskSelection.of("restarting"));
            for (var state : EnumSet.complementOf(EnumSet.copyOf(ABSENT))) {
                heard.await(state, state);
            }
            System.out.println(READY);
            new CountDownLatch(1).await();
        }
    }
}
