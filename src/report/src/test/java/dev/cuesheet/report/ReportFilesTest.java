package dev.cuesheet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
    @TempDir
    Path folder;

    @Test
    void a_report_replaces_the_former_one_and_leaves_nothing_beside_it() throws IOException {
        var file = folder.resolve("new/report.html");
        ReportFiles.writeHtml(Samples.named("the former"), file);
        ReportFiles.writeHtml(Samples.named("second"), file);

        assertThat(file).content().contains("second").doesNotContain("the former");
        try (Stream<Path> list = Files.list(file.getParent())) {
            assertThat(list).containsExactly(file);
        }
    }

    @Test
    void json_is_written_in_the_same_way() {
        var file = ReportFiles.writeJson(Samples.answers(), folder.resolve("report.json"));
        assertThat(file).content().isEqualTo(new JsonReport().render(Samples.answers()));
    }

    @Test
    void a_place_that_cannot_be_written_to_is_named() throws IOException {
        var taken = Files.writeString(folder.resolve("taken"), "x");
        var file = taken.resolve("report.html");

        assertThatThrownBy(() -> ReportFiles.writeHtml(Samples.answers(), file))
                .isInstanceOf(ReportException.class)
                .hasMessageStartingWith("Cannot write the report to " + file);
    }
}
