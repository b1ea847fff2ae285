package dev.cuesheet.engine;

import java.time.Clock;
import java.util.Optional;

/** What a callback is told. Safe to share between threads. */
public interface CallbackContext {

    CallbackKind kind();

    DagStructure dag();

    /** The run as it was when this happened. */
    DagRun run();

    /**
     * The task instance that this happened to. Of a run that has failed the one that failed last, of a run that has
     * succeeded the one that succeeded last; empty when there was none, and for deadlines.
     */
    Optional<TaskInstance> taskInstance();

    /**
     * Why a run ended so: {@code success}, {@code task_failure}, {@code timed_out}, {@code all_tasks_deadlocked} or {@code
     * cancelled}; for a deadline its name; of a task instance its note, such as why it failed. Empty when there is nothing
     * to say.
     */
    Optional<String> reason();

    /** What a failed attempt threw; empty for all else. */
    Optional<Throwable> error();

    /** The deadline that was missed; empty for all else. */
    Optional<MissedDeadline> deadline();

    /**
     * Fills in a Jinja template. Besides the variables that tasks have there are {@code reason}, {@code exception} and, for a
     * deadline, {@code deadline.name} and {@code deadline.deadline_time}; those about a task only if there is a task instance.
     *
     * @throws TemplateException when it uses a variable which is not there
     */
    String render(String template);

    /** Where variables and connections come from. */
    Secrets secrets();

    Clock clock();
}
