package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.TaskSpec.Gate;
import dev.cuesheet.engine.TaskSpec.Mapping;
import dev.cuesheet.engine.spi.StateChange;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to the instances of one run. Nothing here waits, stores or runs anything: each method changes the
 * graph and says in the effects what follows from it. Work is proportional to what changes: a finished instance updates
 * the counts of its direct downstream tasks, and only tasks whose counts changed are looked at again. Used under the
 * run's lock.
 */
final class Scheduling {
    private static final String DEADLOCK = "all_tasks_deadlocked";
    private static final String FAILS_FAST = "Another task failed, and the DAG fails fast";

    /** Why a run comes to its end before its tasks do. */
    enum Stop {
        CANCELLED("Cancelled"),
        TIMED_OUT("timed_out");

        final String note;

        Stop(String note) {
            this.note = note;
        }
    }

    private final RunGraph graph;
    private final TaskResults results;
    private final Instant logicalDate;
    private final int maxActive;
    private final boolean failFast;

    private final Deque<InstanceCell> ready = new ArrayDeque<>();
    private final Deque<TaskNode> toDecide = new ArrayDeque<>();
    private final Deque<TaskNode> toExpand = new ArrayDeque<>();
    private int unfinished;
    private int active;
    private int awaitingRetry;
    private @Nullable Stop stopped;
    private boolean closing;

    Scheduling(RunGraph graph, TaskResults results, Instant logicalDate, int maxActive, boolean failFast) {
        this.graph = graph;
        this.results = results;
        this.logicalDate = logicalDate;
        this.maxActive = maxActive;
        this.failFast = failFast;
    }

    /** Sets a run going, new or resumed. */
    void start(Instant now, Effects effects) {
        for (var node : graph.nodes()) {
            for (var cell : node.instances) {
                if (!cell.state().isFinished()) {
                    unfinished++;
                }
                if (cell.state() == TaskInstanceState.UP_FOR_RETRY) {
                    awaitRetry(cell, effects);
                } else if (cell.state() == TaskInstanceState.UP_FOR_RESCHEDULE) {
                    cell.continues = true;
                    schedule(cell, effects);
                }
            }
            toDecide.add(node);
        }
        graph.nodes().forEach(node -> honourDecision(node, now, effects));
        settle(now, effects);
    }

    /** What a gate decided in an earlier execution still holds for what is cleared below it. */
    private void honourDecision(TaskNode gate, Instant now, Effects effects) {
        if (gate.spec.gate() != Gate.NONE && gate.instances.get(0).state() == TaskInstanceState.SUCCESS) {
            skipBelow(gate, results.of(gate), now, effects);
        }
    }

    /** An attempt begins. Says no when it must not any more. */
    boolean begin(InstanceCell cell, Instant now, Effects effects) {
        if (closing || cell.state() != TaskInstanceState.QUEUED && !(cell.continues && cell.rests())) {
            return false;
        }
        cell.begin(now);
        effects.changed.add(cell);
        if (cell.instance.tryNumber() > 1 && !cell.continues) {
            effects.changes.add(new StateChange.ResultGone(cell.instance.key()));
        }
        cell.continues = false;
        recordAttempt(cell, TaskInstanceState.RUNNING, null, null, effects);
        return true;
    }

    /** An attempt has ended. */
    void ended(InstanceCell cell, Outcome outcome, Instant now, Effects effects) {
        cell.attempt = null;
        if (outcome instanceof Outcome.Waiting waiting && stopped == null && !cell.doomed) {
            waits(cell, waiting, now, effects);
            settle(now, effects);
            return;
        }
        active--;
        if (stopped == Stop.TIMED_OUT) {
            endAttempt(cell, TaskInstanceState.SKIPPED, Stop.TIMED_OUT.note, now, effects);
        } else if (outcome instanceof Outcome.Succeeded success) {
            succeeded(cell, success, now, effects);
        } else if (outcome instanceof Outcome.Skipped skip) {
            endAttempt(cell, TaskInstanceState.SKIPPED, skip.reason(), now, effects);
        } else if (outcome instanceof Outcome.Failed failure) {
            failed(cell, failure, now, effects);
        } else if (outcome instanceof Outcome.Waiting) {
            failed(cell, new Outcome.Failed(new EngineException(reasonToEnd()), false), now, effects);
        }
        settle(now, effects);
    }

    private void waits(InstanceCell cell, Outcome.Waiting waiting, Instant now, Effects effects) {
        cell.continues = true;
        if (waiting.releasesSlot()) {
            active--;
            awaitingRetry++;
            recordAttempt(cell, TaskInstanceState.UP_FOR_RESCHEDULE, now, null, effects);
            cell.wait(TaskInstanceState.UP_FOR_RESCHEDULE);
            effects.changed.add(cell);
        }
        effects.retries.add(new Effects.Retry(cell, waiting.again()));
    }

    private void succeeded(InstanceCell cell, Outcome.Succeeded success, Instant now, Effects effects) {
        var fault = Gates.faultIn(cell.node, success.value());
        if (fault != null) {
            failed(cell, new Outcome.Failed(new EngineException(fault), false), now, effects);
            return;
        }
        if (success.result() != null) {
            effects.changes.add(new StateChange.ResultIs(cell.instance.key(), success.result()));
        }
        endAttempt(cell, TaskInstanceState.SUCCESS, null, now, effects);
        skipBelow(cell.node, success.value(), now, effects);
    }

    private void skipBelow(TaskNode gate, @Nullable Object decision, Instant now, Effects effects) {
        for (var node : Gates.skippedBy(gate, decision)) {
            node.undecided = false;
            toExpand.remove(node);
            concludeAll(node, TaskInstanceState.SKIPPED, "Not followed by " + gate.spec.id(), now, effects);
        }
    }

    /** A failed instance's delay has passed, or a waiting one is to look again. */
    void due(InstanceCell cell, Instant now, Effects effects) {
        if (stopped != null || closing) {
            return;
        }
        switch (cell.state()) {
            case UP_FOR_RETRY, UP_FOR_RESCHEDULE -> {
                awaitingRetry--;
                schedule(cell, effects);
                settle(now, effects);
            }
            case RUNNING -> {
                if (cell.continues && cell.rests()) {
                    effects.handedOver.add(cell);
                }
            }
            case NONE, SCHEDULED, QUEUED, RESTARTING, DEFERRED -> {}
            case SUCCESS, FAILED, SKIPPED, UPSTREAM_FAILED, REMOVED -> {}
        }
    }

    /** Whether mapped lists are waited for, which can be read once the effects so far are stored. */
    boolean hasExpansions() {
        return !toExpand.isEmpty();
    }

    /** Gives each mapped task whose turn has come an instance for each item. */
    void expand(Instant now, Effects effects) {
        for (var node = toExpand.poll(); node != null; node = toExpand.poll()) {
            expand(node, now, effects);
        }
        settle(now, effects);
    }

    /**
     * Lets nothing begin any more, and asks running attempts to end. What a cancelled run has not begun stays untouched,
     * to be resumed; what a timed-out run has not finished is skipped.
     */
    void stop(Stop why, Instant now, Effects effects) {
        stopped = why;
        ready.clear();
        toDecide.clear();
        toExpand.clear();
        for (var node : graph.nodes()) {
            for (var cell : node.instances) {
                switch (cell.state()) {
                    case QUEUED -> {
                        active--;
                        abandon(cell, why, now, effects);
                    }
                    case SCHEDULED -> abandon(cell, why, now, effects);
                    case UP_FOR_RETRY -> {
                        awaitingRetry--;
                        var state = why == Stop.CANCELLED ? TaskInstanceState.FAILED : TaskInstanceState.SKIPPED;
                        conclude(cell, state, why.note, now, effects);
                    }
                    case NONE -> {
                        if (why == Stop.TIMED_OUT) {
                            conclude(cell, TaskInstanceState.SKIPPED, why.note, now, effects);
                        }
                    }
                    case RUNNING -> {
                        if (cell.rests()) {
                            active--;
                            var state = why == Stop.CANCELLED ? TaskInstanceState.FAILED : TaskInstanceState.SKIPPED;
                            endAttempt(cell, state, why.note, now, effects);
                        } else {
                            endEarly(cell, effects);
                        }
                    }
                    case UP_FOR_RESCHEDULE -> {
                        awaitingRetry--;
                        abandon(cell, why, now, effects);
                    }
                    case RESTARTING, DEFERRED -> {}
                    case SUCCESS, FAILED, SKIPPED, UPSTREAM_FAILED, REMOVED -> {}
                }
            }
        }
        settle(now, effects);
    }

    private void abandon(InstanceCell cell, Stop why, Instant now, Effects effects) {
        if (why == Stop.CANCELLED) {
            undo(cell, effects);
        } else {
            conclude(cell, TaskInstanceState.SKIPPED, why.note, now, effects);
        }
    }

    private static void endEarly(InstanceCell cell, Effects effects) {
        if (cell.attempt != null) {
            effects.unwanted.add(cell.attempt);
        }
    }

    /** Ends a run whose DAG fails fast; its teardowns still run. */
    private void failFast(Instant now, Effects effects) {
        toExpand.removeIf(node -> !node.spec.role().isTeardown());
        for (var node : graph.nodes()) {
            if (node.spec.role().isTeardown()) {
                continue;
            }
            node.undecided = false;
            for (var cell : List.copyOf(node.instances)) {
                switch (cell.state()) {
                    case NONE, SCHEDULED -> {
                        ready.remove(cell);
                        conclude(cell, TaskInstanceState.SKIPPED, FAILS_FAST, now, effects);
                    }
                    case QUEUED -> {
                        active--;
                        conclude(cell, TaskInstanceState.SKIPPED, FAILS_FAST, now, effects);
                    }
                    case UP_FOR_RETRY -> {
                        awaitingRetry--;
                        conclude(cell, TaskInstanceState.SKIPPED, FAILS_FAST, now, effects);
                    }
                    case RUNNING -> {
                        cell.doomed = true;
                        if (cell.rests()) {
                            active--;
                            endAttempt(cell, TaskInstanceState.FAILED, FAILS_FAST, now, effects);
                        } else {
                            endEarly(cell, effects);
                        }
                    }
                    case UP_FOR_RESCHEDULE -> {
                        awaitingRetry--;
                        conclude(cell, TaskInstanceState.SKIPPED, FAILS_FAST, now, effects);
                    }
                    case RESTARTING, DEFERRED -> {}
                    case SUCCESS, FAILED, SKIPPED, UPSTREAM_FAILED, REMOVED -> {}
                }
            }
        }
    }

    String reasonToEnd() {
        return stopped == null ? FAILS_FAST : stopped.note;
    }

    /** Lets nothing begin any more, and leaves all that has not ended as it is. */
    void close() {
        closing = true;
    }

    List<InstanceCell> running() {
        var running = new ArrayList<InstanceCell>();
        for (var node : graph.nodes()) {
            for (var cell : node.instances) {
                if (cell.state() == TaskInstanceState.RUNNING) {
                    running.add(cell);
                }
            }
        }
        return running;
    }

    private void settle(Instant now, Effects effects) {
        for (var node = toDecide.poll(); node != null; node = toDecide.poll()) {
            decide(node, now, effects);
        }
        while (!closing && active < maxActive && !ready.isEmpty()) {
            var cell = ready.remove();
            cell.wait(TaskInstanceState.QUEUED);
            active++;
            effects.changed.add(cell);
            effects.handedOver.add(cell);
        }
        if (active == 0 && toExpand.isEmpty()) {
            effects.end = end();
        }
    }

    private Effects.@Nullable End end() {
        if (stopped != null) {
            return new Effects.End(RunState.FAILED, stopped.note);
        }
        if (unfinished == 0) {
            return new Effects.End(anyLeafFailed() ? RunState.FAILED : RunState.SUCCESS, null);
        }
        return closing || awaitingRetry > 0 ? null : new Effects.End(RunState.FAILED, DEADLOCK);
    }

    private boolean anyLeafFailed() {
        boolean onlyTeardowns = graph.nodes().stream().noneMatch(TaskNode::isEffectiveLeaf);
        return graph.nodes().stream()
                .filter(onlyTeardowns ? TaskNode::isLeaf : TaskNode::isEffectiveLeaf)
                .flatMap(node -> node.instances.stream())
                .anyMatch(cell -> cell.state().isFailure());
    }

    private void decide(TaskNode node, Instant now, Effects effects) {
        if (!node.undecided) {
            return;
        }
        var verdict = verdict(node);
        node.undecided = verdict == Verdict.WAIT;
        switch (verdict) {
            case WAIT -> {}
            case RUN -> {
                if (node.spec.mapped()) {
                    toExpand.add(node);
                } else {
                    release(node, effects);
                }
            }
            case SKIP -> concludeAll(node, TaskInstanceState.SKIPPED, null, now, effects);
            case FAIL -> concludeAll(node, TaskInstanceState.UPSTREAM_FAILED, null, now, effects);
            case REMOVE -> concludeAll(node, TaskInstanceState.REMOVED, null, now, effects);
        }
    }

    /** Setups further up come first. A mapped task shares the fate of what it is mapped over, whatever its trigger rule. */
    private Verdict verdict(TaskNode node) {
        var setups = Setups.verdict(node);
        if (setups != Verdict.RUN) {
            return setups;
        }
        if (node.spec.mapping() instanceof Mapping.OverResult over) {
            var source = graph.node(over.taskId()).instances.get(0);
            if (source.instance.mapIndex() < 0 && source.state().isFailure()) {
                return Verdict.FAIL;
            }
            if (source.instance.mapIndex() < 0 && source.state() == TaskInstanceState.SKIPPED) {
                return Verdict.SKIP;
            }
        }
        return TriggerRules.verdict(node.spec.triggerRule(), node.counts, -1);
    }

    private void expand(TaskNode node, Instant now, Effects effects) {
        try {
            node.items = results.itemsFor(node);
        } catch (RuntimeException e) {
            concludeAll(node, TaskInstanceState.FAILED, e.getMessage(), now, effects);
            return;
        }
        int count = node.items.size();
        if (node.instances.get(0).instance.mapIndex() < 0) {
            if (count == 0) {
                concludeAll(node, TaskInstanceState.SKIPPED, "There is nothing to map over", now, effects);
                return;
            }
            var unexpanded = node.instances.remove(0);
            effects.changed.remove(unexpanded);
            effects.changes.add(new StateChange.InstanceGone(unexpanded.instance.key()));
            grow(node, -1);
        }
        while (node.instances.size() > count) {
            remove(node, node.instances.remove(node.instances.size() - 1), now, effects);
        }
        for (int index = node.instances.size(); index < count; index++) {
            var blank = graph.untouched(node.spec);
            node.add(blank.at(index));
            grow(node, 1);
        }
        release(node, effects);
    }

    private void grow(TaskNode node, int by) {
        unfinished += by;
        node.downstream.forEach(downstream -> downstream.counts.expect(node, by));
    }

    /** An item that an earlier execution of this run still had is gone. */
    private void remove(TaskNode node, InstanceCell surplus, Instant now, Effects effects) {
        if (surplus.state().isFinished()) {
            node.downstream.forEach(downstream -> {
                downstream.counts.takeBack(node, surplus.state());
                downstream.counts.expect(node, -1);
            });
        } else {
            grow(node, -1);
        }
        surplus.end(TaskInstanceState.REMOVED, now, null);
        effects.changed.add(surplus);
        effects.changes.add(new StateChange.ResultGone(surplus.instance.key()));
    }

    private void release(TaskNode node, Effects effects) {
        for (var cell : node.instances) {
            if (cell.state() == TaskInstanceState.NONE) {
                schedule(cell, effects);
            }
        }
    }

    private void schedule(InstanceCell cell, Effects effects) {
        cell.wait(TaskInstanceState.SCHEDULED);
        effects.changed.add(cell);
        ready.add(cell);
    }

    private void undo(InstanceCell cell, Effects effects) {
        cell.wait(TaskInstanceState.NONE);
        effects.changed.add(cell);
    }

    private void concludeAll(
            TaskNode node, TaskInstanceState state, @Nullable String note, Instant now, Effects effects) {
        for (var cell : node.instances) {
            if (cell.state() == TaskInstanceState.NONE) {
                conclude(cell, state, note, now, effects);
            }
        }
    }

    private void conclude(
            InstanceCell cell, TaskInstanceState state, @Nullable String note, Instant now, Effects effects) {
        cell.end(state, now, note);
        effects.changed.add(cell);
        unfinished--;
        if (stopped != null) {
            return;
        }
        for (var downstream : cell.node.downstream) {
            downstream.counts.add(cell.node, state);
            toDecide.add(downstream);
        }
        toDecide.addAll(cell.node.inScope);
    }

    private void endAttempt(
            InstanceCell cell, TaskInstanceState state, @Nullable String note, Instant now, Effects effects) {
        recordAttempt(cell, state, now, note, effects);
        conclude(cell, state, note, now, effects);
    }

    private void failed(InstanceCell cell, Outcome.Failed failure, Instant now, Effects effects) {
        if (!mayTryAgain(cell, failure)) {
            endAttempt(cell, TaskInstanceState.FAILED, failure.describe(), now, effects);
            if (failFast
                    && stopped == null
                    && !cell.doomed
                    && !cell.node.spec.role().isTeardown()) {
                failFast(now, effects);
            }
            return;
        }
        recordAttempt(cell, TaskInstanceState.UP_FOR_RETRY, now, failure.describe(), effects);
        cell.end(TaskInstanceState.UP_FOR_RETRY, now, failure.describe());
        effects.changed.add(cell);
        awaitRetry(cell, effects);
    }

    private boolean mayTryAgain(InstanceCell cell, Outcome.Failed failure) {
        return failure.mayRetry()
                && stopped == null
                && !cell.doomed
                && cell.node.spec.retries().count() > 0
                && cell.instance.tryNumber() <= cell.instance.maxTries();
    }

    private void awaitRetry(InstanceCell cell, Effects effects) {
        awaitingRetry++;
        var instance = cell.instance;
        var failedAt = instance.endDate();
        if (failedAt == null) {
            throw new IllegalStateException(instance.key().display() + " waits for a retry but never ended");
        }
        var delay = RetryDelay.after(instance.tryNumber(), cell.node.spec.retries(), instance.key(), logicalDate);
        effects.retries.add(new Effects.Retry(cell, failedAt.plus(delay)));
    }

    private static void recordAttempt(
            InstanceCell cell,
            TaskInstanceState state,
            @Nullable Instant end,
            @Nullable String error,
            Effects effects) {
        var instance = cell.instance;
        var start = instance.startDate();
        if (start == null) {
            throw new IllegalStateException(instance.key().display() + " ends but never began");
        }
        effects.changes.add(
                new StateChange.AttemptIs(new Attempt(instance.key(), instance.tryNumber(), state, start, end, error)));
    }
}
