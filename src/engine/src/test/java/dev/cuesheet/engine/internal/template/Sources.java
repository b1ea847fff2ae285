package dev.cuesheet.engine.internal.template;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.DataInterval;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.RunType;
import dev.cuesheet.engine.Secrets;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.spi.RunOwner;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the variables of an attempt are taken from, in tests. Immutable. */
record Sources(Map<String, Object> params, RunTimes times, Secrets secrets, Optional<DagRun> previous) {
    private static final Instant DATE = Instant.parse("2024-05-01T02:03:04.5Z");
    private static final Instant NOW = Instant.parse("2024-05-03T02:03:04.5Z");

    static Sources of(Map<String, Object> params) {
        return new Sources(params, new RunTimes(DATE, DataInterval.exact(DATE)), Secrets.none(), Optional.empty());
    }

    Sources at(@Nullable Instant logicalDate, @Nullable DataInterval interval) {
        return new Sources(params, new RunTimes(logicalDate, interval), secrets, previous);
    }

    Sources knowing(Map<String, String> environment) {
        return new Sources(params, times, Secrets.standard(environment, Path.of("nowhere")), previous);
    }

    Sources afterSuccessOf(Instant date) {
        var run = DagRun.queued("tickit_etl", "earlier", RunType.SCHEDULED, date)
                .running(date.plusSeconds(1), RunOwner.inThisProcess())
                .finished(RunState.SUCCESS, date.plusSeconds(60), null);
        return new Sources(params, times, secrets, Optional.of(run));
    }

    Map<String, Object> variables(String text) {
        var dag = Dag.named("tickit_etl").description("Loads sales").tag("sales");
        params.forEach((name, value) -> dag.param(name, value, name));
        dag.param("unset", null, "a parameter without a value in this run");
        dag.task("land", context -> null);
        var structure = dag.build().structure();
        var run = DagRun.queued("tickit_etl", "manual__x", RunType.MANUAL, DATE)
                .with(params)
                .running(NOW, RunOwner.inThisProcess());
        var key = new TaskInstanceKey("tickit_etl", "manual__x", "land", 3);
        return TemplateVariables.of(
                new TemplateSource(
                        structure,
                        structure.tasks().get(0),
                        run,
                        times,
                        new TaskInstance(key, TaskInstanceState.RUNNING, 2, 4, NOW, null, null),
                        secrets,
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        () -> previous,
                        AssetValues.NONE),
                text);
    }

    String render(String text) {
        return Templates.render(text, "sql", () -> variables(text));
    }
}
