package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.cuesheet.engine.internal.json.StructureJson;
import dev.cuesheet.engine.spi.Assets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssetTest {
    private static final Asset SALES = Asset.of("s3://curated/sales");
    private static final Asset RATES = Asset.of("s3://curated/rates");
    private static final Asset RETURNS = Asset.of("s3://curated/returns");

    private final TestEngine engine = TestEngine.at("2024-05-01T01:00:00Z");
    private final Scheduler scheduler = new Scheduler(engine.engine);
    private final List<String> consumed = new ArrayList<>();

    private static Dag producing(String dagId, Asset... assets) {
        var dag = Dag.named(dagId);
        dag.task("refine", context -> null).outlet(assets);
        return dag.build();
    }

    /** Notes for each of its runs the assets that brought it about. */
    private Dag consuming(Schedule schedule) {
        var dag = Dag.named("report").schedule(schedule);
        dag.task(
                "write",
                context -> consumed.add(context.triggeringAssetEvents().stream()
                        .map(event -> event.asset().uri().replace("s3://curated/", ""))
                        .toList()
                        .toString()));
        return dag.build();
    }

    /** A second later, because two runs of a DAG are never for one instant. */
    private void produce(Dag dag) {
        engine.run(dag);
        engine.advance(Duration.ofSeconds(1));
    }

    private List<DagRun> runs() {
        return engine.store.runs("report", 100);
    }

    @Test
    void the_success_of_a_task_brings_about_a_run_of_the_dag_that_waits_for_its_asset() {
        scheduler.schedule(List.of(consuming(Schedule.onAssets(SALES))));

        produce(producing("sales", SALES));

        assertThat(consumed).containsExactly("[sales]");
        var run = runs().get(0);
        assertThat(run.type()).isEqualTo(RunType.ASSET_TRIGGERED);
        assertThat(run.logicalDate()).isNull();
        assertThat(run.dataInterval()).isNull();
        assertThat(run.runAfter()).isEqualTo(Instant.parse("2024-05-01T01:00:00Z"));
        assertThat(run.runId()).matches("asset_triggered__2024-05-01T01:00:00\\+00:00_[a-z]{8}");
        assertThat(run.state()).isEqualTo(RunState.SUCCESS);
    }

    @Test
    void a_list_of_assets_waits_until_all_are_updated_since_the_last_run() {
        scheduler.schedule(List.of(consuming(Schedule.onAssets(SALES, RATES))));

        produce(producing("sales", SALES));
        produce(producing("sales", SALES));
        assertThat(consumed).isEmpty();

        produce(producing("rates", RATES));
        assertThat(consumed).containsExactly("[sales, sales, rates]");

        produce(producing("rates", RATES));
        assertThat(consumed).as("the sales were consumed").hasSize(1);
        produce(producing("sales", SALES));
        assertThat(consumed).containsExactly("[sales, sales, rates]", "[rates, sales]");
    }

    @Test
    void assets_can_be_combined_by_and_and_or() {
        scheduler.schedule(List.of(consuming(Schedule.onAssets(SALES.or(RETURNS).and(RATES)))));

        produce(producing("returns", RETURNS));
        assertThat(consumed).isEmpty();
        produce(producing("rates", RATES));

        assertThat(consumed).containsExactly("[returns, rates]");
    }

    @Test
    void a_dag_can_run_at_its_times_as_well() {
        var daily = Schedule.daily("02:00", ZoneId.of("UTC"));
        scheduler.schedule(List.of(consuming(Schedule.onAssetsOrTime(SALES, daily))));

        produce(producing("sales", SALES));
        engine.advance(Duration.ofHours(1));

        assertThat(consumed).containsExactly("[sales]", "[]");
        assertThat(runs())
                .extracting(DagRun::type)
                .containsExactlyInAnyOrder(RunType.ASSET_TRIGGERED, RunType.SCHEDULED);
    }

    @Test
    void a_task_that_fails_or_is_skipped_updates_nothing() {
        scheduler.schedule(List.of(consuming(Schedule.onAssets(SALES))));
        var dag = Dag.named("sales");
        dag.task("fail", context -> {
                    throw TaskFailure.permanent("no");
                })
                .outlet(SALES);
        dag.task("skip", context -> {
                    throw new TaskSkipped("no");
                })
                .outlet(SALES);

        engine.run(dag.build());

        assertThat(consumed).isEmpty();
        assertThat(engine.engine.assets().events(null, 10)).isEmpty();
    }

    @Test
    void each_instance_of_a_mapped_task_is_an_update_with_what_it_tells() {
        var dag = Dag.named("sales");
        dag.expand("refine", List.of("north", "south"), (context, region) -> {
                    context.outlet(SALES).extra("region", region).extra(Map.of("rows", List.of(1, 2)));
                    return null;
                })
                .outlet(SALES);

        var run = engine.run(dag.build());

        var events = engine.engine.assets().events(SALES.name(), 10);
        assertThat(events).extracting(event -> event.extra().get("region")).containsExactly("south", "north");
        assertThat(events.get(1).extra()).contains(entry("rows", List.of(1, 2)));
        assertThat(events.get(1).updatedBy()).contains(new TaskInstanceKey("sales", run.runId(), "refine", 0));
    }

    @Test
    void what_a_failed_attempt_told_is_forgotten() {
        var dag = Dag.named("sales");
        dag.task("refine", context -> {
                    if (context.tryNumber() == 1) {
                        context.outlet(SALES).extra("rows", 1);
                        throw new IllegalStateException("broken pipe");
                    }
                    return null;
                })
                .outlet(SALES)
                .retries(Retries.upTo(1));

        engine.run(dag.build());

        assertThat(engine.engine.assets().events(null, 10))
                .extracting(AssetEvent::extra)
                .containsExactly(Map.of());
    }

    @Test
    void an_update_from_outside_counts_like_one_of_a_task() {
        scheduler.schedule(List.of(consuming(Schedule.onAssets(SALES))));

        var event = engine.engine.assets().emit(SALES, Map.of("by", "a person"));

        assertThat(event.number()).isPositive();
        assertThat(consumed).containsExactly("[sales]");
        assertThat(engine.engine.assets().consumedBy("report", runs().get(0).runId()))
                .containsExactly(event);
    }

    @Test
    void templates_see_the_updates_that_brought_the_run_about() {
        var texts = new ArrayList<String>();
        var dag = Dag.named("report").schedule(Schedule.onAssets(SALES));
        dag.task(
                "write",
                context -> texts.add(context.render(
                        "{% for asset, events in triggering_asset_events.items() %}{% for event in events %}{{ asset }} {{ event.extra.rows }}"
                                + " of {{ event.source_dag_id }} at {{ event.timestamp }};{% endfor %}{% endfor %}")));
        scheduler.schedule(List.of(dag.build()));
        var sales = Dag.named("sales");
        sales.task("refine", context -> context.outlet(SALES).extra("rows", 7) == null)
                .outlet(SALES);

        engine.run(sales.build());

        assertThat(texts).containsExactly("s3://curated/sales 7 of sales at 2024-05-01 01:00:00+00:00;");
    }

    @Test
    void a_task_reads_the_latest_updates_of_its_inlets_and_templates_what_it_tells_of_its_outlets() {
        engine.engine.assets().emit(RATES, Map.of("rate", 1));
        engine.engine.assets().emit(RATES, Map.of("rate", 2));
        var seen = new ArrayList<Object>();
        var dag = Dag.named("sales");
        dag.task("refine", context -> {
                    context.outlet(SALES).extra("rows", 7);
                    seen.add(context.inletEvents(RATES, 1).get(0).extra().get("rate"));
                    seen.add(context.render("{{ inlet_events['s3://curated/rates'][-1].extra.rate }}"
                            + " {{ outlet_events['s3://curated/sales'].extra.rows }}"));
                    return null;
                })
                .inlet(RATES)
                .outlet(SALES);

        assertThat(engine.run(dag.build()).state()).isEqualTo(RunState.SUCCESS);

        assertThat(seen).containsExactly(2, "2 7");
    }

    @Test
    void a_task_speaks_only_of_assets_that_it_declared() {
        var dag = Dag.named("sales");
        dag.task("refine", context -> context.outlet(RATES)).outlet(SALES);
        dag.task("read", context -> context.inletEvents(RATES, 1));

        var run = engine.run(dag.build());

        assertThat(engine.store.taskInstances("sales", run.runId()))
                .extracting(TaskInstance::note)
                .allSatisfy(note -> assertThat(note).contains("asset \"s3://curated/rates\" is no "));
    }

    @Test
    void a_paused_dag_is_not_brought_about_by_what_happened_while_it_was_paused() {
        scheduler.schedule(List.of(consuming(Schedule.onAssets(SALES))));
        engine.engine.pause("report");
        produce(producing("sales", SALES));

        engine.engine.unpause("report");
        assertThat(consumed).isEmpty();

        produce(producing("sales", SALES));
        assertThat(consumed).as("but the next run consumes it").containsExactly("[sales, sales]");
    }

    @Test
    void a_run_that_its_limit_holds_up_waits_in_the_queue_and_later_updates_are_the_next_runs() throws Exception {
        var dag = Dag.named("report").schedule(Schedule.onAssets(SALES)).maxActiveRuns(1);
        dag.sensor("wait", Poking.every(Duration.ofMinutes(1)), context -> {
            var noon = Instant.parse("2024-05-01T12:00:00Z");
            return context.clock().instant().isBefore(noon)
                    ? Optional.empty()
                    : Optional.of(consumed.add(
                            String.valueOf(context.triggeringAssetEvents().size())));
        });
        scheduler.schedule(List.of(dag.build()));

        engine.engine.assets().emit(SALES, Map.of());
        engine.advance(Duration.ofMinutes(1));
        engine.engine.assets().emit(SALES, Map.of());
        assertThat(runs()).extracting(DagRun::state).containsExactly(RunState.QUEUED, RunState.RUNNING);

        engine.advance(Duration.ofHours(12));
        assertThat(consumed).containsExactly("1", "1");
    }

    @Test
    void a_run_whose_creation_a_crash_prevented_is_made_by_the_next_scheduler() {
        scheduler.schedule(List.of(consuming(Schedule.onAssets(SALES))));
        scheduler.close();
        produce(producing("sales", SALES));
        assertThat(consumed).isEmpty();

        new Scheduler(engine.afterCrash().engine).schedule(List.of(consuming(Schedule.onAssets(SALES))));

        assertThat(consumed).containsExactly("[sales]");
    }

    @Test
    void two_schedulers_make_one_run_of_one_update() {
        var other = new Scheduler(engine.withStoreOf(engine).engine);
        scheduler.schedule(List.of(consuming(Schedule.onAssets(SALES))));
        other.schedule(List.of(consuming(Schedule.onAssets(SALES))));

        engine.engine.assets().emit(SALES, Map.of());
        engine.advance(Duration.ofMinutes(1));

        assertThat(consumed).containsExactly("[sales]");
        assertThat(runs()).hasSize(1);
    }

    @Test
    void a_dag_that_waits_for_assets_no_more_has_none_kept_for_it() {
        scheduler.schedule(List.of(consuming(Schedule.onAssets(SALES, RATES))));
        produce(producing("sales", SALES));
        assertThat(engine.engine.assets().waitingFor("report")).hasSize(1);

        scheduler.schedule(List.of(consuming(Schedule.manual())));
        produce(producing("sales", SALES));

        assertThat(engine.engine.assets().waitingFor("report")).isEmpty();
        assertThat(engine.engine.assets().followers(SALES.name())).isEmpty();
    }

    @Test
    void clearing_the_task_updates_its_asset_again_and_resuming_the_run_does_not() {
        var dag = Dag.named("sales");
        var refine = dag.task("refine", context -> null).outlet(SALES);
        dag.task("check", context -> {
                    throw TaskFailure.permanent("no");
                })
                .after(refine);
        var built = dag.build();
        var run = engine.run(built);

        engine.resume(built, run.runId());
        assertThat(engine.engine.assets().events(null, 10)).hasSize(1);

        engine.engine.operations().clear(built, run.runId(), TaskSelection.of("refine"));
        engine.resume(built, run.runId());
        assertThat(engine.engine.assets().events(null, 10)).hasSize(2);
    }

    @Test
    void every_fault_about_assets_is_told_at_once() {
        var dag =
                Dag.named("sales").schedule(Schedule.onAssetsOrTime(Asset.named("sales", "s3://a"), Schedule.manual()));
        dag.task("refine", context -> null).outlet(Asset.named("sales", "s3://b"));
        dag.task("copy", context -> null).inlet(Asset.named("other", "s3://a"));

        assertThatThrownBy(dag::build)
                .isInstanceOf(DagDefinitionException.class)
                .hasMessageContaining("onAssetsOrTime needs a schedule by time")
                .hasMessageContaining("asset \"sales\" is at s3://b here and at s3://a elsewhere")
                .hasMessageContaining("the asset at s3://a is named \"other\" here and \"sales\" elsewhere");
    }

    @Test
    void an_asset_needs_a_uri_without_credentials_and_extra_that_can_be_kept() {
        assertThatThrownBy(() -> Asset.of(" ")).hasMessageContaining("1 to 1500 characters");
        assertThatThrownBy(() -> Asset.of("a b")).hasMessageContaining("needs a URI");
        assertThatThrownBy(() -> Asset.of("airflow://a")).hasMessageContaining("reserved");
        assertThatThrownBy(() -> Asset.of("postgresql://me:secret@host/db"))
                .hasMessageContaining("credentials")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> SALES.extra(Map.of("at", Instant.EPOCH))).hasMessageContaining("cannot be kept");
    }

    @Test
    void the_schedule_and_the_assets_survive_being_written_down() {
        var schedule = Schedule.onAssetsOrTime(
                SALES.or(RATES.group("lake").extra(Map.of("owner", "me"))).and(RETURNS),
                Schedule.daily("02:00", ZoneId.of("Europe/Rome")));
        var dag = Dag.named("report").schedule(schedule);
        dag.task("write", context -> null).outlet(RETURNS);

        var json = StructureJson.write(dag.build().structure());

        assertThat(StructureJson.schedule(json)).isEqualTo(schedule);
        assertThat(schedule.describe())
                .isEqualTo("on (s3://curated/sales or s3://curated/rates) and s3://curated/returns"
                        + " or 0 2 * * * (Europe/Rome)");
        assertThat(json).contains("\"outlets\":[{\"asset\":\"s3://curated/returns\"");
    }

    @Test
    void the_queue_is_asked_again_in_the_step_that_makes_the_run() {
        var assets = engine.store.assets();
        assets.follow("report", List.of(SALES));
        engine.engine.emit(AssetEvent.external(SALES, Instant.EPOCH, Map.of()));

        var run = DagRun.queued("report", "r", RunType.ASSET_TRIGGERED, Instant.EPOCH);
        assertThat(assets.queueRun(run, "{}", List.of(), List.of(), updated -> false))
                .isEmpty();

        assertThat(engine.store.findRun("report", "r")).isEmpty();
        assertThat(assets.queue("report", true))
                .extracting(Assets.Queued::event)
                .hasSize(1);
    }
}
