package dev.cuesheet.bench.jmh;

import dev.cuesheet.ingest.IngestProgress;
import dev.cuesheet.ingest.tickit.TickitGenerator;
import dev.cuesheet.ingest.tickit.TickitTable;
import dev.cuesheet.localaws.duckdb.DuckDbSqlEngineProvider;
import dev.cuesheet.localaws.spi.ObjectAccess;
import dev.cuesheet.localaws.spi.SqlEngine;
import dev.cuesheet.localaws.spi.SqlEngineProvider;
import dev.cuesheet.localaws.spi.SqlSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Rows a second through the local Redshift's COPY: TICKIT's sales, a delimited file of numbers, decimals and
 * timestamps, each field checked as Redshift checks it. Between two loads the table is emptied, which is not counted.
 *
 * <pre>{@code
 * java -cp "src/bench/target/cuesheet-bench-0.1.0.jar:src/bench/target/lib/*:target/cuesheet.jar" org.openjdk.jmh.Main CopyBenchmark
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class CopyBenchmark {
    private static final int ROWS = 172_456;
    private static final TickitTable TABLE = TickitTable.SALES;

    private @Nullable Path folder;
    private @Nullable SqlEngine engine;
    private @Nullable SqlSession session;

    @Setup
    public void open() throws IOException, InterruptedException {
        if (TABLE.publicRows() != ROWS) {
            throw new IllegalStateException("%s has %d rows".formatted(TABLE, TABLE.publicRows()));
        }
        folder = Files.createTempDirectory("cuesheet-bench-");
        new TickitGenerator(42, 1).generate(Files.createDirectories(folder.resolve("s3/raw")), IngestProgress.none());
        engine = DuckDbSqlEngineProvider.create().open(folder.resolve("cluster"), new Around(folder.resolve("s3")));
        engine.createDatabase("dev");
        session = engine.openSession("dev", "admin");
        execute("CREATE SCHEMA tickit");
        execute(TABLE.createTable("tickit"));
    }

    @Setup(Level.Invocation)
    public void empty() {
        execute("TRUNCATE tickit." + TABLE.tableName());
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void copy() {
        execute("COPY tickit.%s FROM 's3://raw/%s' IAM_ROLE default %s"
                .formatted(TABLE.tableName(), TABLE.fileName(), TABLE.copyOptions()));
    }

    @TearDown
    public void close() throws IOException {
        if (session != null) {
            session.close();
        }
        if (engine != null) {
            engine.close();
        }
        if (folder != null) {
            try (var paths = Files.walk(folder)) {
                for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private void execute(String sql) {
        if (session == null) {
            throw new IllegalStateException("open() comes first");
        }
        session.execute(sql, Map.of()).close();
    }

    private record Around(Path buckets) implements SqlEngineProvider.Surroundings {
        @Override
        public ObjectAccess objectsAs(String roleArn) {
            return new FolderObjects(buckets);
        }

        @Override
        public Optional<String> defaultRole() {
            return Optional.of("arn:aws:iam::000000000000:role/loader");
        }

        @Override
        public String region() {
            return "us-east-1";
        }

        @Override
        public Clock clock() {
            return Clock.systemUTC();
        }
    }
}
