package dev.cuesheet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssetsCommandTest {
    @TempDir
    private Path folder;

    private TestShell run(int exit, String... args) {
        var shell = new TestShell(folder);
        assertThat(shell.run(args)).as(shell.err()).isEqualTo(exit);
        return shell;
    }

    @Test
    void an_update_by_hand_is_listed_and_shown() {
        run(0, "assets", "update", "sales", "--uri", "s3://curated/sales", "--extra", "{\"rows\": 12}");
        run(0, "assets", "update", "sales");

        assertThat(run(0, "assets", "list").out()).contains("sales  s3://curated/sales  asset");
        assertThat(run(0, "assets", "list", "--json").out())
                .startsWith(
                        "[{\"name\":\"sales\",\"uri\":\"s3://curated/sales\",\"group\":\"asset\",\"extra\":{},\"updated\":\"");
        assertThat(run(0, "assets", "details", "sales", "--json").out())
                .contains("\"followedBy\":[]", "\"number\":2", "\"extra\":{\"rows\":12}");
        assertThat(run(0, "assets", "details", "sales", "--limit", "1").out())
                .contains("uri: s3://curated/sales", "number=2")
                .doesNotContain("number=1");
    }

    @Test
    void an_asset_that_nobody_knows_is_named() {
        assertThat(run(0, "assets", "list").err()).contains("No assets yet");
        assertThat(run(1, "assets", "details", "nope").err()).contains("There is no asset \"nope\"");
        assertThat(run(1, "assets", "update", "nope").err()).contains("There is no asset \"nope\"");
    }
}
