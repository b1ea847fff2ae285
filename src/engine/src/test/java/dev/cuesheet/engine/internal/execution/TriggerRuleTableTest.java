package dev.cuesheet.engine.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.TriggerRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every rule over every combination of up to four upstream instances, against Airflow's table written down once more: first
 * the change of state, which is looked at first, then whether the task may run.
 */
class TriggerRuleTableTest {
    private static final int MOST_UPSTREAM = 4;

    /** How many upstream instances are in which state; those in none are still at work. */
    private record Up(int upstream, int success, int skipped, int failed, int upstreamFailed, int removed) {
        boolean done() {
            return success + skipped + failed + upstreamFailed + removed >= upstream;
        }

        int bad() {
            return failed + upstreamFailed;
        }

        UpstreamCounts counts() {
            var counts = new UpstreamCounts();
            counts.total = upstream;
            counts.success = success;
            counts.skipped = skipped;
            counts.failed = failed;
            counts.upstreamFailed = upstreamFailed;
            counts.removed = removed;
            return counts;
        }
    }

    private static List<Up> combinations() {
        var all = new ArrayList<Up>();
        for (int upstream = 1; upstream <= MOST_UPSTREAM; upstream++) {
            for (int success = 0; success <= upstream; success++) {
                for (int skipped = 0; skipped <= upstream - success; skipped++) {
                    for (int failed = 0; failed <= upstream - success - skipped; failed++) {
                        for (int above = 0; above <= upstream - success - skipped - failed; above++) {
                            for (int gone = 0; gone <= upstream - success - skipped - failed - above; gone++) {
                                all.add(new Up(upstream, success, skipped, failed, above, gone));
                            }
                        }
                    }
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void a_rule_answers_as_airflows_table_does(TriggerRule rule) {
        for (var up : combinations()) {
            for (int mapIndex = -1; mapIndex < MOST_UPSTREAM; mapIndex++) {
                int discount = mapIndex >= 0 ? up.removed : 0;
                var expected =
                        change(rule, up, mapIndex).orElse(mayRun(rule, up, discount) ? Verdict.RUN : Verdict.WAIT);

                assertThat(TriggerRules.verdict(rule, up.counts(), mapIndex))
                        .as("%s for %s at map index %d", rule.label(), up, mapIndex)
                        .isEqualTo(expected);
            }
        }
    }

    private static Optional<Verdict> change(TriggerRule rule, Up up, int mapIndex) {
        return switch (rule) {
            case ALL_SUCCESS -> {
                if (up.bad() > 0) {
                    yield Optional.of(Verdict.FAIL);
                }
                if (up.skipped > 0) {
                    yield Optional.of(Verdict.SKIP);
                }
                boolean gone = mapIndex >= 0 && up.removed > 0 && up.success > 0 && mapIndex >= up.success;
                yield gone ? Optional.of(Verdict.REMOVE) : Optional.empty();
            }
            case ALL_FAILED -> when(up.success > 0 || up.skipped > 0, Verdict.SKIP);
            case ALL_SKIPPED -> when(up.success > 0 || up.bad() > 0, Verdict.SKIP);
            case ONE_SUCCESS ->
                !up.done() || up.success > 0
                        ? Optional.empty()
                        : Optional.of(up.skipped == up.upstream ? Verdict.SKIP : Verdict.FAIL);
            case ONE_FAILED -> when(up.done() && up.bad() == 0, Verdict.SKIP);
            case ONE_DONE -> when(up.done() && up.success + up.failed == 0, Verdict.SKIP);
            case NONE_FAILED -> when(up.bad() > 0, Verdict.FAIL);
            case NONE_FAILED_MIN_ONE_SUCCESS ->
                up.bad() > 0 ? Optional.of(Verdict.FAIL) : when(up.skipped == up.upstream, Verdict.SKIP);
            case NONE_SKIPPED -> when(up.skipped > 0, Verdict.SKIP);
            case ALL_DONE_MIN_ONE_SUCCESS ->
                up.skipped > 0 ? Optional.of(Verdict.SKIP) : when(up.done() && up.success == 0, Verdict.FAIL);
            case ALL_DONE, ALL_DONE_SETUP_SUCCESS, ALWAYS -> Optional.empty();
        };
    }

    private static boolean mayRun(TriggerRule rule, Up up, int discount) {
        return switch (rule) {
            case ALL_SUCCESS -> up.upstream - up.success - discount <= 0;
            case ALL_FAILED -> up.upstream - up.bad() - discount <= 0;
            case ALL_DONE, ALL_DONE_SETUP_SUCCESS -> up.done();
            case ALL_SKIPPED -> up.upstream - up.skipped <= 0;
            case ONE_SUCCESS -> up.success >= 1;
            case ONE_FAILED -> up.bad() >= 1;
            case ONE_DONE -> up.success + up.failed >= 1;
            case NONE_FAILED, NONE_FAILED_MIN_ONE_SUCCESS -> up.upstream - up.success - up.skipped - discount <= 0;
            case NONE_SKIPPED -> up.done() && up.skipped == 0;
            case ALL_DONE_MIN_ONE_SUCCESS -> up.skipped == 0 && up.done() && up.success >= 1;
            case ALWAYS -> true;
        };
    }

    private static Optional<Verdict> when(boolean met, Verdict verdict) {
        return met ? Optional.of(verdict) : Optional.empty();
    }
}
