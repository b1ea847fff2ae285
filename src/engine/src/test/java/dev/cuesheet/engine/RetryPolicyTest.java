package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.cuesheet.engine.internal.json.StructureJson;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final Retries FIVE_MINUTES_APART = Retries.upTo(3).every(Duration.ofMinutes(5));

    private final TestEngine engine = TestEngine.at("2024-05-01T02:00:00Z");
    private final List<String> tries = new ArrayList<>();

    private Dag failingWith(Exception failure, Retries retries) {
        var dag = Dag.named("sales");
        dag.task("land", context -> {
                    tries.add(context.clock().instant().toString());
                    throw failure;
                })
                .retries(retries);
        return dag.build();
    }

    /** For another run, which is at another time. */
    private void again() {
        tries.clear();
        engine.advance(Duration.ofDays(1));
    }

    private List<Duration> delays() {
        var delays = new ArrayList<Duration>();
        for (int i = 1; i < tries.size(); i++) {
            delays.add(Duration.between(Instant.parse(tries.get(i - 1)), Instant.parse(tries.get(i))));
        }
        return delays;
    }

    private void runThroughout(Dag dag) {
        engine.start(dag);
        for (int minute = 0; minute < 60; minute++) {
            engine.advance(Duration.ofMinutes(1));
        }
    }

    @Test
    void a_rule_gives_its_kind_of_failure_a_delay_of_its_own() {
        var retries = FIVE_MINUTES_APART.whenFailedWith(
                ConnectException.class, RetryDecision.retryAfter(Duration.ofMinutes(1)));

        runThroughout(failingWith(new ConnectException("refused"), retries));

        assertThat(delays()).containsOnly(Duration.ofMinutes(1)).hasSize(3);
    }

    @Test
    void other_failures_keep_the_usual_delay() {
        var retries = FIVE_MINUTES_APART.whenFailedWith(
                ConnectException.class, RetryDecision.retryAfter(Duration.ofMinutes(1)));

        runThroughout(failingWith(new IOException("broken pipe"), retries));

        assertThat(delays()).containsOnly(Duration.ofMinutes(5)).hasSize(3);
    }

    @Test
    void a_rule_may_say_that_a_failure_is_for_good() {
        var retries = FIVE_MINUTES_APART.whenFailedWith(FileNotFoundException.class, RetryDecision.failNow());

        var run = engine.run(failingWith(new FileNotFoundException("sales.csv"), retries));

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(tries).hasSize(1);
    }

    @Test
    void the_first_rule_that_fits_decides_also_when_it_is_to_do_the_usual() {
        var retries = FIVE_MINUTES_APART
                .whenFailedWith(ConnectException.class, RetryDecision.standard())
                .whenFailedWith(IOException.class, RetryDecision.failNow());

        runThroughout(failingWith(new ConnectException("refused"), retries));
        assertThat(delays()).containsOnly(Duration.ofMinutes(5)).hasSize(3);

        again();
        engine.run(failingWith(new FileNotFoundException("sales.csv"), retries));
        assertThat(tries).hasSize(1);
    }

    @Test
    void a_rule_also_fits_what_its_kind_of_failure_caused() {
        var retries = FIVE_MINUTES_APART.whenFailedWith(IOException.class, RetryDecision.failNow());

        engine.run(failingWith(new IllegalStateException(new UncheckedIOException(new IOException("x"))), retries));

        assertThat(tries).hasSize(1);
    }

    @Test
    void an_interface_may_be_the_kind() {
        var rule = new RetryRule(Marked.class.getName(), RetryDecision.failNow());

        assertThat(rule.matches(new Late())).isTrue();
        assertThat(rule.matches(new IOException())).isFalse();
    }

    private interface Marked {}

    private static class Marking extends RuntimeException implements Marked {
        private static final long serialVersionUID = 1L;
    }

    private static final class Late extends Marking {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void no_rule_saves_a_permanent_failure_or_adds_tries() {
        var always = Retries.upTo(1).whenFailedWith(Throwable.class, RetryDecision.retryAfter(Duration.ZERO));

        engine.run(failingWith(TaskFailure.permanent("no use"), always));
        assertThat(tries).hasSize(1);

        again();
        engine.run(failingWith(new IOException("again"), always));
        assertThat(tries).hasSize(2);

        again();
        engine.run(failingWith(
                new IOException("x"), Retries.none().whenFailedWith(IOException.class, RetryDecision.retry())));
        assertThat(tries).hasSize(1);
    }

    @Test
    void the_delay_that_a_rule_decided_on_outlives_the_process() {
        var dag = Dag.named("sales");
        dag.task("land", context -> {
                    tries.add(context.clock().instant().toString());
                    if (context.tryNumber() == 1) {
                        throw new ConnectException("refused");
                    }
                    return null;
                })
                .retries(FIVE_MINUTES_APART.whenFailedWith(
                        ConnectException.class, RetryDecision.retryAfter(Duration.ofMinutes(20))));
        var built = dag.build();
        var run = engine.start(built);
        engine.advance(Duration.ofMinutes(1));
        engine.engine.close();

        engine.afterCrash().engine.startResuming(built, run.runId());
        for (int minute = 0; minute < 30; minute++) {
            engine.advance(Duration.ofMinutes(1));
        }

        assertThat(tries).containsExactly("2024-05-01T02:00:00Z", "2024-05-01T02:20:00Z");
    }

    @Test
    void a_later_failure_of_another_kind_waits_the_usual_time_again() {
        var dag = Dag.named("sales");
        dag.task("land", context -> {
                    tries.add(context.clock().instant().toString());
                    throw context.tryNumber() == 1 ? new ConnectException("refused") : new IOException("broken pipe");
                })
                .retries(Retries.upTo(2)
                        .every(Duration.ofMinutes(5))
                        .whenFailedWith(ConnectException.class, RetryDecision.retryAfter(Duration.ofMinutes(20))));

        runThroughout(dag.build());

        assertThat(delays()).containsExactly(Duration.ofMinutes(20), Duration.ofMinutes(5));
    }

    @Test
    void the_rules_are_part_of_the_structure_as_data() {
        var retries = Retries.upTo(3)
                .backingOffFrom(Duration.ofSeconds(10))
                .growingBy(1.5)
                .whenFailedWith(ConnectException.class, RetryDecision.retryAfter(Duration.ofMinutes(1)))
                .whenFailedWith(IOException.class, RetryDecision.failNow());

        assertThat(retries.rules())
                .extracting(RetryRule::exception, rule -> rule.decision().label())
                .containsExactly(tuple("java.net.ConnectException", "retry"), tuple("java.io.IOException", "fail"));
        assertThat(StructureJson.write(failingWith(new IOException(), retries).structure()))
                .contains("\"multiplier\":1.5")
                .contains(
                        "\"rules\":[{\"exception\":\"java.net.ConnectException\",\"action\":\"retry\",\"delay\":\"PT1M\"},"
                                + "{\"exception\":\"java.io.IOException\",\"action\":\"fail\"}]");
    }

    @Test
    void what_makes_no_sense_is_refused_where_it_is_said() {
        assertThatThrownBy(() -> RetryDecision.retryAfter(Duration.ofSeconds(-1)))
                .hasMessageContaining("negative");
        assertThatThrownBy(() -> Retries.upTo(1).growingBy(0)).hasMessageContaining("greater than 0, got 0.0");
        assertThatThrownBy(() -> Retries.upTo(1).growingBy(Double.NaN)).hasMessageContaining("NaN");
    }
}
