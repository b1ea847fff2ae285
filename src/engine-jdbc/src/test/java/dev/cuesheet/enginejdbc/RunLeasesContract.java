package dev.cuesheet.enginejdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.DagRunInProgressException;
import dev.cuesheet.engine.RunType;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.spi.RunClaim;
import dev.cuesheet.engine.spi.RunLimit;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StateStoreException;
import dev.cuesheet.enginejdbc.internal.Leases;
import dev.cuesheet.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How engines share runs, on whichever database. */
abstract class RunLeasesContract {
    private static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final RunOwner FIRST = new RunOwner("one-host", 1, NOON, "first");
    private static final RunOwner SECOND = new RunOwner("another-host", 2, null, "second");

    private final ManualClock clock = ManualClock.at(NOON);
    private JdbcStateStore store;
    private Leases leases;

    abstract JdbcStateStore open();

    /** The same store once more, as another process has it open. */
    abstract JdbcStateStore openAgain();

    @BeforeEach
    void openStore() {
        store = open();
        leases = store.leases(clock);
    }

    @AfterEach
    void closeStore() {
        if (store != null) { // there is none where no database could be started
            store.close();
        }
    }

    private RunClaim begin(String dagId, RunOwner owner) {
        var run = DagRun.queued(dagId, "r", RunType.MANUAL, NOON).running(NOON, owner);
        return store.createRun(run, "{}", List.of(), new RunLimit(1, other -> false));
    }

    private RunClaim claim(String dagId, RunOwner by) {
        return store.claimRun(dagId, "r", by, "{}", new RunLimit(1, leases::isAlive))
                .claim();
    }

    private static List<StateChange> landed(String dagId) {
        var key = new TaskInstanceKey(dagId, "r", "land", -1);
        return List.of(
                new StateChange.InstanceIs(new TaskInstance(key, TaskInstanceState.SUCCESS, 1, 0, NOON, NOON, null)));
    }

    @Test
    void an_engine_lives_until_its_lease_ends() {
        assertThat(leases.renew(FIRST, LEASE)).isEqualTo(NOON.plus(LEASE));

        clock.advance(LEASE);
        assertThat(leases.isAlive(FIRST)).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(leases.isAlive(FIRST)).isFalse();

        leases.renew(FIRST, LEASE);
        assertThat(leases.isAlive(FIRST)).isTrue();
        leases.end(FIRST);
        assertThat(leases.isAlive(FIRST)).isFalse();
    }

    @Test
    void an_engine_that_never_had_a_lease_is_judged_by_its_process() {
        assertThat(leases.isAlive(RunOwner.inThisProcess())).isTrue();
    }

    @Test
    void runs_of_a_living_engine_stay_its_own() {
        leases.renew(FIRST, LEASE);
        begin("sales", FIRST);

        assertThatThrownBy(() -> claim("sales", SECOND)).isInstanceOf(DagRunInProgressException.class);
    }

    @Test
    void a_run_can_be_claimed_when_the_lease_of_its_owner_has_ended() {
        leases.renew(FIRST, LEASE);
        begin("sales", FIRST);
        clock.advance(LEASE.plusSeconds(1));

        assertThat(claim("sales", SECOND)).isEqualTo(new RunClaim("sales", "r", SECOND, 2));

        assertThat(store.findRun("sales", "r").orElseThrow().owner()).isEqualTo(SECOND);
    }

    @Test
    void a_former_owner_that_comes_back_late_can_store_nothing() {
        leases.renew(FIRST, LEASE);
        var before = begin("sales", FIRST);
        clock.advance(LEASE.plusSeconds(1));
        claim("sales", SECOND);
        leases.renew(FIRST, LEASE);

        assertThatThrownBy(() -> store.commit(before, landed("sales")))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("another has taken it over");
        assertThat(store.taskInstances("sales", "r")).isEmpty();
    }

    @Test
    void engines_that_take_over_at_once_share_the_runs_and_none_twice() throws Exception {
        leases.renew(FIRST, LEASE);
        int runs = 40;
        for (int i = 0; i < runs; i++) {
            begin("dag" + i, FIRST);
        }
        clock.advance(LEASE.plusSeconds(1));
        var engines = new ArrayList<Callable<List<RunClaim>>>();
        for (int i = 0; i < 4; i++) {
            var engine = new RunOwner("host" + i, i, null, "engine" + i);
            leases.renew(engine, LEASE);
            engines.add(() -> {
                var mine = new ArrayList<RunClaim>();
                for (int run = 0; run < runs; run++) {
                    try {
                        mine.add(claim("dag" + run, engine));
                    } catch (DagRunInProgressException e) {
                        assertThat(e).hasMessageContaining("dag" + run);
                    }
                }
                return mine;
            });
        }

        var taken = new ArrayList<RunClaim>();
        var threads = Executors.newFixedThreadPool(engines.size());
        try {
            for (var result : threads.invokeAll(engines)) {
                taken.addAll(result.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(taken).extracting(RunClaim::dagId).doesNotHaveDuplicates().hasSize(runs);
        assertThat(taken).allSatisfy(claim -> assertThat(claim.fence()).isEqualTo(2));
    }

    @Test
    void news_of_another_process_wakes_an_engine_at_once() throws InterruptedException {
        var heard = new Semaphore(0);
        try (var membership = store.join(RunOwner.inThisProcess(), heard::release);
                var elsewhere = openAgain()) {
            assertThat(membership).isNotNull();
            for (int i = 0; i < 3; i++) {
                heard.drainPermits();
                elsewhere.setPaused("sales", i % 2 == 0);
                assertThat(heard.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void without_a_clock_the_time_is_the_databases() {
        var byDatabase = store.leases(null);

        var until = byDatabase.renew(FIRST, Duration.ofHours(1));

        assertThat(until)
                .isBetween(Instant.now().plusSeconds(3_000), Instant.now().plusSeconds(4_200));
        assertThat(byDatabase.isAlive(FIRST)).isTrue();
    }
}
