package dev.cuesheet.engine.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.TriggerRule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TriggerRulesTest {

    /** Upstream states by letter: s success, k skipped, f failed, u upstream_failed, w waiting. */
    private static UpstreamCounts upstream(String letters) {
        var counts = new UpstreamCounts();
        counts.total = letters.length();
        for (char letter : letters.toCharArray()) {
            switch (letter) {
                case 's' -> counts.success++;
                case 'k' -> counts.skipped++;
                case 'f' -> counts.failed++;
                case 'u' -> counts.upstreamFailed++;
                case 'r' -> counts.removed++;
                default -> {}
            }
        }
        return counts;
    }

    @ParameterizedTest(name = "{0} after {1} is {2}")
    @CsvSource({
        "ALL_SUCCESS, ss, RUN",
        "ALL_SUCCESS, sw, WAIT",
        "ALL_SUCCESS, fw, FAIL",
        "ALL_SUCCESS, uw, FAIL",
        "ALL_SUCCESS, kw, SKIP",
        "ALL_SUCCESS, kf, FAIL",
        "ALL_SUCCESS, fk, FAIL",
        "ALL_FAILED, ff, RUN",
        "ALL_FAILED, fu, RUN",
        "ALL_FAILED, fw, WAIT",
        "ALL_FAILED, sw, SKIP",
        "ALL_FAILED, kw, SKIP",
        "ALL_DONE, sfku, RUN",
        "ALL_DONE, sfkw, WAIT",
        "ALL_SKIPPED, kk, RUN",
        "ALL_SKIPPED, kw, WAIT",
        "ALL_SKIPPED, sw, SKIP",
        "ALL_SKIPPED, fw, SKIP",
        "ALL_SKIPPED, uw, SKIP",
        "ONE_SUCCESS, sw, RUN",
        "ONE_SUCCESS, fw, WAIT",
        "ONE_SUCCESS, fk, FAIL",
        "ONE_SUCCESS, kk, SKIP",
        "ONE_SUCCESS, uu, FAIL",
        "ONE_FAILED, fw, RUN",
        "ONE_FAILED, uw, RUN",
        "ONE_FAILED, sw, WAIT",
        "ONE_FAILED, sk, SKIP",
        "ONE_DONE, sw, RUN",
        "ONE_DONE, fw, RUN",
        "ONE_DONE, kw, WAIT",
        "ONE_DONE, uw, WAIT",
        "ONE_DONE, uk, SKIP",
        "NONE_FAILED, sk, RUN",
        "NONE_FAILED, kk, RUN",
        "NONE_FAILED, sw, WAIT",
        "NONE_FAILED, fw, FAIL",
        "NONE_FAILED, uw, FAIL",
        "NONE_FAILED_MIN_ONE_SUCCESS, sk, RUN",
        "NONE_FAILED_MIN_ONE_SUCCESS, kk, SKIP",
        "NONE_FAILED_MIN_ONE_SUCCESS, kw, WAIT",
        "NONE_FAILED_MIN_ONE_SUCCESS, sf, FAIL",
        "NONE_SKIPPED, sf, RUN",
        "NONE_SKIPPED, kw, SKIP",
        "NONE_SKIPPED, sw, WAIT",
        "ALL_DONE_MIN_ONE_SUCCESS, sf, RUN",
        "ALL_DONE_MIN_ONE_SUCCESS, ff, FAIL",
        "ALL_DONE_MIN_ONE_SUCCESS, kw, SKIP",
        "ALL_DONE_MIN_ONE_SUCCESS, sw, WAIT",
        "ALL_DONE_SETUP_SUCCESS, sf, RUN",
        "ALL_DONE_SETUP_SUCCESS, sw, WAIT",
        "ALWAYS, ww, RUN",
        "ALWAYS, ff, RUN"
    })
    void a_rule_decides_as_soon_as_the_outcome_is_certain(TriggerRule rule, String upstream, Verdict verdict) {
        assertThat(TriggerRules.verdict(rule, upstream(upstream), -1)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @EnumSource(TriggerRule.class)
    void a_task_without_upstream_runs_under_every_rule(TriggerRule rule) {
        assertThat(TriggerRules.verdict(rule, upstream(""), -1)).isEqualTo(Verdict.RUN);
    }

    @ParameterizedTest
    @EnumSource(TriggerRule.class)
    void no_rule_waits_for_ever_once_all_upstream_tasks_are_done(TriggerRule rule) {
        var states = "skfu".chars().mapToObj(c -> String.valueOf((char) c)).toList();
        for (var first : states) {
            for (var second : states) {
                assertThat(TriggerRules.verdict(rule, upstream(first + second), -1))
                        .as(first + second)
                        .isNotEqualTo(Verdict.WAIT);
            }
        }
    }

    @Test
    void a_mapped_instance_is_removed_when_its_upstream_index_was() {
        assertThat(TriggerRules.verdict(TriggerRule.ALL_SUCCESS, upstream("sr"), 1))
                .isEqualTo(Verdict.REMOVE);
        assertThat(TriggerRules.verdict(TriggerRule.ALL_SUCCESS, upstream("sr"), 0))
                .isEqualTo(Verdict.RUN);
    }

    @Test
    void a_teardown_runs_unless_all_its_setups_came_to_nothing() {
        var counts = upstream("ss");
        counts.setups = 1;
        assertThat(TriggerRules.verdict(TriggerRule.ALL_DONE_SETUP_SUCCESS, counts, -1))
                .isEqualTo(Verdict.FAIL);
        counts.setupsSkipped = 1;
        assertThat(TriggerRules.verdict(TriggerRule.ALL_DONE_SETUP_SUCCESS, counts, -1))
                .isEqualTo(Verdict.SKIP);
        counts.setupsSucceeded = 1;
        assertThat(TriggerRules.verdict(TriggerRule.ALL_DONE_SETUP_SUCCESS, counts, -1))
                .isEqualTo(Verdict.RUN);
    }

    @Test
    void there_are_airflows_thirteen_rules() {
        assertThat(Arrays.stream(TriggerRule.values()).map(TriggerRule::label))
                .containsExactlyInAnyOrder(
                        "all_success",
                        "all_failed",
                        "all_done",
                        "all_skipped",
                        "one_success",
                        "one_failed",
                        "one_done",
                        "none_failed",
                        "none_failed_min_one_success",
                        "none_skipped",
                        "all_done_min_one_success",
                        "all_done_setup_success",
                        "always");
    }
}
