package dev.cuesheet.enginejdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.enginejdbc.internal.Heart;
import dev.cuesheet.enginejdbc.internal.Leases;
import dev.cuesheet.enginejdbc.internal.SqliteDatabase;
import dev.cuesheet.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteRunLeasesTest extends RunLeasesContract {
    @TempDir
    Path folder;

    @Override
    JdbcStateStore open() {
        return SqliteStateStore.open(folder.resolve("state.db"));
    }

    @Test
    void a_process_of_this_host_lives_although_its_lease_has_ended_while_the_machine_slept() {
        var engine = RunOwner.inThisProcess();
        try (var store = open()) {
            var clock = ManualClock.at(Instant.parse("2024-05-01T12:00:00Z"));
            var leases = store.leases(clock);
            leases.renew(engine, Duration.ofSeconds(30));

            clock.advance(Duration.ofHours(8));

            assertThat(leases.isAlive(engine)).isTrue();
        }
    }

    @Test
    void what_is_stored_stays_so_when_nobody_can_be_told_of_it() throws IOException {
        try (var store = open();
                var membership = store.join(RunOwner.inThisProcess(), () -> {})) {
            assertThat(membership).isNotNull();
            var news = folder.resolve("state.db-news");
            Files.createDirectories(news.resolve("news")); // nothing can be written in its place

            store.setPaused("sales", true);

            assertThat(store.pausedDags()).containsExactly("sales");
        }
    }

    @Test
    void a_folder_that_cannot_be_watched_leaves_the_beats() throws Exception {
        Files.writeString(folder.resolve("state.db-news"), "no folder");
        var read = new Semaphore(0);
        try (var database = SqliteDatabase.open(folder.resolve("state.db"));
                var heart = new Heart(database, new Leases(database, null), Duration.ofMillis(60))) {
            try (var membership = heart.join(RunOwner.inThisProcess(), read::release)) {
                assertThat(membership).isNotNull();
                assertThat(read.tryAcquire(2, 60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Override
    JdbcStateStore openAgain() {
        return open();
    }
}
