package dev.cuesheet.localaws.duckdb;

import dev.cuesheet.localaws.spi.ObjectAccess;
import dev.cuesheet.localaws.spi.SqlEngine;
import dev.cuesheet.localaws.spi.SqlEngineProvider.Surroundings;
import dev.cuesheet.localaws.spi.SqlFailure;
import dev.cuesheet.localaws.spi.SqlSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A real engine over a temporary folder, with buckets beside it and one session. */
final class Warehouse implements AutoCloseable, Surroundings {
    static final Instant NOW = Instant.parse("2026-03-01T10:20:30.123456Z");
    static final String ROLE = "arn:aws:iam::000000000000:role/loader";
    static final String BLIND_ROLE = "arn:aws:iam::000000000000:role/blind";

    private final Path folder;
    final SqlEngine engine;
    final SqlSession session;

    Warehouse(Path folder) {
        this(folder, DuckDbSqlEngineProvider.create());
    }

    Warehouse(Path folder, DuckDbSqlEngineProvider provider) {
        this.folder = folder;
        this.engine = provider.open(folder.resolve("cluster"), this);
        engine.createDatabase("dev");
        this.session = engine.openSession("dev", "awsuser");
    }

    @Override
    public ObjectAccess objectsAs(String roleArn) {
        if (!roleArn.equals(ROLE) && !roleArn.equals(BLIND_ROLE)) {
            throw new SqlFailure("The IAM role " + roleArn + " is not attached to the cluster");
        }
        return new FolderObjects(folder.resolve("s3"), roleArn.equals(ROLE));
    }

    @Override
    public Optional<String> defaultRole() {
        return Optional.of(ROLE);
    }

    @Override
    public String region() {
        return "us-east-1";
    }

    @Override
    public Clock clock() {
        return Clock.fixed(NOW, ZoneOffset.UTC);
    }

    /** Stores text as an object {@code bucket/key}. */
    Path put(String object, String text) {
        return put(object, text.getBytes(StandardCharsets.UTF_8));
    }

    Path put(String object, byte[] content) {
        try {
            var file = folder.resolve("s3").resolve(object);
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void run(String... statements) {
        for (var sql : statements) {
            session.execute(sql, Map.of()).close();
        }
    }

    /** Runs COPY from the default role. */
    void copy(String target, String source, String options) {
        run("COPY " + target + " FROM '" + source + "' IAM_ROLE default " + options);
    }

    List<List<@Nullable Object>> rows(String sql) {
        return rows(sql, Map.of());
    }

    List<List<@Nullable Object>> rows(String sql, Map<String, String> parameters) {
        try (var result = session.execute(sql, parameters)) {
            var rows = new ArrayList<List<@Nullable Object>>();
            for (var row = result.next(); row != null; row = result.next()) {
                rows.add(row);
            }
            return rows;
        }
    }

    /** The one value of a query's one row. */
    @Nullable
    Object value(String sql) {
        var rows = rows(sql);
        if (rows.size() != 1 || rows.get(0).size() != 1) {
            throw new AssertionError("Expected one value from " + sql + ", got " + rows);
        }
        return rows.get(0).get(0);
    }

    @Override
    public void close() {
        session.close();
        engine.close();
    }
}
