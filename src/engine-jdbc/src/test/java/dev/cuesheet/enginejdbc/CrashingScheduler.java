package dev.cuesheet.enginejdbc;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.Scheduler;
import dev.cuesheet.engine.spi.StateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A process with a scheduler that works on random DAGs until all their runs have ended, or it is killed. */
final class CrashingScheduler {
    static final Duration LEASE = Duration.ofSeconds(3);

    private CrashingScheduler() {}

    /** Arguments: the place of the state, the diary, the seed, the number of DAGs. */
    public static void main(String[] args) {
        var dags = new RandomWork(Long.parseLong(args[2]), Path.of(args[1])).dags(Integer.parseInt(args[3]));
        try (var store = open(args[0]);
                var engine = Engine.builder().store(store).parallelism(8).build();
                var scheduler = new Scheduler(engine)) {
            scheduler.schedule(dags);
            while (!haveEnded(store, dags)) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    static StateStore open(String place) {
        if (!place.startsWith("jdbc:postgresql:")) {
            return SqliteStateStore.open(Path.of(place));
        }
        var parts = place.split("#");
        return PostgresStateStore.at(parts[0]).schema(parts[1]).lease(LEASE).open();
    }

    static boolean haveEnded(StateStore store, List<Dag> dags) {
        return dags.stream().allMatch(dag -> {
            var ended = new HashSet<>(RandomWork.dates(dag));
            store.runsBetween(dag.id(), null, null).stream()
                    .filter(run -> run.state().isFinished())
                    .map(DagRun::logicalDate)
                    .forEach(ended::remove);
            return ended.isEmpty();
        });
    }
}
