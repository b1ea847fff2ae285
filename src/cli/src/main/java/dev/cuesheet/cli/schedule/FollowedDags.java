package dev.cuesheet.cli.schedule;

import dev.cuesheet.cli.Dags;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.Scheduler;
import dev.cuesheet.engine.dagbag.DagFileFault;
import dev.cuesheet.engine.dagbag.LoadedDag;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The DAGs of the folder as the scheduler follows them. Safe to share between threads. */
public final class FollowedDags {
    private final Supplier<Dags> folder;
    private final Scheduler scheduler;
    private final PrintStream err;
    private Map<String, LoadedDag> followed = Map.of();
    private List<DagFileFault> told = List.of();

    public FollowedDags(Supplier<Dags> folder, Scheduler scheduler, PrintStream err) {
        this.folder = folder;
        this.scheduler = scheduler;
        this.err = err;
    }

    /** Loads the folder again. A file that has become faulty keeps the DAGs that it had; the fault is told once. */
    public synchronized void reload() {
        var dags = folder.get();
        var now = new LinkedHashMap<String, LoadedDag>();
        for (var former : followed.values()) {
            boolean faulty =
                    dags.faults().stream().anyMatch(fault -> fault.file().equals(former.source()));
            if (faulty) {
                now.put(former.dag().id(), former);
            }
        }
        dags.all().forEach(loaded -> now.put(loaded.dag().id(), loaded));
        if (!dags.faults().isEmpty() && !dags.faults().equals(told)) {
            err.printf("Some files in %s could not be loaded:%s%n", dags.folder(), Dags.lines(dags.faults()));
        }
        told = dags.faults();
        followed = now;
        List<Dag> all = now.values().stream().map(LoadedDag::dag).toList();
        scheduler.schedule(all);
    }
}
