package dev.cuesheet.enginejdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.Asset;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.RunType;
import dev.cuesheet.engine.Schedule;
import dev.cuesheet.engine.Scheduler;
import dev.cuesheet.engine.spi.StateStore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Updates of assets by one process and the runs that they bring about in others. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AssetNewsTest {
    private static final Asset SALES = Asset.of("s3://curated/sales");

    private final BlockingQueue<String> consumed = new LinkedBlockingQueue<>();

    @TempDir
    Path folder;

    private Dag report() {
        var dag = Dag.named("report").schedule(Schedule.onAssets(SALES));
        dag.task(
                "write",
                context -> consumed.add(context.triggeringAssetEvents().stream()
                        .map(event -> String.valueOf(event.extra().get("rows")))
                        .toList()
                        .toString()));
        return dag.build();
    }

    private static Dag sales() {
        var dag = Dag.named("sales");
        dag.task("refine", context -> {
                    context.outlet(SALES).extra("rows", 12);
                    return null;
                })
                .outlet(SALES);
        return dag.build();
    }

    private void an_update_is_consumed_once_by_one_of_two_schedulers(Supplier<StateStore> open) throws Exception {
        try (var first = open.get();
                var second = open.get();
                var third = open.get();
                var one = Engine.builder().store(first).build();
                var other = Engine.builder().store(second).build();
                var producer = Engine.builder().store(third).build();
                var scheduler = new Scheduler(one);
                var otherScheduler = new Scheduler(other)) {
            scheduler.schedule(List.of(report()));
            otherScheduler.schedule(List.of(report()));

            assertThat(producer.run(sales(), RunRequest.manual()).state()).isEqualTo(RunState.SUCCESS);
            assertThat(consumed.take()).isEqualTo("[12]");
            producer.run(sales(), RunRequest.manual());
            assertThat(consumed.take()).isEqualTo("[12]");

            assertThat(third.assets().waiting()).isEmpty();
            assertThat(third.runs("report", 10))
                    .hasSize(2)
                    .extracting(DagRun::type)
                    .containsOnly(RunType.ASSET_TRIGGERED);
        }
        assertThat(consumed).isEmpty();
    }

    @Test
    void an_update_is_consumed_once_by_one_of_two_schedulers_on_one_file() throws Exception {
        an_update_is_consumed_once_by_one_of_two_schedulers(() -> SqliteStateStore.open(folder.resolve("state.db")));
    }

    @Test
    void an_update_is_consumed_once_by_one_of_two_schedulers_on_one_server() throws Exception {
        var schema = TestPostgres.freshSchema();
        an_update_is_consumed_once_by_one_of_two_schedulers(
                () -> TestPostgres.store(schema).open());
    }
}
