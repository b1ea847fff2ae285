package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an engine tells of what people do elsewhere, and what is known of what is to come. */
class NewsTest {
    private final ManualClock clock = ManualClock.at("2024-05-01T01:00:00Z");
    private final StateStore store = new InMemoryStateStore();
    private final List<String> told = new ArrayList<>();
    private final Engine engine = engine(true);

    private Engine engine(boolean scheduling) {
        var builder = Engine.builder()
                .clock(clock)
                .store(store)
                .workers(new SameThread())
                .liveness(owner -> true)
                .listener(new RunListener() {
                    @Override
                    public void dagPaused(String dagId, boolean paused) {
                        told.add((paused ? "paused " : "unpaused ") + dagId);
                    }

                    @Override
                    public void runTold(DagRun run, String order) {
                        told.add(run.runId() + " " + order);
                    }
                });
        return (scheduling ? builder.scheduling() : builder).build();
    }

    @Test
    void pauses_are_told_once() {
        engine.pause("sales");
        engine.pause("sales");
        engine.unpause("sales");

        assertThat(told).containsExactly("paused sales", "unpaused sales");
    }

    @Test
    void what_another_process_wants_of_a_run_is_told_in_words() {
        var dag = Dag.named("sales");
        dag.sensor("gate", Poking.every(Duration.ofMinutes(1)), context -> Optional.empty());
        var built = dag.build();
        engine.start(built, RunRequest.manual().runId("r1"));
        var other = engine(false);
        other.operations().mark(built, "r1", TaskSelection.of("gate"), TaskInstanceState.SUCCESS);
        assertThat(told).isEmpty();

        engine.unpause("another"); // any news makes it read its commands

        assertThat(told).containsExactly("r1 mark success gate");
        assertThat(store.findRun("sales", "r1").orElseThrow().state()).isEqualTo(RunState.SUCCESS);
    }

    @Test
    void others_see_that_a_scheduler_lives_as_long_as_it_does() {
        var dag = Dag.named("sales");
        dag.task("work", context -> "x");
        engine(false).start(dag.build(), RunRequest.manual());
        assertThat(store.engines()).hasSize(1).noneMatch(RunOwner::schedules);

        try (var scheduler = new Scheduler(engine)) {
            scheduler.schedule(List.of());
            assertThat(store.engines()).hasSize(2).anyMatch(RunOwner::schedules);
        }
        engine.close();

        assertThat(store.engines()).noneMatch(RunOwner::schedules);
    }

    @Test
    void what_is_to_come_is_what_a_scheduler_then_makes() {
        var dag = Dag.named("nightly")
                .schedule(Schedule.daily("02:00", ZoneId.of("UTC")))
                .endDate(Instant.parse("2024-05-03T23:00:00Z"));
        dag.task("work", context -> "x");
        var built = dag.build();
        engine.queue(built, RunRequest.manual().runId("early").logicalDate(Instant.parse("2024-05-02T02:00:00Z")));

        var upcoming = engine.history().upcoming(built, clock.instant(), 5);
        try (var scheduler = new Scheduler(engine)) {
            scheduler.schedule(List.of(built));
            clock.advance(Duration.ofDays(7));
        }

        assertThat(upcoming)
                .extracting(ScheduledRun::logicalDate)
                .containsExactly(Instant.parse("2024-05-01T02:00:00Z"), Instant.parse("2024-05-03T02:00:00Z"));
        assertThat(store.runsBetween("nightly", null, null).stream()
                        .filter(run -> run.type() == RunType.SCHEDULED)
                        .map(DagRun::logicalDate))
                .containsExactly(Instant.parse("2024-05-01T02:00:00Z"), Instant.parse("2024-05-03T02:00:00Z"));
    }
}
