package dev.cuesheet.localaws.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KilledCopyTest {

    @Test
    @Timeout(120)
    void a_process_killed_in_the_middle_of_copy_leaves_the_former_content(@TempDir Path folder) throws Exception {
        try (var warehouse = new Warehouse(folder)) {
            warehouse.run(
                    "create table t (n integer not null, v varchar(40))",
                    "insert into t values (1, 'former'), (2, 'content')");
        }

        killMidway(folder.resolve("cluster"));

        try (var warehouse = new Warehouse(folder)) {
            assertThat(warehouse.rows("select * from t order by n").toString())
                    .isEqualTo("[[1, former], [2, content]]");
            warehouse.put("raw/next", "3|goes on\n");
            warehouse.copy("t", "s3://raw/next", "");
            assertThat(warehouse.value("select count(*) from t")).isEqualTo(3L);
        }
    }

    private static void killMidway(Path cluster) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var victim = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        CopyVictim.class.getName(),
                        cluster.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var out = new BufferedReader(new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
            var line = out.readLine();
            while (line != null && !line.equals("midway")) {
                line = out.readLine();
            }
            assertThat(line).as("the victim reached the middle of its load").isEqualTo("midway");
        } finally {
            victim.destroyForcibly().waitFor();
        }
    }
}
