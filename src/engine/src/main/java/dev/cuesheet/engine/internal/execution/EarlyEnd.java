package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.CallbackKind;
import dev.cuesheet.engine.TaskInstanceState;
import java.time.Instant;
import java.util.List;

/** Ends runs before their tasks have ended. Used under the run's lock. */
final class EarlyEnd {
    static final String FAILS_FAST = "Another task failed, and the DAG fails fast";

    private final RunGraph graph;
    private final RunLedger ledger;

    EarlyEnd(RunGraph graph, RunLedger ledger) {
        this.graph = graph;
        this.ledger = ledger;
    }

    /**
     * Lets nothing begin any more, and asks running attempts to end. What a cancelled run has not begun stays untouched,
     * to be resumed; what a run has not finished that is timed out, or marked as failed, is skipped.
     */
    void stop(RunLedger.Stop why, Instant now, Effects effects) {
        ledger.stopped = why;
        ledger.toDecide.clear();
        ledger.toDecideAlone.clear();
        ledger.toExpand.clear();
        ledger.heldByPast.clear();
        for (var node : graph.nodes()) {
            for (var cell : node.instances) {
                switch (cell.state()) {
                    case QUEUED -> {
                        ledger.active--;
                        abandon(cell, why, now, effects);
                    }
                    case SCHEDULED -> abandon(cell, why, now, effects);
                    case UP_FOR_RETRY -> {
                        ledger.awaitingRetry--;
                        var state =
                                why == RunLedger.Stop.CANCELLED ? TaskInstanceState.FAILED : TaskInstanceState.SKIPPED;
                        ledger.conclude(cell, state, why.note, now, effects);
                    }
                    case NONE -> {
                        if (why != RunLedger.Stop.CANCELLED) {
                            ledger.conclude(cell, TaskInstanceState.SKIPPED, why.note, now, effects);
                        }
                    }
                    case RUNNING -> {
                        if (cell.rests()) {
                            ledger.active--;
                            var state = why == RunLedger.Stop.CANCELLED
                                    ? TaskInstanceState.FAILED
                                    : TaskInstanceState.SKIPPED;
                            ledger.endAttempt(cell, state, why.note, now, effects);
                            if (state == TaskInstanceState.FAILED) {
                                RunTies.happened(cell, CallbackKind.ON_FAILURE, null, effects);
                            }
                        } else {
                            endEarly(cell, effects);
                        }
                    }
                    case UP_FOR_RESCHEDULE -> {
                        ledger.awaitingRetry--;
                        abandon(cell, why, now, effects);
                    }
                    case RESTARTING -> endEarly(cell, effects);
                    case DEFERRED -> {
                        ledger.awaitingRetry--;
                        abandon(cell, why, now, effects);
                    }
                    case SUCCESS, FAILED, SKIPPED, UPSTREAM_FAILED, REMOVED -> {}
                }
            }
        }
    }

    private void abandon(InstanceCell cell, RunLedger.Stop why, Instant now, Effects effects) {
        if (cell.deferral != null) {
            ledger.kill(cell, effects);
            var state = why == RunLedger.Stop.CANCELLED ? TaskInstanceState.FAILED : TaskInstanceState.SKIPPED;
            ledger.endAttempt(cell, state, why.note, now, effects);
        } else if (why == RunLedger.Stop.CANCELLED) {
            ledger.undo(cell, effects);
        } else {
            ledger.conclude(cell, TaskInstanceState.SKIPPED, why.note, now, effects);
        }
    }

    private void endEarly(InstanceCell cell, Effects effects) {
        if (cell.attempt != null) {
            effects.unwanted.add(new Effects.Unwanted(cell.attempt, reason()));
        }
    }

    /** Ends a run whose DAG fails fast; its teardowns still run. */
    void failFast(Instant now, Effects effects) {
        ledger.toExpand.removeIf(mapped ->
                mapped.nodes.stream().noneMatch(node -> node.spec.role().isTeardown()));
        for (var node : graph.nodes()) {
            if (node.spec.role().isTeardown()) {
                continue;
            }
            node.undecided = false;
            for (var cell : List.copyOf(node.instances)) {
                switch (cell.state()) {
                    case NONE, SCHEDULED -> skip(cell, now, effects);
                    case QUEUED -> {
                        ledger.active--;
                        skip(cell, now, effects);
                    }
                    case UP_FOR_RETRY -> {
                        ledger.awaitingRetry--;
                        ledger.conclude(cell, TaskInstanceState.SKIPPED, FAILS_FAST, now, effects);
                    }
                    case RUNNING -> {
                        cell.doomed = true;
                        if (cell.rests()) {
                            ledger.active--;
                            ledger.endAttempt(cell, TaskInstanceState.FAILED, FAILS_FAST, now, effects);
                            RunTies.happened(cell, CallbackKind.ON_FAILURE, null, effects);
                        } else {
                            endEarly(cell, effects);
                        }
                    }
                    case UP_FOR_RESCHEDULE -> {
                        ledger.awaitingRetry--;
                        ledger.conclude(cell, TaskInstanceState.SKIPPED, FAILS_FAST, now, effects);
                    }
                    case RESTARTING -> endEarly(cell, effects);
                    case DEFERRED -> {
                        ledger.awaitingRetry--;
                        skip(cell, now, effects);
                    }
                    case SUCCESS, FAILED, SKIPPED, UPSTREAM_FAILED, REMOVED -> {}
                }
            }
        }
    }

    private void skip(InstanceCell cell, Instant now, Effects effects) {
        if (cell.deferral != null) {
            ledger.kill(cell, effects);
            ledger.endAttempt(cell, TaskInstanceState.SKIPPED, FAILS_FAST, now, effects);
        } else {
            ledger.conclude(cell, TaskInstanceState.SKIPPED, FAILS_FAST, now, effects);
        }
    }

    String reason() {
        return ledger.stopped == null ? FAILS_FAST : ledger.stopped.note;
    }
}
