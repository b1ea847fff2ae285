package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.CallbackKind;
import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.TaskSpec.Gate;
import dev.cuesheet.engine.spi.StateChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to the instances of one run. Nothing here waits, stores or runs anything: each method changes the
 * graph and says in the effects what follows from it. Work is proportional to what changes: a finished instance updates
 * the counts of its direct downstream tasks, and only tasks whose counts changed are looked at again. Used under the
 * run's lock.
 */
final class Scheduling {
    private static final String DEADLOCK = "all_tasks_deadlocked";

    private final RunGraph graph;
    private final TaskResults results;
    private final Past past;
    private final RunLedger ledger;
    private final Expansion expansion;
    private final EarlyEnd early;
    private final SlotDesk slots;
    private final boolean failFast;
    private final int maxMapLength;

    private final Revision revision;
    private boolean closing;
    private boolean held;

    Scheduling(
            RunGraph graph,
            TaskResults results,
            Past past,
            @Nullable Instant logicalDate,
            SlotDesk slots,
            boolean failFast,
            int maxMapLength) {
        this.graph = graph;
        this.results = results;
        this.past = past;
        this.ledger = new RunLedger(logicalDate);
        this.expansion = new Expansion(graph, results, ledger);
        this.early = new EarlyEnd(graph, ledger);
        this.revision = new Revision(graph, ledger);
        this.slots = slots;
        this.failFast = failFast;
        this.maxMapLength = maxMapLength;
    }

    /** Sets a run going, new or resumed. */
    void start(Instant now, Effects effects) {
        countUnfinished();
        for (var node : graph.nodes()) {
            for (var cell : node.instances) {
                if (cell.state() == TaskInstanceState.UP_FOR_RETRY) {
                    ledger.awaitRetry(cell, effects);
                } else if (cell.state() == TaskInstanceState.UP_FOR_RESCHEDULE) {
                    cell.continues = true;
                    ledger.schedule(cell, effects);
                } else if (cell.state() == TaskInstanceState.DEFERRED) {
                    waitAgain(cell, effects);
                }
            }
            ledger.toDecide.add(node);
        }
        graph.nodes().forEach(node -> honourDecision(node, now, effects));
        settle(now, effects);
    }

    private void countUnfinished() {
        for (var node : graph.nodes()) {
            for (var cell : node.instances) {
                if (!cell.state().isFinished()) {
                    ledger.unfinished++;
                }
            }
        }
    }

    /** What a gate decided in an earlier execution still holds for what is cleared below it. */
    private void honourDecision(TaskNode gate, Instant now, Effects effects) {
        if (gate.spec.gate() == Gate.NONE) {
            return;
        }
        for (var cell : gate.instances) {
            if (cell.state() == TaskInstanceState.SUCCESS) {
                skipBelow(cell, results.of(gate, cell.instance.mapIndex()), now, effects);
            }
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
        boolean anotherTry = !cell.continues;
        cell.continues = false;
        if (anotherTry) {
            RunTies.happened(cell, CallbackKind.ON_EXECUTE, null, effects);
        }
        RunLedger.recordAttempt(cell, TaskInstanceState.RUNNING, null, null, effects);
        return true;
    }

    /** An attempt has ended. */
    void ended(InstanceCell cell, Outcome outcome, Instant now, Effects effects) {
        cell.attempt = null;
        if (cell.state() == TaskInstanceState.REMOVED) {
            if (outcome instanceof Outcome.Deferring deferring) {
                effects.kills.add(new Effects.Kill(cell, cell.instance, deferring.deferral()));
            }
            ledger.active--;
            slots.ended(cell);
            settle(now, effects);
            return;
        }
        if (outcome instanceof Outcome.Waiting waiting && goesOn(cell)) {
            waits(cell, waiting, now, effects);
            settle(now, effects);
            return;
        }
        if (outcome instanceof Outcome.Deferring deferring) {
            cell.deferral = deferring.deferral();
            if (goesOn(cell)) {
                defers(cell, deferring, now, effects);
                settle(now, effects);
                return;
            }
            ledger.kill(cell, effects);
        }
        ledger.active--;
        var marked = cell.markedAs;
        cell.markedAs = null;
        if (marked != null) {
            ledger.endAttempt(cell, marked, "Marked " + marked.label(), now, effects);
            marked(cell, marked, effects);
        } else if (cell.state() == TaskInstanceState.RESTARTING && ledger.stopped == null) {
            restart(cell, now, effects);
        } else if (ledger.stopped == RunLedger.Stop.TIMED_OUT) {
            ledger.endAttempt(cell, TaskInstanceState.SKIPPED, RunLedger.Stop.TIMED_OUT.note, now, effects);
        } else if (outcome instanceof Outcome.Succeeded success) {
            succeeded(cell, success, now, effects);
        } else if (outcome instanceof Outcome.Skipped skip) {
            ledger.endAttempt(cell, TaskInstanceState.SKIPPED, skip.reason(), now, effects);
            RunTies.happened(cell, CallbackKind.ON_SKIPPED, null, effects);
        } else if (outcome instanceof Outcome.Failed failure) {
            failed(cell, failure, now, effects);
        } else if (outcome instanceof Outcome.Waiting || outcome instanceof Outcome.Deferring) {
            failed(cell, new Outcome.Failed(new EngineException(reasonToEnd()), false), now, effects);
        }
        settle(now, effects);
    }

    /** As Airflow does for what is marked while it runs; what is marked as skipped did not say so itself. */
    private static void marked(InstanceCell cell, TaskInstanceState as, Effects effects) {
        if (as == TaskInstanceState.SUCCESS) {
            RunTies.happened(cell, CallbackKind.ON_SUCCESS, null, effects);
        } else if (as == TaskInstanceState.FAILED) {
            RunTies.happened(cell, CallbackKind.ON_FAILURE, null, effects);
        }
    }

    private boolean goesOn(InstanceCell cell) {
        return ledger.stopped == null
                && !cell.doomed
                && cell.markedAs == null
                && cell.state() == TaskInstanceState.RUNNING;
    }

    /** What was cleared while it ran gets another attempt, after the delay of a retry, whatever tries it had left. */
    private void restart(InstanceCell cell, Instant now, Effects effects) {
        RunLedger.recordAttempt(cell, TaskInstanceState.RESTARTING, now, Revision.CLEARED, effects);
        cell.renewTries();
        cell.end(TaskInstanceState.UP_FOR_RETRY, now, Revision.CLEARED);
        effects.changed.add(cell);
        ledger.awaitRetry(cell, effects);
    }

    private void waits(InstanceCell cell, Outcome.Waiting waiting, Instant now, Effects effects) {
        cell.continues = true;
        if (waiting.releasesSlot()) {
            ledger.active--;
            ledger.awaitingRetry++;
            RunLedger.recordAttempt(cell, TaskInstanceState.UP_FOR_RESCHEDULE, now, null, effects);
            cell.wait(TaskInstanceState.UP_FOR_RESCHEDULE);
            effects.changed.add(cell);
        } else {
            slots.rests(cell);
        }
        ledger.wakeAt(cell, waiting.again(), effects);
    }

    /** The instance gives its slot up until the trigger fires. */
    private void defers(InstanceCell cell, Outcome.Deferring deferring, Instant now, Effects effects) {
        var deferral = deferring.deferral();
        ledger.active--;
        ledger.awaitingRetry++;
        RunLedger.recordAttempt(cell, TaskInstanceState.DEFERRED, now, null, effects);
        cell.wait(TaskInstanceState.DEFERRED);
        effects.changed.add(cell);
        effects.changes.add(deferral.stored(cell.instance.key()));
        effects.armed.add(new Effects.Arming(cell, cell.instance, deferral, deferring.trigger()));
    }

    /** What an earlier execution was waiting for is waited for again; what it has seen fire goes on. */
    private void waitAgain(InstanceCell cell, Effects effects) {
        var deferral = cell.deferral;
        if (deferral == null) {
            throw new IllegalStateException(cell.instance.key().display() + " is deferred, but waits for nothing");
        }
        if (deferral.fired()) {
            cell.continues = true;
            ledger.schedule(cell, effects);
        } else {
            ledger.awaitingRetry++;
            effects.armed.add(new Effects.Arming(cell, cell.instance, deferral, null));
        }
    }

    /** Whether the instance still waits for this. */
    boolean isWaiting(InstanceCell cell, Deferral deferral) {
        return ledger.stopped == null
                && !closing
                && cell.state() == TaskInstanceState.DEFERRED
                && cell.deferral == deferral;
    }

    /** The trigger has fired: the instance goes on in a new slot, with the same try. */
    void fired(InstanceCell cell, Deferral deferral, Deferral fired, Instant now, Effects effects) {
        if (isWaiting(cell, deferral)) {
            cell.deferral = fired;
            effects.changes.add(fired.stored(cell.instance.key()));
            ledger.awaitingRetry--;
            cell.continues = true;
            ledger.schedule(cell, effects);
            settle(now, effects);
        }
    }

    /** The wait has ended otherwise, and with it the attempt: that needs no slot. */
    void waitEnded(InstanceCell cell, Deferral deferral, Outcome outcome, boolean kill, Instant now, Effects effects) {
        if (!isWaiting(cell, deferral)) {
            return;
        }
        ledger.awaitingRetry--;
        if (kill) {
            ledger.kill(cell, effects);
        }
        if (outcome instanceof Outcome.Skipped skip) {
            ledger.endAttempt(cell, TaskInstanceState.SKIPPED, skip.reason(), now, effects);
        } else if (outcome instanceof Outcome.Failed failure) {
            failed(cell, failure, now, effects);
        }
        settle(now, effects);
    }

    private void succeeded(InstanceCell cell, Outcome.Succeeded success, Instant now, Effects effects) {
        var unmappable = unmappable(cell.node, success.value());
        if (unmappable != null) {
            failed(cell, new Outcome.Failed(new EngineException(unmappable), true), now, effects);
            return;
        }
        var fault = Gates.faultIn(graph, cell.node, success.value());
        if (fault != null) {
            failed(cell, new Outcome.Failed(new EngineException(fault), false), now, effects);
            return;
        }
        if (success.result() != null) {
            effects.changes.add(new StateChange.ResultIs(cell.instance.key(), success.result()));
        }
        success.parts()
                .forEach((name, part) -> effects.changes.add(new StateChange.XcomIs(cell.instance.key(), name, part)));
        ledger.endAttempt(cell, TaskInstanceState.SUCCESS, null, now, effects);
        RunTies.updateAssets(cell, now, effects);
        RunTies.happened(cell, CallbackKind.ON_SUCCESS, null, effects);
        skipBelow(cell, success.value(), now, effects);
    }

    /**
     * Why nothing can be mapped over this result of a task that something is mapped over; null when it can. The task that
     * made it is to blame and fails, with what retries it has: as in Airflow's {@code task_runner.py}, which pushes no such
     * result. A mapped task is not, whose results are a list in any case.
     */
    private @Nullable String unmappable(TaskNode node, @Nullable Object result) {
        if (!node.mappedOver || node.spec.mapped()) {
            return null;
        }
        int length;
        if (result instanceof List<?> list) {
            length = list.size();
        } else if (result instanceof Map<?, ?> map) {
            length = map.size();
        } else {
            return "other tasks are mapped over the result, but it is no list: "
                    + (result == null ? "there is none" : result.getClass().getSimpleName());
        }
        return length <= maxMapLength
                ? null
                : "other tasks are mapped over the result, but it has %d items and may have at most %d"
                        .formatted(length, maxMapLength);
    }

    private void skipBelow(InstanceCell gate, @Nullable Object decision, Instant now, Effects effects) {
        for (var cell : Gates.skippedBy(graph, gate, decision)) {
            if (!cell.node.inMappedGroup()) {
                cell.node.undecided = false;
                ledger.toExpand.remove(cell.node.mapped);
            }
            var note = "Not followed by " + gate.instance.key().display();
            ledger.conclude(cell, TaskInstanceState.SKIPPED, note, now, effects);
        }
    }

    /** A failed instance's delay has passed, or a waiting one is to look again. */
    void due(InstanceCell cell, Instant now, Effects effects) {
        if (ledger.stopped != null || closing || cell.dueAt == null || now.isBefore(cell.dueAt)) {
            return;
        }
        cell.dueAt = null;
        switch (cell.state()) {
            case UP_FOR_RETRY, UP_FOR_RESCHEDULE -> {
                ledger.awaitingRetry--;
                ledger.schedule(cell, effects);
                settle(now, effects);
            }
            case RUNNING -> {
                if (cell.continues && cell.rests()) {
                    slots.wakes(cell);
                    effects.handedOver.add(cell);
                }
            }
            case NONE, SCHEDULED, QUEUED, RESTARTING, DEFERRED -> {}
            case SUCCESS, FAILED, SKIPPED, UPSTREAM_FAILED, REMOVED -> {}
        }
    }

    /** Whether mapped lists are waited for, which can be read once the effects so far are stored. */
    boolean hasExpansions() {
        return !ledger.toExpand.isEmpty();
    }

    /** Gives each mapped task whose turn has come an instance for each item. */
    void expand(Instant now, Effects effects) {
        expansion.expandAll(now, effects);
        settle(now, effects);
    }

    /** Carries out what somebody wants of the run. */
    void revise(RunOrder order, Instant now, Effects effects) {
        if (ledger.stopped == null) {
            apply(order, now, effects);
            graph.nodes().forEach(node -> honourDecision(node, now, effects));
            settle(now, effects);
        }
    }

    private void apply(RunOrder order, Instant now, Effects effects) {
        if (order instanceof RunOrder.Clear clear) {
            revision.clear(clear.instances(), now, effects);
        } else if (order instanceof RunOrder.Mark mark) {
            revision.mark(mark.instances(), mark.state(), now, effects);
        } else if (order instanceof RunOrder.End end && end.state() == RunState.SUCCESS) {
            revision.markAllSuccessful(now, effects);
        } else {
            early.stop(RunLedger.Stop.MARKED_FAILED, now, effects);
        }
    }

    /** Carries out what somebody wants of a run that nobody executes, and says what the run comes to; null if it has to go on. */
    @Nullable
    RunState reviseAtRest(RunOrder order, Instant now, Effects effects) {
        countUnfinished();
        apply(order, now, effects);
        if (ledger.stopped != null) {
            return RunState.FAILED;
        }
        return ledger.unfinished > 0 ? null : anyLeafFailed() ? RunState.FAILED : RunState.SUCCESS;
    }

    /** The run before may have come further. */
    void lookAtPast(Instant now, Effects effects) {
        if (!ledger.heldByPast.isEmpty() && ledger.stopped == null && !closing) {
            ledger.toDecide.addAll(ledger.heldByPast);
            ledger.heldByPast.clear();
            settle(now, effects);
        }
    }

    /** Lets nothing more be handed over, or again. */
    void hold(boolean on, Instant now, Effects effects) {
        if (held != on) {
            held = on;
            if (on) {
                slots.settle(List.of(), false);
            } else {
                settle(now, effects);
            }
        }
    }

    /** Instances of this run may go, because others have made room for them. */
    void takeSlots(Instant now, Effects effects) {
        settle(now, effects);
    }

    /** Ends the run as it stands: see {@link EarlyEnd#stop}. */
    void stop(RunLedger.Stop why, Instant now, Effects effects) {
        early.stop(why, now, effects);
        settle(now, effects);
    }

    String reasonToEnd() {
        return early.reason();
    }

    /** Lets nothing begin any more, and leaves all that has not ended as it is. */
    void close() {
        closing = true;
        slots.settle(List.of(), false);
    }

    List<InstanceCell> running() {
        var running = new ArrayList<InstanceCell>();
        for (var node : graph.nodes()) {
            for (var cell : node.instances) {
                if (cell.state() == TaskInstanceState.RUNNING || cell.state() == TaskInstanceState.RESTARTING) {
                    running.add(cell);
                }
            }
        }
        return running;
    }

    private void settle(Instant now, Effects effects) {
        decideAll(now, effects);
        for (var cell : slots.settle(effects.changed, !closing && !held)) {
            cell.wait(TaskInstanceState.QUEUED);
            ledger.active++;
            effects.changed.add(cell);
            effects.handedOver.add(cell);
        }
        if (ledger.active == 0 && ledger.toExpand.isEmpty()) {
            effects.end = end();
        }
    }

    private Effects.@Nullable End end() {
        if (ledger.stopped != null) {
            return new Effects.End(RunState.FAILED, ledger.stopped.note);
        }
        if (ledger.unfinished == 0) {
            return new Effects.End(anyLeafFailed() ? RunState.FAILED : RunState.SUCCESS, null);
        }
        boolean waits =
                closing || held || ledger.awaitingRetry > 0 || !ledger.heldByPast.isEmpty() || slots.isAwaited();
        return waits ? null : new Effects.End(RunState.FAILED, DEADLOCK);
    }

    private boolean anyLeafFailed() {
        boolean onlyTeardowns = graph.nodes().stream().noneMatch(TaskNode::isEffectiveLeaf);
        return graph.nodes().stream()
                .filter(onlyTeardowns ? TaskNode::isLeaf : TaskNode::isEffectiveLeaf)
                .flatMap(node -> node.instances.stream())
                .anyMatch(cell -> cell.state().isFailure());
    }

    private void decideAll(Instant now, Effects effects) {
        while (true) {
            var node = ledger.toDecide.poll();
            if (node != null) {
                decide(node, now, effects);
                continue;
            }
            var cell = ledger.toDecideAlone.poll();
            if (cell == null) {
                return;
            }
            decideAlone(cell, now, effects);
        }
    }

    private void decide(TaskNode node, Instant now, Effects effects) {
        ledger.heldByPast.remove(node);
        if (node.mapped != null && node.mapped.group) {
            decideWithin(node.mapped, node, now, effects);
            return;
        }
        if (!node.undecided) {
            return;
        }
        var verdict = verdict(node);
        node.undecided = verdict == Verdict.WAIT;
        switch (verdict) {
            case WAIT -> {}
            case RUN -> {
                if (!past.lets(node.spec)) {
                    node.undecided = true;
                    ledger.heldByPast.add(node);
                } else if (node.mapped != null) {
                    ledger.toExpand.add(node.mapped);
                } else {
                    ledger.release(node, effects);
                }
            }
            case SKIP -> ledger.concludeAll(node, TaskInstanceState.SKIPPED, null, now, effects);
            case FAIL -> ledger.concludeAll(node, TaskInstanceState.UPSTREAM_FAILED, null, now, effects);
            case REMOVE -> ledger.concludeAll(node, TaskInstanceState.REMOVED, null, now, effects);
        }
    }

    private void decideWithin(Mapped group, TaskNode node, Instant now, Effects effects) {
        if (!group.expanded) {
            decideGroup(group, now, effects);
        } else if (node.undecided) {
            node.undecided = false;
            for (var cell : node.instances) {
                decideAlone(cell, now, effects);
                node.undecided |= cell.state() == TaskInstanceState.NONE;
            }
        }
    }

    /** A mapped group is expanded as soon as there is what it is mapped over; no trigger rule is asked before. */
    private void decideGroup(Mapped group, Instant now, Effects effects) {
        if (!group.undecided) {
            return;
        }
        var verdict = group.verdict();
        group.undecided = verdict == Verdict.WAIT;
        switch (verdict) {
            case WAIT -> {}
            case RUN -> ledger.toExpand.add(group);
            case SKIP, REMOVE -> concludeGroup(group, TaskInstanceState.SKIPPED, now, effects);
            case FAIL -> concludeGroup(group, TaskInstanceState.UPSTREAM_FAILED, now, effects);
        }
    }

    private void concludeGroup(Mapped group, TaskInstanceState state, Instant now, Effects effects) {
        group.nodes.forEach(node -> ledger.concludeAll(node, state, null, now, effects));
    }

    private void decideAlone(InstanceCell cell, Instant now, Effects effects) {
        if (cell.state() != TaskInstanceState.NONE || cell.counts == null) {
            return;
        }
        switch (verdict(cell.node, cell.counts, cell.instance.mapIndex())) {
            case WAIT -> {}
            case RUN -> {
                if (past.lets(cell.node.spec)) {
                    ledger.schedule(cell, effects);
                } else {
                    cell.node.undecided = true;
                    ledger.heldByPast.add(cell.node);
                }
            }
            case SKIP -> ledger.conclude(cell, TaskInstanceState.SKIPPED, null, now, effects);
            case FAIL -> ledger.conclude(cell, TaskInstanceState.UPSTREAM_FAILED, null, now, effects);
            case REMOVE -> ledger.conclude(cell, TaskInstanceState.REMOVED, null, now, effects);
        }
    }

    private static Verdict verdict(TaskNode node, UpstreamCounts byIndex, int mapIndex) {
        var setups = Setups.verdict(node, mapIndex);
        return setups != Verdict.RUN
                ? setups
                : TriggerRules.verdict(node.spec.triggerRule(), node.counts.plus(byIndex), mapIndex);
    }

    /** Setups further up come first. A mapped task shares the fate of what it is mapped over, whatever its trigger rule. */
    private static Verdict verdict(TaskNode node) {
        var setups = Setups.verdict(node, TaskInstanceKey.UNMAPPED);
        if (setups != Verdict.RUN) {
            return setups;
        }
        if (node.mapped != null) {
            var source = node.mapped.verdict();
            if (source == Verdict.FAIL || source == Verdict.SKIP) {
                return source;
            }
        }
        return TriggerRules.verdict(node.spec.triggerRule(), node.counts, TaskInstanceKey.UNMAPPED);
    }

    private void failed(InstanceCell cell, Outcome.Failed failure, Instant now, Effects effects) {
        if (!mayTryAgain(cell, failure)) {
            ledger.endAttempt(cell, TaskInstanceState.FAILED, failure.describe(), now, effects);
            RunTies.happened(cell, CallbackKind.ON_FAILURE, failure.cause(), effects);
            if (failFast
                    && ledger.stopped == null
                    && !cell.doomed
                    && !cell.node.spec.role().isTeardown()) {
                early.failFast(now, effects);
            }
            return;
        }
        RunLedger.recordAttempt(cell, TaskInstanceState.UP_FOR_RETRY, now, failure.describe(), effects);
        cell.retryDelay = failure.delay();
        cell.end(TaskInstanceState.UP_FOR_RETRY, now, failure.describe());
        RunTies.happened(cell, CallbackKind.ON_RETRY, failure.cause(), effects);
        effects.changed.add(cell);
        ledger.awaitRetry(cell, effects);
    }

    private boolean mayTryAgain(InstanceCell cell, Outcome.Failed failure) {
        return failure.mayRetry()
                && ledger.stopped == null
                && !cell.doomed
                && cell.node.spec.retries().count() > 0
                && cell.instance.tryNumber() <= cell.instance.maxTries();
    }
}
