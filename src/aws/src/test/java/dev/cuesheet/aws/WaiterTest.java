package dev.cuesheet.aws;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cuesheet.aws.AwsException.Details;
import dev.cuesheet.aws.AwsException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WaiterTest {
    private final MovingClock clock = new MovingClock();
    private final Waiter waiter = new Waiter(clock, clock, ofDays(1));

    @Test
    void work_that_is_over_at_the_first_look_costs_no_pause() throws InterruptedException {
        var outcome = waiter.until(Wait.every(ofSeconds(5), ofMinutes(1)), () -> "done", seen -> true);
        assertThat(outcome.over()).isTrue();
        assertThat(clock.naps()).isEmpty();
    }

    @Test
    void pauses_begin_short_and_grow_to_the_interval() throws InterruptedException {
        var looks = new AtomicInteger();
        waiter.until(Wait.every(ofSeconds(5), ofMinutes(10)), looks::incrementAndGet, seen -> seen == 30);
        assertThat(clock.naps().get(0)).isBetween(ofMillis(40), ofMillis(60));
        assertThat(clock.naps()).allSatisfy(nap -> assertThat(nap).isBetween(ofMillis(40), ofSeconds(6)));
        assertThat(clock.naps().get(28)).isBetween(ofSeconds(4), ofSeconds(6));
        assertThat(clock.naps().subList(20, 29)).doesNotHaveDuplicates();
    }

    @Test
    void no_pause_is_longer_than_the_waiter_allows() throws InterruptedException {
        var brisk = new Waiter(clock, clock, ofMillis(150));
        var looks = new AtomicInteger();
        brisk.until(Wait.every(ofSeconds(5), ofMinutes(10)), looks::incrementAndGet, seen -> seen == 30);
        assertThat(clock.naps()).allSatisfy(nap -> assertThat(nap).isLessThanOrEqualTo(ofMillis(180)));
    }

    @Test
    void a_wait_ends_at_its_limit_with_the_last_thing_seen() throws InterruptedException {
        var begin = clock.instant();
        var outcome = waiter.until(Wait.every(ofSeconds(5), ofSeconds(12)), () -> "RUNNING", seen -> false);
        assertThat(outcome.over()).isFalse();
        assertThat(outcome.last()).isEqualTo("RUNNING");
        assertThat(Duration.between(begin, clock.instant())).isEqualTo(ofSeconds(12));
    }

    @Test
    void work_that_ends_during_the_last_pause_is_still_noticed() throws InterruptedException {
        Instant end = clock.instant().plus(ofSeconds(11));
        var outcome =
                waiter.until(Wait.every(ofSeconds(10), ofSeconds(12)), clock::instant, seen -> !seen.isBefore(end));
        assertThat(outcome.over()).isTrue();
    }

    @Test
    void a_look_that_fails_in_passing_does_not_end_the_wait() throws InterruptedException {
        var looks = new AtomicInteger();
        Supplier<Integer> look = () -> {
            if (looks.incrementAndGet() % 2 == 1) {
                throw failure(Reason.THROTTLED);
            }
            return looks.get();
        };
        var outcome = waiter.until(Wait.every(ofSeconds(1), ofMinutes(5)), look, seen -> seen == 20);
        assertThat(outcome.last()).isEqualTo(20);
    }

    @Test
    void a_look_that_goes_on_failing_ends_the_wait() {
        var looks = new AtomicInteger();
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> waiter.until(
                        Wait.every(ofSeconds(1), ofMinutes(5)),
                        () -> {
                            looks.incrementAndGet();
                            throw failure(Reason.UNREACHABLE);
                        },
                        seen -> true));
        assertThat(looks).hasValue(5);
    }

    @Test
    void a_look_that_is_denied_ends_the_wait_at_once() {
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> waiter.until(
                        Wait.every(ofSeconds(1), ofMinutes(5)),
                        () -> {
                            throw failure(Reason.DENIED);
                        },
                        seen -> true));
        assertThat(clock.naps()).isEmpty();
    }

    @Test
    void an_interrupt_during_a_look_ends_the_wait_as_an_interrupt() {
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> waiter.until(
                        Wait.every(ofSeconds(1), ofMinutes(5)),
                        () -> {
                            throw failure(Reason.INTERRUPTED);
                        },
                        seen -> true));
    }

    @Test
    void a_call_is_made_again_while_its_failure_passes_and_patience_lasts() throws InterruptedException {
        var calls = new AtomicInteger();
        Supplier<String> call = () -> {
            if (calls.incrementAndGet() < 4) {
                throw failure(Reason.BUSY);
            }
            return "started";
        };
        var started = waiter.retrying(Wait.every(ofSeconds(5), ofMinutes(1)), call, e -> e.reason() == Reason.BUSY);
        assertThat(started).isEqualTo("started");
        assertThat(clock.naps()).hasSize(3);
    }

    @Test
    void a_call_whose_failure_does_not_pass_fails_with_the_last_failure() {
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> waiter.retrying(
                        Wait.every(ofSeconds(5), ofSeconds(20)),
                        () -> {
                            throw failure(Reason.BUSY);
                        },
                        e -> e.reason() == Reason.BUSY))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.BUSY));
        assertThat(clock.naps().stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(ofSeconds(20));
    }

    @Test
    void a_deadline_shortens_a_wait_and_never_lengthens_it() {
        var wait = Wait.every(ofSeconds(5), ofMinutes(10));
        var now = clock.instant();
        assertThat(wait.notBeyond(now.plusSeconds(30), now).limit()).isEqualTo(ofSeconds(30));
        assertThat(wait.notBeyond(now.plus(ofDays(1)), now)).isEqualTo(wait);
        assertThat(wait.notBeyond(now.minusSeconds(1), now).limit()).isZero();
    }

    private static AwsException failure(Reason reason) {
        return new AwsException(Details.of("Glue", "GetJobRun", reason), "Could not look", null);
    }
}
