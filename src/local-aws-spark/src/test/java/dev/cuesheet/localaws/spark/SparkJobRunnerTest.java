package dev.cuesheet.localaws.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.localaws.spark.internal.WorkerFolder;
import dev.cuesheet.localaws.spi.JobRunner;
import dev.cuesheet.localaws.spi.JobRunner.Job;
import dev.cuesheet.localaws.spi.JobRunner.State;
import dev.cuesheet.localaws.spi.JobRunner.Status;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Column;

/** Real Spark in a JVM of its own, on a real local AWS. One worker serves all tests but those that kill it. */
class SparkJobRunnerTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    static Path folder;

    private static Lake lake;
    private static JobRunner runner;

    @BeforeAll
    static void open() throws IOException {
        lake = new Lake(folder.resolve("aws"));
        lake.put("scripts", "Probe.scala", Files.readString(Path.of("src/test/resources/scripts/Probe.scala")));
        runner = SparkJobRunner.provider(options(), Clock.systemUTC()).open(lake.home());
    }

    private static SparkWorkerOptions options() {
        return SparkWorkerOptions.fromCurrentClassPath()
                .cacheFolder(folder.resolve("cache"))
                .build();
    }

    @AfterAll
    static void close() throws IOException {
        runner.close();
        lake.close();
        try (var workers = Files.list(folder.resolve("aws/spark"))) {
            workers.forEach(worker -> new WorkerFolder(worker).awaitEnd());
        }
    }

    @Test
    void a_script_runs_in_a_warm_worker_and_writes_what_it_computed() {
        var first = probe("write", "--rows", "3", "--target", "s3://curated/warm/");
        var firstEnd = run(first);
        assertThat(lake.lines("curated", "warm/"))
                .containsExactlyInAnyOrder(
                        "{\"id\":1,\"name\":\"item 1\"}",
                        "{\"id\":2,\"name\":\"item 2\"}",
                        "{\"id\":3,\"name\":\"item 3\"}");

        var second = probe("write", "--rows", "1", "--target", "s3://curated/warm/");
        var secondEnd = run(second);

        assertThat(List.of(firstEnd.state(), secondEnd.state())).containsOnly(State.SUCCEEDED);
        assertThat(lake.lines("curated", "warm/")).containsExactly("{\"id\":1,\"name\":\"item 1\"}");
        assertThat(lake.keys("curated", "warm/")).hasSize(2).anyMatch(key -> key.endsWith("/_SUCCESS"));
        assertThat(printed(second, "pid")).isEqualTo(printed(first, "pid"));
        assertThat(printed(second, "bornAt")).isNotEqualTo(printed(first, "bornAt"));
        assertThat(printed(second, "run")).isEqualTo(second.runId());
    }

    @Test
    void the_end_of_a_run_comes_with_its_times_and_its_stages() {
        var end = run(probe("write", "--rows", "10", "--target", "s3://curated/times/"));

        assertThat(end.startedAt()).isNotNull();
        assertThat(end.endedAt()).isAfter(end.startedAt());
        assertThat(end.progress()).isNotNull();
        assertThat(end.progress().stagesDone())
                .isEqualTo(end.progress().stages())
                .isPositive();
        assertThat(end.progress().tasksDone()).isEqualTo(end.progress().tasks()).isPositive();
    }

    @Test
    void a_run_leaves_no_view_to_the_next() {
        run(probe("leave-a-view"));

        for (var view : List.of("left", "global_temp.left")) {
            var end = run(probe("sql", "--sql", "select * from " + view, "--target", "s3://curated/unused/"));
            assertThat(end.state()).isEqualTo(State.FAILED);
            assertThat(end.errorMessage()).contains("TABLE_OR_VIEW_NOT_FOUND").contains("left");
        }
    }

    @Test
    void a_script_that_does_not_compile_fails_with_the_lines_at_fault() {
        lake.put(
                "scripts",
                "Broken.scala",
                "object Broken {\n  def main(args: Array[String]): Unit = printn(args)\n}\n");

        var end = run(lake.job("Broken", Lake.WRITER, LONG));

        assertThat(end.state()).isEqualTo(State.FAILED);
        assertThat(end.errorMessage()).contains("Broken.scala:2: error: not found: value printn");
    }

    @Test
    void a_class_that_the_script_lacks_is_named() {
        var job = probe("write", "--class", "com.example.Missing");

        assertThat(run(job).errorMessage()).isEqualTo("java.lang.ClassNotFoundException: com.example.Missing");
    }

    @Test
    void a_script_of_another_language_is_refused_in_words() {
        var end = run(probe("write", "--job-language", "python"));

        assertThat(end.state()).isEqualTo(State.FAILED);
        assertThat(end.errorMessage()).contains("\"python\" is not supported yet");
    }

    @Test
    void a_role_that_may_not_read_the_script_fails_the_run_in_the_words_of_aws() {
        var end = run(lake.job("Probe", Lake.NOBODY, LONG));

        assertThat(end.state()).isEqualTo(State.FAILED);
        assertThat(end.errorMessage())
                .contains("assumed-role/nobody/GlueJobRunnerSession is not authorized to perform: s3:GetObject")
                .contains("arn:aws:s3:::scripts/Probe.scala");
    }

    @Test
    void a_role_that_may_not_write_fails_the_run_and_leaves_the_former_content() {
        lake.put("curated", "kept/part-0.json", "former");

        var end = run(
                lake.job("Probe", Lake.READER, LONG, "--do", "write", "--rows", "2", "--target", "s3://curated/kept/"));

        assertThat(end.state()).isEqualTo(State.FAILED);
        assertThat(end.errorMessage()).contains("not authorized to perform: s3:PutObject");
        assertThat(lake.lines("curated", "kept/")).containsExactly("former");
    }

    @Test
    void an_overwrite_whose_task_fails_leaves_the_former_content_alone() {
        lake.put("curated", "intact/part-0.json", "former");

        var end = run(probe("write-and-fail", "--target", "s3://curated/intact/"));

        assertThat(end.state()).isEqualTo(State.FAILED);
        assertThat(end.errorMessage()).contains("row 900 is broken");
        assertThat(lake.keys("curated", "intact/")).containsExactly("intact/part-0.json");
    }

    @Test
    void rows_saved_by_renames_arrive_and_leave_nothing_beside_them() {
        assertThat(run(probe("rdd", "--target", "s3://curated/rdd")).state()).isEqualTo(State.SUCCEEDED);

        assertThat(lake.keys("curated", "rdd/")).containsExactly("rdd/_SUCCESS", "rdd/part-00000", "rdd/part-00001");
        assertThat(lake.lines("curated", "rdd/part")).containsExactly("b", "a");
    }

    @Test
    void a_catalogued_text_table_reads_as_hive_reads_it() {
        lake.put("raw", "quirks/rows.txt", """
                1|"quoted"||TRUE|1.50
                |\\N|text|maybe|x
                3|short
                99999999999999999999|a|b|false|-2.5|one too many
                """);
        lake.delimitedTable("quirks", "|", "bigint", "string", "string", "boolean", "double");

        assertThat(sql("select * from lake.quirks"))
                .containsExactly(
                        "{\"col0\":1,\"col1\":\"\\\"quoted\\\"\",\"col2\":\"\",\"col3\":true,\"col4\":1.5}",
                        "{\"col2\":\"text\"}",
                        "{\"col0\":3,\"col1\":\"short\"}",
                        "{\"col1\":\"a\",\"col2\":\"b\",\"col3\":false,\"col4\":-2.5}");
    }

    @Test
    void partitions_come_from_the_catalog_wherever_they_lie() {
        lake.put("raw", "visits/y=2007/a.json", "{\"id\": 1}\n");
        lake.put("raw", "elsewhere/b.json", "{\"id\": 2}\n");
        lake.put("raw", "visits/y=2009/not-in-the-catalog.json", "{\"id\": 3}\n");
        lake.table(
                "visits",
                List.of(column("id", "int")),
                List.of(column("y", "string")),
                "org.openx.data.jsonserde.JsonSerDe",
                Map.of());
        lake.partition("visits", "visits/y=2007/", "2007");
        lake.partition("visits", "elsewhere/", "2008");

        assertThat(sql("select id, y from lake.visits order by id"))
                .containsExactly("{\"id\":1,\"y\":\"2007\"}", "{\"id\":2,\"y\":\"2008\"}");
        assertThat(sql("select id from lake.visits where y = '2008'")).containsExactly("{\"id\":2}");
    }

    @Test
    void a_table_that_spark_saves_is_in_the_catalog_for_others() {
        assertThat(run(probe("save-table", "--target", "s3://curated/saved/")).state())
                .isEqualTo(State.SUCCEEDED);

        var table = lake.glue
                .getTable(request -> request.databaseName("lake").name("saved"))
                .table();
        assertThat(table.storageDescriptor().location()).startsWith("s3://curated/saved");
        assertThat(table.storageDescriptor().columns())
                .extracting(Column::name, Column::type)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("id", "bigint"));
        assertThat(sql("select count(*) as n from lake.saved")).containsExactly("{\"n\":3}");
    }

    @Test
    void without_its_argument_the_data_catalog_is_not_there() {
        lake.delimitedTable("hidden", "|", "bigint");
        var job = probe("sql", "--sql", "select * from lake.hidden", "--target", "s3://curated/unused/");
        var arguments = new java.util.HashMap<>(job.arguments());
        arguments.remove("--enable-glue-datacatalog");

        var end = run(new Job(
                job.jobName(),
                job.runId(),
                job.folder(),
                job.awsHome(),
                job.roleArn(),
                job.language(),
                job.scriptLocation(),
                arguments,
                LONG,
                job.region(),
                job.accountId()));

        assertThat(end.errorMessage()).contains("lake").contains("cannot be found");
    }

    @Test
    void settings_of_the_job_win_over_the_workers() {
        var job = probe("settings", "--conf", "spark.sql.shuffle.partitions=7 --conf spark.io.compression.codec=zstd");

        run(job);

        assertThat(runner.logTail(job.folder(), 20)).contains("shuffle=7 zip=zstd");
    }

    @Test
    void a_script_that_stops_spark_does_not_take_it_from_the_next() {
        assertThat(run(probe("stop-spark")).state()).isEqualTo(State.SUCCEEDED);
        assertThat(run(probe("write", "--rows", "1", "--target", "s3://curated/after/"))
                        .state())
                .isEqualTo(State.SUCCEEDED);
    }

    @Test
    void a_run_can_be_stopped_while_spark_computes_while_it_waits_and_before_it_begins() {
        var computing = probe("compute");
        var waiting = probe("wait");
        var queued = probe("wait");
        List.of(computing, waiting, queued).forEach(runner::start);

        assertThat(runner.status(queued.folder()).orElseThrow().state()).isEqualTo(State.STARTING);
        assertThat(runner.stop(queued.folder())).isTrue();
        assertThat(Lake.awaitEnd(runner, queued).state()).isEqualTo(State.STOPPED);
        for (var job : List.of(computing, waiting)) {
            Lake.await(runner, job, status -> status.state() == State.RUNNING);
            assertThat(runner.stop(job.folder())).isTrue();
            assertThat(Lake.awaitEnd(runner, job).state()).isEqualTo(State.STOPPED);
            assertThat(runner.stop(job.folder())).isFalse();
        }
    }

    @Test
    void a_run_that_takes_too_long_times_out() {
        var job = lake.job("Probe", Lake.WRITER, Duration.ofSeconds(2), "--do", "wait");
        runner.start(job);

        assertThat(Lake.awaitEnd(runner, job).state()).isEqualTo(State.TIMEOUT);
    }

    @Test
    void a_script_that_exits_the_jvm_fails_and_the_runs_behind_it_are_made_by_another() {
        var exiting = probe("exit");
        var behind = probe("write", "--rows", "1", "--target", "s3://curated/behind/");
        runner.start(exiting);
        runner.start(behind);

        var end = Lake.awaitEnd(runner, exiting);
        assertThat(end.state()).isEqualTo(State.FAILED);
        assertThat(end.errorMessage()).contains("System.exit");
        assertThat(Lake.awaitEnd(runner, behind).state()).isEqualTo(State.SUCCEEDED);
        assertThat(run(probe("write", "--rows", "1", "--target", "s3://curated/next/"))
                        .state())
                .isEqualTo(State.SUCCEEDED);
    }

    @Test
    void a_script_that_will_not_stop_is_stopped_with_its_jvm_and_the_runs_behind_it_are_made_by_another() {
        var spinning = probe("spin");
        var behind = probe("write", "--rows", "1", "--target", "s3://curated/behind-spin/");
        runner.start(spinning);
        runner.start(behind);
        Lake.await(
                runner, spinning, status -> runner.logTail(spinning.folder(), 5).contains("spinning"));

        runner.stop(spinning.folder());

        assertThat(runner.status(spinning.folder()).orElseThrow().state()).isEqualTo(State.STOPPING);
        assertThat(Lake.awaitEnd(runner, spinning).state()).isEqualTo(State.STOPPED);
        assertThat(Lake.awaitEnd(runner, behind).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void a_worker_that_is_killed_fails_its_runs() {
        var killed = probe("wait");
        var behind = probe("wait");
        runner.start(killed);
        runner.start(behind);
        Lake.await(runner, killed, status -> runner.logTail(killed.folder(), 5).contains("waiting"));

        ProcessHandle.of(Long.parseLong(printed(killed, "pid"))).orElseThrow().destroyForcibly();

        var end = Lake.awaitEnd(runner, killed);
        assertThat(end.state()).isEqualTo(State.FAILED);
        assertThat(end.errorMessage())
                .contains("ended without a word")
                .contains(killed.folder().toString());
        assertThat(Lake.awaitEnd(runner, behind).errorMessage()).contains("before it began");
        assertThat(runner.status(killed.folder())).contains(end);
    }

    @Test
    void a_job_outlives_the_kill_of_the_process_that_started_it() throws Exception {
        var job = probe("slow-write", "--target", "s3://curated/orphan/");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var launcher = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LauncherToKill.class.getName(),
                        folder.resolve("cache").toString(),
                        lake.home().toString(),
                        job.folder().toString(),
                        Lake.WRITER,
                        "Probe",
                        "--do",
                        "slow-write",
                        "--target",
                        "s3://curated/orphan/")
                .redirectError(new File(folder.toFile(), "launcher.log"))
                .start();
        try (var output = new BufferedReader(new InputStreamReader(launcher.getInputStream(), UTF_8))) {
            assertThat(output.readLine()).isEqualTo("started");
        }

        launcher.destroyForcibly().waitFor();

        assertThat(Lake.awaitEnd(runner, job).state()).isEqualTo(State.SUCCEEDED);
        assertThat(lake.lines("curated", "orphan/")).hasSize(4);
        var worker = ProcessHandle.of(Long.parseLong(printed(job, "pid")));
        worker.ifPresent(process -> process.onExit().join());
    }

    private static Column column(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }

    private static List<String> sql(String statement) {
        var end = run(probe("sql", "--sql", statement, "--target", "s3://curated/answer/"));
        assertThat(end.errorMessage()).isNull();
        return lake.lines("curated", "answer/");
    }

    private static Job probe(String what, String... arguments) {
        var all = new java.util.ArrayList<>(List.of("--do", what));
        all.addAll(List.of(arguments));
        return lake.job("Probe", Lake.WRITER, LONG, all.toArray(String[]::new));
    }

    private static Status run(Job job) {
        runner.start(job);
        return Lake.awaitEnd(runner, job);
    }

    /** A value that the probe printed as {@code name=value}. */
    private static String printed(Job job, String name) {
        var found =
                Pattern.compile("\\b" + name + "=(\\S+)").matcher(String.join("\n", runner.logTail(job.folder(), 100)));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }
}
