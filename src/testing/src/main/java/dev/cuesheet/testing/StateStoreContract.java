package dev.cuesheet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.engine.Asset;
import dev.cuesheet.engine.AssetEvent;
import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.Backfill;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.DagRunInProgressException;
import dev.cuesheet.engine.DataInterval;
import dev.cuesheet.engine.InMemoryStateStore;
import dev.cuesheet.engine.Pool;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.RunType;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.spi.PoolShare;
import dev.cuesheet.engine.spi.RunClaim;
import dev.cuesheet.engine.spi.RunCommand;
import dev.cuesheet.engine.spi.RunLimit;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.RunsThatCount;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.engine.spi.StateStoreException;
import dev.cuesheet.engine.spi.StoredDeadline;
import dev.cuesheet.engine.spi.StoredResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link StateStore} must do. A store's test extends this and says how to open one. */
public abstract class StateStoreContract {
    private static final Instant NOON = Instant.parse("2024-05-01T12:00:00.123456789Z");
    private static final RunOwner OURS = new RunOwner("here", 1, NOON, "ours");
    private static final RunOwner THEIRS = new RunOwner("there", 2, null, "theirs");
    private static final RunLimit NOBODY_LIVES = new RunLimit(1, owner -> false);
    private static final RunLimit ALL_LIVE = new RunLimit(1, owner -> true);

    private StateStore store = new InMemoryStateStore();
    private RunClaim claim = new RunClaim("sales", "r1", OURS, 1);

    /** An empty store. */
    protected abstract StateStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private static DagRun run(String runId, Instant logicalDate, RunState state, @Nullable RunOwner owner) {
        return run("sales", runId, logicalDate, state, owner);
    }

    private static DagRun run(
            String dagId, String runId, @Nullable Instant logicalDate, RunState state, @Nullable RunOwner owner) {
        return new DagRun(
                dagId,
                runId,
                RunType.MANUAL,
                logicalDate,
                logicalDate == null ? null : new DataInterval(logicalDate, logicalDate.plusSeconds(3_600)),
                NOON.plusSeconds(7),
                Map.of(
                        "year",
                        2008,
                        "rate",
                        new BigDecimal("0.10"),
                        "from",
                        LocalDate.of(2008, 1, 1),
                        "names",
                        List.of("a")),
                state,
                NOON.minusSeconds(1),
                state == RunState.QUEUED ? null : NOON,
                null,
                null,
                owner,
                0,
                null);
    }

    private static TaskInstance instance(String taskId, int mapIndex, TaskInstanceState state) {
        return new TaskInstance(
                new TaskInstanceKey("sales", "r1", taskId, mapIndex), state, 1, 2, NOON, null, "a note");
    }

    private DagRun created() {
        var run = run("r1", NOON, RunState.RUNNING, OURS);
        claim = store.createRun(run, "{}", List.of(instance("land", -1, TaskInstanceState.NONE)), NOBODY_LIVES);
        return run;
    }

    private void commit(StateChange... changes) {
        store.commit(claim, List.of(changes));
    }

    @Test
    void a_run_is_read_back_as_it_was_made() {
        var run = created();

        assertThat(store.findRun("sales", "r1")).contains(run);
        assertThat(store.structureOf("sales", "r1")).contains("{}");
        assertThat(store.taskInstances("sales", "r1")).containsExactly(instance("land", -1, TaskInstanceState.NONE));
    }

    @Test
    void what_is_not_there_is_empty() {
        assertThat(store.findRun("sales", "nope")).isEmpty();
        assertThat(store.structureOf("sales", "nope")).isEmpty();
        assertThat(store.taskInstances("sales", "nope")).isEmpty();
        assertThat(store.attempts("sales", "nope")).isEmpty();
        assertThat(store.results("sales", "nope", "land")).isEmpty();
        assertThat(store.note(new TaskInstanceKey("sales", "nope", "land", -1), "id"))
                .isEmpty();
        assertThat(store.runs(null, 10)).isEmpty();
    }

    @Test
    void runs_are_listed_latest_first_for_one_dag_or_all() {
        created();
        var later = run("other", "r2", NOON, RunState.QUEUED, OURS).running(NOON.plusSeconds(1), OURS);
        store.createRun(later, "{}", List.of(), NOBODY_LIVES);

        assertThat(store.runs(null, 10)).extracting(DagRun::runId).containsExactly("r2", "r1");
        assertThat(store.runs("sales", 10)).extracting(DagRun::runId).containsExactly("r1");
        assertThat(store.runs(null, 1)).extracting(DagRun::runId).containsExactly("r2");
    }

    @Test
    void a_second_run_of_the_dag_is_refused_while_the_owner_of_the_first_lives() {
        created();
        var second = run("r2", NOON.plusSeconds(1), RunState.RUNNING, THEIRS);

        assertThatThrownBy(() -> store.createRun(second, "{}", List.of(), ALL_LIVE))
                .isInstanceOf(DagRunInProgressException.class)
                .hasMessageContaining("r1")
                .hasMessageContaining("process 1");
        assertThat(store.findRun("sales", "r2")).isEmpty();

        store.createRun(second, "{}", List.of(), NOBODY_LIVES);
        assertThat(store.findRun("sales", "r2")).isPresent();
    }

    @Test
    void a_finished_run_keeps_nobody_from_starting_another() {
        var run = created();
        commit(new StateChange.RunIs(run.finished(RunState.SUCCESS, NOON, null)));

        store.createRun(run("r2", NOON.plusSeconds(1), RunState.RUNNING, THEIRS), "{}", List.of(), ALL_LIVE);

        assertThat(store.runs("sales", 10)).hasSize(2);
    }

    @Test
    void a_run_id_and_a_logical_date_can_be_used_once() {
        created();

        assertThatThrownBy(() -> store.createRun(
                        run("r1", NOON.plusSeconds(1), RunState.RUNNING, OURS), "{}", List.of(), NOBODY_LIVES))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("already has a run r1");
        assertThatThrownBy(
                        () -> store.createRun(run("r2", NOON, RunState.RUNNING, OURS), "{}", List.of(), NOBODY_LIVES))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("r1");
    }

    @Test
    void a_run_can_be_claimed_from_a_dead_owner_but_not_from_a_living_one() {
        var run = created();

        assertThatThrownBy(() -> store.claimRun("sales", "r1", THEIRS, "{\"v\":2}", ALL_LIVE))
                .isInstanceOf(DagRunInProgressException.class);
        assertThat(store.findRun("sales", "r1").orElseThrow().owner()).isEqualTo(OURS);

        assertThat(store.claimRun("sales", "r1", THEIRS, "{\"v\":2}", NOBODY_LIVES))
                .isEqualTo(new StateStore.Claimed(run, new RunClaim("sales", "r1", THEIRS, 2)));
        assertThat(store.findRun("sales", "r1").orElseThrow().owner()).isEqualTo(THEIRS);
        assertThat(store.structureOf("sales", "r1")).contains("{\"v\":2}");
    }

    @Test
    void claiming_a_run_that_is_not_there_is_an_error() {
        assertThatThrownBy(() -> store.claimRun("sales", "nope", OURS, "{}", NOBODY_LIVES))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("nope");
    }

    @Test
    void a_former_owner_can_change_nothing_any_more() {
        created();
        store.claimRun("sales", "r1", THEIRS, "{}", NOBODY_LIVES);

        assertThatThrownBy(() -> commit(new StateChange.InstanceIs(instance("land", -1, TaskInstanceState.SUCCESS))))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("no longer executed by this process");
        assertThat(store.taskInstances("sales", "r1"))
                .extracting(TaskInstance::state)
                .containsExactly(TaskInstanceState.NONE);
    }

    @Test
    void changes_say_what_holds_from_then_on() {
        var run = created();
        var landed = instance("land", -1, TaskInstanceState.SUCCESS);
        var attempt = new Attempt(landed.key(), 1, TaskInstanceState.RUNNING, NOON, null, null);
        var failed = new Attempt(landed.key(), 1, TaskInstanceState.FAILED, NOON, NOON.plusSeconds(1), "no luck");
        var ended = run.finished(RunState.FAILED, NOON.plusSeconds(2), "Cancelled");

        commit(new StateChange.InstanceIs(landed), new StateChange.AttemptIs(attempt));
        commit(new StateChange.AttemptIs(failed), new StateChange.RunIs(ended));

        assertThat(store.taskInstances("sales", "r1")).containsExactly(landed);
        assertThat(store.attempts("sales", "r1")).containsExactly(failed);
        assertThat(store.findRun("sales", "r1")).contains(ended);
    }

    @Test
    void an_unexpanded_instance_gives_way_to_those_of_the_items() {
        created();

        commit(
                new StateChange.InstanceGone(new TaskInstanceKey("sales", "r1", "land", -1)),
                new StateChange.InstanceIs(instance("land", 0, TaskInstanceState.SCHEDULED)),
                new StateChange.InstanceIs(instance("land", 1, TaskInstanceState.SCHEDULED)));

        assertThat(store.taskInstances("sales", "r1"))
                .extracting(TaskInstance::mapIndex)
                .containsExactly(0, 1);
    }

    @Test
    void results_come_back_by_index_until_they_are_gone() {
        created();
        for (int index : new int[] {10, 2, 0}) {
            commit(new StateChange.ResultIs(
                    new TaskInstanceKey("sales", "r1", "land", index),
                    new StoredResult(index, "java.lang.Integer", String.valueOf(index))));
        }

        assertThat(store.results("sales", "r1", "land"))
                .extracting(StoredResult::mapIndex)
                .containsExactly(0, 2, 10);

        var two = new TaskInstanceKey("sales", "r1", "land", 2);
        assertThat(store.result(two)).contains(new StoredResult(2, "java.lang.Integer", "2"));
        commit(new StateChange.ResultGone(two));
        assertThat(store.result(two)).isEmpty();
        assertThat(store.results("sales", "r1", "land"))
                .extracting(StoredResult::mapIndex)
                .containsExactly(0, 10);
    }

    @Test
    void other_values_are_told_apart_by_name_and_go_with_the_result() {
        created();
        var one = new TaskInstanceKey("sales", "r1", "land", 1);
        var two = new TaskInstanceKey("sales", "r1", "land", 2);
        var other = new TaskInstanceKey("sales", "r1", "refine", -1);
        var a = new StoredResult(1, "java.lang.String", "\"a\"");
        var b = new StoredResult(2, "java.lang.Integer", "2");
        var c = new StoredResult(-1, "java.lang.Integer", "3");
        commit(
                new StateChange.ResultIs(one, a),
                new StateChange.XcomIs(one, "rows", a),
                new StateChange.XcomIs(two, "rows", b),
                new StateChange.XcomIs(two, "bytes", b),
                new StateChange.XcomIs(other, "rows", c));

        assertThat(store.result(one)).contains(a);
        assertThat(store.xcom(one, "rows")).contains(a);
        assertThat(store.xcom(one, "return_value")).contains(a);
        assertThat(store.xcoms("sales", "r1", "land", "return_value")).containsExactly(a);
        assertThat(store.xcom(one, "bytes")).isEmpty();
        assertThat(store.result(two)).isEmpty();
        assertThat(store.xcoms("sales", "r1", "land", "rows")).containsExactly(a, b);
        assertThat(store.xcoms("sales", "r1", "rows")).isEqualTo(Map.of(one, a, two, b, other, c));

        commit(new StateChange.ResultGone(one), new StateChange.XcomIs(two, "rows", a));
        assertThat(store.result(one)).isEmpty();
        assertThat(store.xcom(one, "rows")).isEmpty();
        assertThat(store.xcom(two, "rows").map(StoredResult::json)).contains(a.json());
        assertThat(store.xcoms("sales", "nope", "rows")).isEmpty();
    }

    @Test
    void values_that_take_the_place_of_others_within_one_commit_are_all_that_is_left() {
        created();
        var key = new TaskInstanceKey("sales", "r1", "land", -1);
        var before = new StoredResult(-1, "java.lang.Integer", "1");
        var after = new StoredResult(-1, "java.lang.Integer", "2");
        commit(new StateChange.XcomIs(key, "rows", before), new StateChange.XcomIs(key, "bytes", before));

        commit(
                new StateChange.XcomIs(key, "lost", before),
                new StateChange.ResultGone(key),
                new StateChange.XcomIs(key, "rows", after));

        assertThat(store.xcom(key, "rows")).contains(after);
        assertThat(store.xcom(key, "bytes")).isEmpty();
        assertThat(store.xcom(key, "lost")).isEmpty();
    }

    @Test
    void attempts_of_one_instance_come_in_order() {
        created();
        var key = new TaskInstanceKey("sales", "r1", "land", -1);
        for (int number : new int[] {2, 1, 11}) {
            commit(new StateChange.AttemptIs(new Attempt(key, number, TaskInstanceState.FAILED, NOON, NOON, "no")));
        }

        assertThat(store.attempts("sales", "r1")).extracting(Attempt::tryNumber).containsExactly(1, 2, 11);
    }

    @Test
    void notes_stay_until_they_are_removed_and_belong_to_one_instance() {
        created();
        var first = new TaskInstanceKey("sales", "r1", "land", 0);
        var second = first.at(1);

        store.putNote(first, "job", "j-1");
        store.putNote(first, "job", "j-2");

        assertThat(store.note(first, "job")).contains("j-2");
        assertThat(store.note(second, "job")).isEmpty();
        store.removeNote(first, "job");
        store.removeNote(second, "job");
        assertThat(store.note(first, "job")).isEmpty();
    }

    @Test
    void text_of_any_kind_survives() {
        created();
        var key = new TaskInstanceKey("sales", "r1", "land", -1);
        var text = "quote ' \" \n tab \t nul-free ünïcödé 日本 \uD83D\uDE80";

        store.putNote(key, text, text);

        assertThat(store.note(key, text)).contains(text);
    }

    @Test
    void an_error_with_a_nul_in_it_is_kept_readable() {
        created();
        var key = new TaskInstanceKey("sales", "r1", "land", -1);

        commit(
                new StateChange.AttemptIs(
                        new Attempt(key, 1, TaskInstanceState.FAILED, NOON, NOON, "row a\0b is no number")),
                new StateChange.InstanceIs(
                        new TaskInstance(key, TaskInstanceState.FAILED, 1, 0, NOON, NOON, "row a\0b is no number")));

        assertThat(store.attempts("sales", "r1").get(0).error())
                .startsWith("row a")
                .endsWith("b is no number");
        assertThat(store.taskInstances("sales", "r1").get(0).note())
                .startsWith("row a")
                .endsWith("b is no number");
    }

    @Test
    void of_several_changes_to_one_row_the_last_one_holds() {
        created();
        var key = new TaskInstanceKey("sales", "r1", "land", -1);

        commit(
                new StateChange.ResultIs(key, new StoredResult(-1, "java.lang.Integer", "1")),
                new StateChange.InstanceIs(instance("land", -1, TaskInstanceState.RUNNING)),
                new StateChange.AttemptIs(new Attempt(key, 1, TaskInstanceState.RUNNING, NOON, null, null)),
                new StateChange.InstanceGone(key),
                new StateChange.InstanceIs(instance("land", -1, TaskInstanceState.SUCCESS)),
                new StateChange.AttemptIs(new Attempt(key, 1, TaskInstanceState.SUCCESS, NOON, NOON, null)),
                new StateChange.ResultGone(key));

        assertThat(store.taskInstances("sales", "r1")).containsExactly(instance("land", -1, TaskInstanceState.SUCCESS));
        assertThat(store.attempts("sales", "r1"))
                .containsExactly(new Attempt(key, 1, TaskInstanceState.SUCCESS, NOON, NOON, null));
        assertThat(store.result(key)).isEmpty();
    }

    @Test
    void a_commit_that_is_refused_changes_nothing_and_its_changes_apply_twice_without_harm() {
        var run = created();
        var landed = new StateChange.InstanceIs(instance("land", -1, TaskInstanceState.SUCCESS));
        commit(landed);
        commit(landed);
        assertThat(store.taskInstances("sales", "r1")).containsExactly(instance("land", -1, TaskInstanceState.SUCCESS));

        var failed = List.<StateChange>of(
                new StateChange.InstanceIs(instance("land", -1, TaskInstanceState.FAILED)),
                new StateChange.InstanceIs(instance("refine", -1, TaskInstanceState.FAILED)),
                new StateChange.RunIs(run.finished(RunState.FAILED, NOON, null)));
        assertThatThrownBy(() -> store.commit(new RunClaim("sales", "r1", THEIRS, claim.fence()), failed))
                .isInstanceOf(StateStoreException.class);

        assertThat(store.taskInstances("sales", "r1")).containsExactly(instance("land", -1, TaskInstanceState.SUCCESS));
        assertThat(store.findRun("sales", "r1")).contains(run);
    }

    @Test
    void as_many_runs_of_a_dag_are_executed_at_once_as_its_limit_allows() {
        created();
        var two = new RunLimit(2, owner -> true);

        store.createRun(run("r2", NOON.plusSeconds(1), RunState.RUNNING, THEIRS), "{}", List.of(), two);

        assertThatThrownBy(() ->
                        store.createRun(run("r3", NOON.plusSeconds(2), RunState.RUNNING, THEIRS), "{}", List.of(), two))
                .isInstanceOf(DagRunInProgressException.class);
        var ofBackfill =
                run("r4", NOON.plusSeconds(3), RunState.RUNNING, THEIRS).inBackfill(1);
        store.createRun(ofBackfill, "{}", List.of(), ALL_LIVE);
        assertThat(store.findRun("sales", "r4")).contains(ofBackfill);
    }

    @Test
    void a_queued_run_waits_until_an_engine_claims_it() {
        var queued = run("r1", NOON, RunState.QUEUED, null);
        store.queueRun(queued, "{}", List.of(instance("land", -1, TaskInstanceState.NONE)));

        assertThat(store.unfinishedRuns("sales")).containsExactly(queued);
        assertThat(store.unfinishedRuns("other")).isEmpty();
        var claimed = store.claimRun("sales", "r1", OURS, "{}", ALL_LIVE);
        assertThat(claimed.before()).isEqualTo(queued);
        store.commit(claimed.claim(), List.of(new StateChange.RunIs(queued.finished(RunState.SUCCESS, NOON, null))));
        assertThat(store.unfinishedRuns(null)).isEmpty();
    }

    @Test
    void runs_without_a_logical_date_never_stand_in_each_others_way() {
        store.queueRun(run("sales", "r1", null, RunState.QUEUED, null), "{}", List.of());
        store.queueRun(run("sales", "r2", null, RunState.QUEUED, null), "{}", List.of());

        assertThat(store.unfinishedRuns("sales")).extracting(DagRun::runId).containsExactly("r1", "r2");
        assertThat(store.latestRun("sales", null, RunsThatCount.ALL)).isEmpty();
        assertThat(store.runsBetween("sales", null, null)).isEmpty();
    }

    @Test
    void runs_are_found_by_their_logical_dates() {
        for (int day = 0; day < 4; day++) {
            var run = run("r" + day, NOON.plusSeconds(86_400L * day), RunState.QUEUED, null);
            store.queueRun(day == 2 ? run.inBackfill(9) : run, "{}", List.of());
        }
        var second = NOON.plusSeconds(86_400);

        assertThat(store.findRun("sales", second)).map(DagRun::runId).contains("r1");
        assertThat(store.findRun("sales", second.plusNanos(1))).isEmpty();
        assertThat(store.runsBetween("sales", second, second.plusSeconds(86_400)))
                .extracting(DagRun::runId)
                .containsExactly("r1", "r2");
        assertThat(store.runsBetween("sales", null, second)).hasSize(2);
        assertThat(store.runsBetween("sales", second, null)).hasSize(3);
        assertThat(store.latestRun("sales", null, RunsThatCount.ALL))
                .map(DagRun::runId)
                .contains("r3");
        assertThat(store.latestRun("sales", second, RunsThatCount.ALL))
                .map(DagRun::runId)
                .contains("r0");
        assertThat(store.latestRun("sales", null, RunsThatCount.AUTOMATED))
                .map(DagRun::runId)
                .contains("r2");
        assertThat(store.latestRun("sales", null, RunsThatCount.SUCCESSFUL)).isEmpty();
        var claimed = store.claimRun("sales", "r1", OURS, "{}", ALL_LIVE);
        store.commit(
                claimed.claim(),
                List.of(new StateChange.RunIs(claimed.before().finished(RunState.SUCCESS, NOON, null))));
        assertThat(store.latestRun("sales", null, RunsThatCount.SUCCESSFUL))
                .map(DagRun::runId)
                .contains("r1");
    }

    @Test
    void a_claim_from_before_is_refused_even_when_the_same_engine_has_the_run_again() {
        created();
        store.claimRun("sales", "r1", THEIRS, "{}", NOBODY_LIVES);
        var again = store.claimRun("sales", "r1", OURS, "{}", NOBODY_LIVES);

        assertThatThrownBy(() -> commit(new StateChange.InstanceIs(instance("land", -1, TaskInstanceState.SUCCESS))))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("no longer executed");
        store.commit(
                again.claim(), List.of(new StateChange.InstanceIs(instance("land", -1, TaskInstanceState.SUCCESS))));
        assertThat(store.taskInstances("sales", "r1", "land"))
                .extracting(TaskInstance::state)
                .containsExactly(TaskInstanceState.SUCCESS);
        assertThat(store.taskInstances("sales", "r1", "other")).isEmpty();
    }

    @Test
    void a_structure_is_a_new_version_when_it_differs_from_the_latest() {
        store.queueRun(run("r1", NOON, RunState.QUEUED, null), "{\"v\":1}", List.of());
        store.queueRun(run("r2", NOON.plusSeconds(1), RunState.QUEUED, null), "{\"v\":1}", List.of());
        store.queueRun(run("r3", NOON.plusSeconds(2), RunState.QUEUED, null), "{\"v\":2}", List.of());
        store.claimRun("sales", "r2", OURS, "{\"v\":2}", ALL_LIVE);

        assertThat(store.versionOf("sales", "r1")).contains(1);
        assertThat(store.versionOf("sales", "r2")).contains(2);
        assertThat(store.versionOf("sales", "r3")).contains(2);
        assertThat(store.structureOf("sales", "r1")).contains("{\"v\":1}");
        assertThat(store.versionOf("sales", "nope")).isEmpty();
    }

    @Test
    void a_command_reaches_the_engine_that_owns_the_run_until_it_is_carried_out() {
        created();

        assertThat(store.putCommand("sales", "r1", "{\"order\":\"end\"}")).isTrue();

        assertThat(store.commands(THEIRS)).isEmpty();
        var commands = store.commands(OURS);
        assertThat(commands).extracting(RunCommand::json).containsExactly("{\"order\":\"end\"}");
        commit(new StateChange.CommandDone(commands.get(0).id()));
        assertThat(store.commands(OURS)).isEmpty();
    }

    @Test
    void a_command_to_a_run_that_nobody_owns_is_not_taken() {
        store.queueRun(run("r1", NOON, RunState.QUEUED, null), "{}", List.of());

        assertThat(store.putCommand("sales", "r1", "{}")).isFalse();
        assertThat(store.takeCommands("sales", "r1")).isEmpty();
    }

    @Test
    void a_command_that_came_too_late_is_taken_once() {
        var run = created();
        store.putCommand("sales", "r1", "{}");
        commit(new StateChange.RunIs(run.finished(RunState.SUCCESS, NOON, null)));

        assertThat(store.takeCommands("sales", "r1")).hasSize(1);
        assertThat(store.takeCommands("sales", "r1")).isEmpty();
    }

    @Test
    void pauses_are_kept() {
        store.setPaused("sales", true);
        store.setPaused("sales", true);
        store.setPaused("other", false);
        assertThat(store.pausedDags()).containsExactly("sales");

        store.setPaused("sales", false);
        assertThat(store.pausedDags()).isEmpty();
    }

    private PoolShare share(RunOwner engine, int used, int waiting) {
        return store.pools().share(new PoolShare.Request("db", null, engine, used, waiting, 1), owner -> true);
    }

    @Test
    void pools_are_made_changed_and_deleted_beside_the_default_one() {
        var pools = store.pools();
        pools.put(new Pool("db", 3, "connections", false));
        pools.put(new Pool("db", 5, "more of them", true));

        assertThat(pools.list()).containsExactly(new Pool("db", 5, "more of them", true), Pool.DEFAULT);
        assertThat(pools.find("nope")).isEmpty();
        assertThat(pools.delete("db")).isTrue();
        assertThat(pools.delete("db")).isFalse();
        assertThatThrownBy(() -> pools.delete(Pool.DEFAULT_NAME)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_engine_that_is_alone_gets_of_a_pool_what_it_asks_for_and_a_reserve() {
        store.pools().put(new Pool("db", 8, "", true));

        assertThat(share(OURS, 0, 3).slots()).isEqualTo(5);
        assertThat(share(OURS, 5, 9).slots()).isEqualTo(8);
        assertThat(share(OURS, 8, 9).includeDeferred()).isTrue();
    }

    @Test
    void the_shares_of_all_engines_never_come_to_more_than_the_pool_and_what_comes_free_goes_to_who_waits() {
        store.pools().put(new Pool("db", 4, "", false));

        assertThat(share(OURS, 0, 4).slots()).isEqualTo(4);
        assertThat(share(THEIRS, 0, 3).slots()).isZero();
        assertThat(share(OURS, 4, 9).slots()).isEqualTo(4);
        assertThat(share(OURS, 3, 9).slots()).isEqualTo(3);
        assertThat(share(THEIRS, 0, 3).slots()).isEqualTo(1);
        assertThat(share(OURS, 1, 9).slots()).isEqualTo(2);
        assertThat(share(THEIRS, 1, 2).slots()).isEqualTo(2);
    }

    @Test
    void engines_whose_tasks_are_wider_than_their_parts_of_a_pool_do_not_block_each_other() {
        store.pools().put(new Pool("db", 4, "", false));
        var ours = new PoolShare.Request("db", null, OURS, 0, 6, 3);
        var theirs = new PoolShare.Request("db", null, THEIRS, 0, 6, 3);

        assertThat(store.pools().share(ours, owner -> true).slots()).isEqualTo(4);
        store.pools().share(theirs, owner -> true);
        assertThat(store.pools().share(ours, owner -> true).slots()).isZero();
        assertThat(store.pools().share(theirs, owner -> true).slots()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void what_a_dead_engine_had_of_a_pool_is_everybodys() {
        store.pools().put(new Pool("db", 2, "", false));
        share(THEIRS, 2, 0);

        var request = new PoolShare.Request("db", null, OURS, 0, 2, 1);
        assertThat(store.pools().share(request, owner -> true).slots()).isZero();
        assertThat(store.pools().share(request, owner -> false).slots()).isEqualTo(2);
    }

    @Test
    void a_pool_that_is_not_there_has_no_slots_and_one_without_a_limit_any_number() {
        assertThat(share(OURS, 0, 1).exists()).isFalse();
        assertThat(share(OURS, 0, 1).slots()).isZero();

        store.pools().put(new Pool("db", Pool.UNLIMITED, "", false));
        assertThat(share(OURS, 10_000, 1).slots()).isGreaterThan(10_000);
    }

    @Test
    void a_limit_that_is_no_pool_is_shared_as_one() {
        var request = new PoolShare.Request("limit of a task", 1, OURS, 0, 5, 1);

        assertThat(store.pools().share(request, owner -> true).slots()).isEqualTo(1);
        assertThat(store.pools().list()).containsExactly(Pool.DEFAULT);
    }

    private static Backfill backfill(String dagId) {
        return new Backfill(
                0,
                dagId,
                NOON,
                NOON.plusSeconds(86_400),
                Backfill.Reprocess.FAILED,
                true,
                3,
                false,
                NOON,
                null,
                List.of(
                        new Backfill.Entry(1, NOON.plusSeconds(86_400), "b2", null),
                        new Backfill.Entry(2, NOON, "r1", "in flight")));
    }

    @Test
    void a_backfill_is_read_back_as_it_was_made() {
        var kept = store.backfills().create(backfill("sales"));

        assertThat(kept).isEqualTo(backfill("sales").numbered(kept.number()));
        assertThat(store.backfills().find(kept.number())).contains(kept);
        assertThat(store.backfills().find(kept.number() + 1)).isEmpty();
        store.backfills().update(kept.paused(true));
        assertThat(store.backfills().list("sales", 10)).containsExactly(kept.paused(true));
        assertThat(store.backfills().list("other", 10)).isEmpty();
    }

    @Test
    void a_dag_has_one_backfill_at_a_time() {
        var first = store.backfills().create(backfill("sales"));
        store.backfills().create(backfill("other"));

        assertThatThrownBy(() -> store.backfills().create(backfill("sales")))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("backfill " + first.number());
        store.backfills().update(first.ended(NOON));
        var second = store.backfills().create(backfill("sales"));
        assertThat(store.backfills().list("sales", 10))
                .extracting(Backfill::number)
                .containsExactly(second.number(), first.number());
    }

    @Test
    void an_engine_that_has_joined_is_alive_until_it_leaves() {
        var engine = RunOwner.inThisProcess();
        try (var membership = store.join(engine, () -> {})) {
            assertThat(membership).isNotNull();
            assertThat(store.isAlive(engine)).isTrue();
            assertThat(store.engines()).containsExactly(engine);
        }
        assertThat(store.engines()).isEmpty();
        assertThat(store.isAlive(new RunOwner(engine.host(), Long.MAX_VALUE, NOON, "gone")))
                .isFalse();
    }

    @Test
    void of_engines_that_begin_runs_of_one_dag_at_once_one_does() throws InterruptedException {
        int engines = 4;
        int dags = 25;
        var together = new CyclicBarrier(engines);
        var begun = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < engines; i++) {
            var owner = new RunOwner("host" + i, i, null, "engine" + i);
            var runId = "r" + i;
            var logicalDate = NOON.plusSeconds(i);
            threads.add(new Thread(
                    () -> {
                        for (int dag = 0; dag < dags; dag++) {
                            var run = run("dag" + dag, runId, logicalDate, RunState.RUNNING, owner);
                            if (begins(run, together)) {
                                begun.incrementAndGet();
                            }
                        }
                    },
                    "engine-" + i));
        }
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }

        assertThat(begun).hasValue(dags);
        assertThat(store.runs(null, engines * dags)).extracting(DagRun::dagId).doesNotHaveDuplicates();
    }

    private boolean begins(DagRun run, CyclicBarrier together) {
        try {
            together.await();
            store.createRun(run, "{}", List.of(), ALL_LIVE);
            return true;
        } catch (DagRunInProgressException e) {
            return false;
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }

    private static final Asset SALES = Asset.of("s3://curated/sales");
    private static final Asset RATES =
            Asset.named("rates", "https://rates.example/daily").group("feed").extra(Map.of("owner", "me", "days", 7));

    private static AssetEvent update(Asset asset, String taskId, int tryNumber) {
        return new AssetEvent(
                0,
                asset,
                NOON,
                Map.of("rows", 12, "parts", List.of("a", "b"), "whole", true),
                new AssetEvent.Source(new TaskInstanceKey("sales", "r1", taskId, -1), tryNumber));
    }

    private static DagRun report(String runId) {
        return run("report", runId, null, RunState.QUEUED, null);
    }

    @Test
    void an_update_is_stored_with_the_commit_that_tells_of_it_and_queued_for_those_who_follow_the_asset() {
        store.assets().follow("report", List.of(SALES, RATES));
        store.assets().follow("other", List.of(RATES));
        created();

        commit(
                new StateChange.InstanceIs(instance("land", -1, TaskInstanceState.SUCCESS)),
                new StateChange.AssetUpdated(update(SALES, "land", 1)),
                new StateChange.AssetUpdated(update(RATES, "land", 1)));

        var events = store.assets().events(null, 10);
        assertThat(events).hasSize(2).allSatisfy(event -> {
            assertThat(event.number()).isPositive();
            assertThat(event.extra()).isEqualTo(update(SALES, "land", 1).extra());
        });
        assertThat(store.assets().events("rates", 10)).singleElement().satisfies(event -> {
            assertThat(event).isEqualTo(update(RATES, "land", 1).numbered(event.number()));
        });
        assertThat(store.assets().queue("report", true))
                .extracting(queued -> queued.event().asset())
                .containsExactlyInAnyOrder(SALES, RATES);
        assertThat(store.assets().queue("other", true)).hasSize(1);
        assertThat(store.assets().waiting()).containsExactlyInAnyOrder("report", "other");
        assertThat(store.taskInstances("sales", "r1"))
                .extracting(TaskInstance::state)
                .containsExactly(TaskInstanceState.SUCCESS);
    }

    @Test
    void the_update_of_one_attempt_counts_once_however_often_it_is_stored() {
        store.assets().follow("report", List.of(SALES));
        created();

        commit(new StateChange.AssetUpdated(update(SALES, "land", 1)));
        commit(new StateChange.AssetUpdated(update(SALES, "land", 1)));
        commit(new StateChange.AssetUpdated(update(SALES, "land", 2)));

        assertThat(store.assets().events("s3://curated/sales", 10)).hasSize(2);
        assertThat(store.assets().queue("report", true)).hasSize(2);
    }

    @Test
    void an_update_by_one_who_has_lost_the_run_is_not_stored() {
        store.assets().follow("report", List.of(SALES));
        created();
        store.claimRun("sales", "r1", THEIRS, "{}", NOBODY_LIVES);

        assertThatThrownBy(() -> commit(new StateChange.AssetUpdated(update(SALES, "land", 1))))
                .isInstanceOf(StateStoreException.class);

        assertThat(store.assets().events(null, 10)).isEmpty();
        assertThat(store.assets().queue("report", false)).isEmpty();
    }

    @Test
    void a_run_consumes_what_is_queued_and_is_not_made_when_that_is_not_enough() {
        store.assets().follow("report", List.of(SALES, RATES));
        var first = store.assets().emit(AssetEvent.external(SALES, NOON, Map.of()));
        var both = Set.of("s3://curated/sales", "rates");

        assertThat(store.assets().queueRun(report("a1"), "{}", List.of(), List.of(), updated -> updated.equals(both)))
                .isEmpty();
        assertThat(store.findRun("report", "a1")).isEmpty();

        var second = store.assets().emit(AssetEvent.external(RATES, NOON, Map.of("day", "Monday")));
        assertThat(store.assets().queueRun(report("a1"), "{}", List.of(), List.of(), updated -> updated.equals(both)))
                .contains(List.of(first, second));
        assertThat(store.findRun("report", "a1")).map(DagRun::state).contains(RunState.QUEUED);
        assertThat(store.assets().consumedBy("report", "a1")).containsExactly(first, second);
        assertThat(store.assets().queue("report", false)).isEmpty();
        assertThat(store.assets().waiting()).isEmpty();
        assertThat(store.assets().queueRun(report("a2"), "{}", List.of(), List.of(), updated -> !updated.isEmpty()))
                .isEmpty();
    }

    @Test
    void what_is_updated_while_a_dag_is_paused_is_queued_but_does_not_count() {
        store.assets().follow("report", List.of(SALES));
        store.setPaused("report", true);
        store.assets().emit(AssetEvent.external(SALES, NOON, Map.of()));
        store.setPaused("report", false);

        assertThat(store.assets().waiting()).isEmpty();
        assertThat(store.assets().queue("report", true)).isEmpty();
        assertThat(store.assets().queue("report", false)).hasSize(1);
        assertThat(store.assets().queueRun(report("a1"), "{}", List.of(), List.of(), updated -> !updated.isEmpty()))
                .isEmpty();
    }

    @Test
    void a_dag_follows_what_it_said_last() {
        store.assets().follow("report", List.of(SALES, RATES));
        store.assets().emit(AssetEvent.external(SALES, NOON, Map.of()));
        store.assets().emit(AssetEvent.external(RATES, NOON, Map.of()));

        var moved = Asset.named("rates", "https://rates.example/hourly");
        store.assets().follow("report", List.of(moved));

        assertThat(store.assets().following()).isEqualTo(Map.of("report", Set.of("rates")));
        assertThat(store.assets().queue("report", true))
                .extracting(queued -> queued.event().asset().name())
                .containsExactly("rates");
        assertThat(store.assets().assets()).containsExactly(moved, SALES);

        store.assets().follow("report", List.of());
        assertThat(store.assets().following()).isEmpty();
        assertThat(store.assets().queue("report", false)).isEmpty();
    }

    @Test
    void of_many_who_would_make_the_run_of_one_update_one_does() throws InterruptedException {
        int engines = 4;
        int rounds = 10;
        store.assets().follow("report", List.of(SALES));
        var together = new CyclicBarrier(engines);
        var made = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < engines; i++) {
            var engine = "engine" + i + "_";
            threads.add(new Thread(
                    () -> {
                        for (int round = 0; round < rounds; round++) {
                            await(together);
                            store.assets().emit(AssetEvent.external(SALES, NOON, Map.of()));
                            if (store.assets()
                                    .queueRun(
                                            report(engine + round),
                                            "{}",
                                            List.of(),
                                            List.of(),
                                            updated -> !updated.isEmpty())
                                    .isPresent()) {
                                made.incrementAndGet();
                            }
                        }
                    },
                    engine));
        }
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }

        var consumed = store.runs("report", engines * rounds).stream()
                .flatMap(run -> store.assets().consumedBy("report", run.runId()).stream())
                .map(AssetEvent::number)
                .toList();
        assertThat(consumed)
                .as("each update is consumed once")
                .doesNotHaveDuplicates()
                .hasSize(engines * rounds);
        assertThat(store.runs("report", engines * rounds)).hasSize(made.get());
    }

    private static void await(CyclicBarrier together) {
        try {
            together.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }

    private static StoredDeadline deadline(String runId, String name, int seconds) {
        return new StoredDeadline("sales", runId, name, NOON.plusSeconds(seconds), null);
    }

    @Test
    void deadlines_are_made_with_their_run_and_missed_once() {
        var late = deadline("r1", "late", 20);
        var soon = deadline("r1", "soon", 10);
        var queued = deadline("r2", "soon", 15);
        store.createRun(run("r1", NOON, RunState.RUNNING, OURS), "{}", List.of(), List.of(late, soon), NOBODY_LIVES);
        store.queueRun(run("r2", NOON.plusSeconds(1), RunState.QUEUED, null), "{}", List.of(), List.of(queued));

        assertThat(store.deadlines().pending("sales")).containsExactly(soon, queued, late);
        assertThat(store.deadlines().pending("other")).isEmpty();
        assertThat(store.deadlines().miss("sales", "r1", "soon", NOON.plusSeconds(11)))
                .isTrue();
        assertThat(store.deadlines().miss("sales", "r1", "soon", NOON.plusSeconds(12)))
                .isFalse();
        assertThat(store.deadlines().miss("sales", "r1", "unknown", NOON)).isFalse();

        assertThat(store.deadlines().pending("sales")).containsExactly(queued, late);
        assertThat(store.deadlines().of("sales", "r1"))
                .containsExactly(new StoredDeadline("sales", "r1", "soon", soon.due(), NOON.plusSeconds(11)), late);
    }

    @Test
    void a_run_that_is_refused_leaves_no_deadlines() {
        created();

        assertThatThrownBy(() -> store.queueRun(
                        run("r1", NOON.plusSeconds(1), RunState.QUEUED, null),
                        "{}",
                        List.of(),
                        List.of(deadline("r1", "late", 1))))
                .isInstanceOf(StateStoreException.class);

        assertThat(store.deadlines().pending("sales")).isEmpty();
    }

    @Test
    void a_success_takes_the_deadlines_away_that_it_has_met_and_leaves_the_others() {
        var run = run("r1", NOON, RunState.RUNNING, OURS);
        var deadlines = List.of(
                deadline("r1", "missed", 1),
                deadline("r1", "passed", 4),
                deadline("r1", "just", 5),
                deadline("r1", "far", 9));
        claim = store.createRun(run, "{}", List.of(), deadlines, NOBODY_LIVES);
        store.deadlines().miss("sales", "r1", "missed", NOON.plusSeconds(2));

        commit(
                new StateChange.RunIs(run.finished(RunState.SUCCESS, NOON.plusSeconds(5), null)),
                new StateChange.DeadlinesMet(NOON.plusSeconds(5)));

        assertThat(store.deadlines().of("sales", "r1"))
                .extracting(StoredDeadline::name)
                .containsExactly("missed", "passed");
        assertThat(store.findRun("sales", "r1")).map(DagRun::state).contains(RunState.SUCCESS);
    }
}
