package dev.cuesheet.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.localaws.LocalAws;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published table of operations is the dispatcher's own list. With {@code -Dcuesheet.write=true} it is written anew. */
class OperationsTableTest {
    private static final Path TABLE = Path.of(requireNonNull(System.getProperty("cuesheet.root"), "cuesheet.root"))
            .resolve("docs/operations.md");

    @Test
    void the_published_table_lists_what_the_local_aws_answers(@TempDir Path home) throws Exception {
        String table;
        try (var aws = LocalAws.builder().home(home).build().start()) {
            table = table(aws);
        }
        if (Boolean.getBoolean("cuesheet.write")) {
            Files.writeString(TABLE, table);
        }
        assertThat(Files.readString(TABLE)).isEqualTo(table);
    }

    private static String table(LocalAws aws) {
        var text = new StringBuilder("""
                # What the local AWS answers

                Made from the dispatcher. Every other operation is answered with HTTP 501 `NotImplemented` and its name.

                | service | operations |
                |---|---|
                """);
        aws.operations()
                .forEach((service, operations) ->
                        text.append("| %s | %s |%n".formatted(service, String.join(", ", operations))));
        return text.toString().replace("\r\n", "\n");
    }
}
