package dev.cuesheet.engine.dagbag;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.EngineException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The DAGs of a folder, and why some of its files offer none. Immutable.
 *
 * @param dags by id
 * @param faults by file and line
 */
public record DagBag(List<LoadedDag> dags, List<DagFileFault> faults) {
    public DagBag {
        dags = List.copyOf(dags);
        faults = List.copyOf(faults);
    }

    public Optional<Dag> find(String dagId) {
        return dags.stream()
                .map(LoadedDag::dag)
                .filter(dag -> dag.id().equals(dagId))
                .findFirst();
    }

    /**
     * The DAG of this id.
     *
     * @throws EngineException when there is none, naming those that there are and the files that could not be loaded
     */
    public Dag get(String dagId) {
        return find(dagId).orElseThrow(() -> new EngineException(notFound(dagId)));
    }

    private String notFound(String dagId) {
        var message = new StringBuilder("there is no DAG \"%s\"; ".formatted(dagId));
        message.append(
                dags.isEmpty()
                        ? "there are none"
                        : dags.stream()
                                .map(loaded -> loaded.dag().id())
                                .collect(Collectors.joining(", ", "there are ", "")));
        if (!faults.isEmpty()) {
            message.append("; these files could not be loaded:");
            faults.forEach(fault -> message.append("\n  ").append(fault));
        }
        return message.toString();
    }
}
