package dev.cuesheet.localaws.duckdb;

import dev.cuesheet.localaws.spi.ObjectAccess;
import dev.cuesheet.localaws.spi.SqlEngineProvider.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** A program that replaces a table by COPY and gets stuck in the middle of it, to be killed there. */
final class CopyVictim {
    static final int ROWS_BEFORE_THE_END = 300_000;

    private CopyVictim() {}

    public static void main(String[] arguments) {
        var engine = DuckDbSqlEngineProvider.create().open(Path.of(arguments[0]), new StuckSurroundings());
        var session = engine.openSession("dev", "victim");
        session.begin();
        session.execute("delete from t", Map.of()).close();
        session.execute("copy t from 's3://raw/endless' iam_role default", Map.of())
                .close();
        session.commit();
    }

    private record StuckSurroundings() implements Surroundings {
        @Override
        public ObjectAccess objectsAs(String roleArn) {
            return new StuckObjects();
        }

        @Override
        public Optional<String> defaultRole() {
            return Optional.of("role");
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

    /** One object that gives many rows, says so, and then nothing more. */
    private static final class StuckObjects implements ObjectAccess {
        private final StoredObject endless = new StoredObject("raw", "endless", 1L << 30, "", Warehouse.NOW);

        @Override
        public Stream<StoredObject> list(String bucket, String prefix) {
            return Stream.of(endless);
        }

        @Override
        public Optional<StoredObject> find(String bucket, String key) {
            return Optional.of(endless);
        }

        @Override
        public InputStream open(String bucket, String key, long offset) {
            return new InputStream() {
                private final byte[] row = "7|a row that must never be seen\n".getBytes(StandardCharsets.UTF_8);
                private long given;

                @Override
                public int read() {
                    if (given == (long) ROWS_BEFORE_THE_END * row.length) {
                        System.out.println("midway");
                        System.out.flush();
                        waitForever();
                    }
                    return row[(int) (given++ % row.length)];
                }
            };
        }

        private static void waitForever() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public Path file(String bucket, String key) throws IOException {
            throw new NoSuchKey(bucket, key);
        }

        @Override
        public Upload upload(String bucket, String key) {
            throw new AccessDenied("nothing can be written here");
        }

        @Override
        public void delete(String bucket, String key) {
            throw new AccessDenied("nothing can be deleted here");
        }
    }
}
