package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.TaskInstanceState;

/** How the direct upstream task instances of one task stand. Changed by its run's execution alone, under its lock. */
final class UpstreamCounts {
    int total;
    int success;
    int skipped;
    int failed;
    int upstreamFailed;
    int removed;

    /** Setups among the upstream instances. */
    int setups;

    int setupsSucceeded;
    int setupsSkipped;

    /** These and the others together. */
    UpstreamCounts plus(UpstreamCounts others) {
        var sum = new UpstreamCounts();
        sum.total = total + others.total;
        sum.success = success + others.success;
        sum.skipped = skipped + others.skipped;
        sum.failed = failed + others.failed;
        sum.upstreamFailed = upstreamFailed + others.upstreamFailed;
        sum.removed = removed + others.removed;
        sum.setups = setups + others.setups;
        sum.setupsSucceeded = setupsSucceeded + others.setupsSucceeded;
        sum.setupsSkipped = setupsSkipped + others.setupsSkipped;
        return sum;
    }

    /** Expects so many more instances of the task. */
    void expect(TaskNode upstream, int more) {
        total += more;
        if (upstream.isSetup()) {
            setups += more;
        }
    }

    /** Counts an instance of the task that has reached this finished state. */
    void add(TaskNode upstream, TaskInstanceState state) {
        change(upstream, state, 1);
    }

    /** Takes back an instance that was counted in this state. */
    void takeBack(TaskNode upstream, TaskInstanceState state) {
        change(upstream, state, -1);
    }

    private void change(TaskNode upstream, TaskInstanceState state, int by) {
        change(state, by);
        if (upstream.isSetup() && state == TaskInstanceState.SUCCESS) {
            setupsSucceeded += by;
        } else if (upstream.isSetup() && state == TaskInstanceState.SKIPPED) {
            setupsSkipped += by;
        }
    }

    private void change(TaskInstanceState state, int by) {
        switch (state) {
            case SUCCESS -> success += by;
            case SKIPPED -> skipped += by;
            case FAILED -> failed += by;
            case UPSTREAM_FAILED -> upstreamFailed += by;
            case REMOVED -> removed += by;
            case NONE, SCHEDULED, QUEUED, RUNNING, RESTARTING, UP_FOR_RETRY, UP_FOR_RESCHEDULE, DEFERRED ->
                throw new IllegalArgumentException(state + " is not finished");
        }
    }

    int done() {
        return success + skipped + failed + upstreamFailed + removed;
    }

    boolean allDone() {
        return done() >= total;
    }

    boolean anyFailure() {
        return failed + upstreamFailed > 0;
    }
}
