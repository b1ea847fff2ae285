package dev.cuesheet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.enginejdbc.SqliteStateStore;
import dev.cuesheet.operators.quality.DataQualityOperator;
import dev.cuesheet.operators.quality.Measure;
import dev.cuesheet.operators.quality.SqlRow;
import dev.cuesheet.operators.quality.SqlSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ShowChecksTest {
    @TempDir
    private Path folder;

    @Test
    void what_checks_found_is_shown_also_when_their_task_failed() throws InterruptedException {
        SqlSource three = (question, context) -> Optional.of(new SqlRow(List.of("n"), List.of(3)));
        var rows = Measure.rows("sales");
        var dag = Dag.named("nightly");
        dag.task(
                "check",
                new DataQualityOperator(
                        three, rows.is(4), rows.is(3), rows.is(5).asWarning()));
        dag.task("other", context -> "no checks");
        var home = new Home(folder).ready();
        try (var store = SqliteStateStore.open(home.database());
                var engine = Engine.builder().store(store).build()) {
            engine.run(dag.build(), RunRequest.manual().runId("r"));
        }

        var json = new TestShell(folder);
        assertThat(json.run("show-run", "nightly", "--json", "--home", folder.toString()))
                .isZero();
        var checks = JsonMapper.shared().readTree(json.out()).get("checks");
        assertThat(checks.size()).isEqualTo(3);
        assertThat(checks.get(0).propertyNames())
                .containsExactly(
                        "taskId", "mapIndex", "name", "subject", "severity", "passed", "expected", "found", "at");
        assertThat(checks.get(0).get("passed").asBoolean()).isFalse();
        assertThat(checks.get(2).get("severity").asString()).isEqualTo("warn");

        var text = new TestShell(folder);
        assertThat(text.run("show-run", "nightly", "--home", folder.toString())).isZero();
        assertThat(text.out())
                .contains("check: 1 of 3 checks passed", "error: rows of sales: expected exactly 4, found 3")
                .doesNotContain("other:");
    }
}
