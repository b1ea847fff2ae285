package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.TriggerRule;

/**
 * Airflow's trigger rules. Each first looks whether the task's fate is sealed, without waiting for all upstream tasks
 * unless it has to, and only then whether the task may run.
 */
final class TriggerRules {
    private TriggerRules() {}

    /**
     * The verdict on one task instance.
     *
     * @param mapIndex of the instance; -1 when it is not one of many
     */
    static Verdict verdict(TriggerRule rule, UpstreamCounts up, int mapIndex) {
        if (up.total == 0 || rule == TriggerRule.ALWAYS) {
            return Verdict.RUN;
        }
        int discounted = mapIndex >= 0 ? up.removed : 0;
        return switch (rule) {
            case ALL_SUCCESS -> allSuccess(up, mapIndex, discounted);
            case ALL_FAILED ->
                up.success + up.skipped > 0
                        ? Verdict.SKIP
                        : runIf(up.total - up.failed - up.upstreamFailed - discounted <= 0);
            case ALL_DONE -> runIf(up.allDone());
            case ALL_SKIPPED -> up.success > 0 || up.anyFailure() ? Verdict.SKIP : runIf(up.total - up.skipped <= 0);
            case ONE_SUCCESS -> oneSuccess(up);
            case ONE_FAILED -> up.anyFailure() ? Verdict.RUN : skipIf(up.allDone());
            case ONE_DONE -> up.success + up.failed > 0 ? Verdict.RUN : skipIf(up.allDone());
            case NONE_FAILED ->
                up.anyFailure() ? Verdict.FAIL : runIf(up.total - up.success - up.skipped - discounted <= 0);
            case NONE_FAILED_MIN_ONE_SUCCESS -> noneFailedMinOneSuccess(up, discounted);
            case NONE_SKIPPED -> up.skipped > 0 ? Verdict.SKIP : runIf(up.allDone());
            case ALL_DONE_MIN_ONE_SUCCESS -> allDoneMinOneSuccess(up);
            case ALL_DONE_SETUP_SUCCESS -> allDoneSetupSuccess(up);
            case ALWAYS -> Verdict.RUN;
        };
    }

    private static Verdict allSuccess(UpstreamCounts up, int mapIndex, int discounted) {
        if (up.anyFailure()) {
            return Verdict.FAIL;
        }
        if (up.skipped > 0) {
            return Verdict.SKIP;
        }
        if (discounted > 0 && up.success > 0 && mapIndex >= up.success) {
            return Verdict.REMOVE;
        }
        return runIf(up.total - up.success - discounted <= 0);
    }

    private static Verdict oneSuccess(UpstreamCounts up) {
        if (up.success > 0) {
            return Verdict.RUN;
        }
        if (!up.allDone()) {
            return Verdict.WAIT;
        }
        return up.skipped >= up.total ? Verdict.SKIP : Verdict.FAIL;
    }

    private static Verdict noneFailedMinOneSuccess(UpstreamCounts up, int discounted) {
        if (up.anyFailure()) {
            return Verdict.FAIL;
        }
        if (up.skipped >= up.total) {
            return Verdict.SKIP;
        }
        return runIf(up.total - up.success - up.skipped - discounted <= 0);
    }

    private static Verdict allDoneMinOneSuccess(UpstreamCounts up) {
        if (up.skipped > 0) {
            return Verdict.SKIP;
        }
        if (!up.allDone()) {
            return Verdict.WAIT;
        }
        return up.success > 0 ? Verdict.RUN : Verdict.FAIL;
    }

    private static Verdict allDoneSetupSuccess(UpstreamCounts up) {
        if (!up.allDone()) {
            return Verdict.WAIT;
        }
        if (up.setups == 0 || up.setupsSucceeded > 0) {
            return Verdict.RUN;
        }
        return up.setupsSkipped >= up.setups ? Verdict.SKIP : Verdict.FAIL;
    }

    private static Verdict runIf(boolean met) {
        return met ? Verdict.RUN : Verdict.WAIT;
    }

    private static Verdict skipIf(boolean hopeless) {
        return hopeless ? Verdict.SKIP : Verdict.WAIT;
    }
}
