package dev.cuesheet.engine;

import java.util.List;
import java.util.stream.Collectors;

/** A DAG cannot be built; lists everything that is wrong with it. */
public final class DagDefinitionException extends EngineException {
    private static final long serialVersionUID = 1L;

    private final String dagId;
    private final transient List<DagFault> faults;

    public DagDefinitionException(String dagId, List<DagFault> faults) {
        super(faults.stream()
                .map(fault -> "\n  - " + fault)
                .collect(Collectors.joining("", "DAG \"" + dagId + "\" cannot be built:", "")));
        this.dagId = dagId;
        this.faults = List.copyOf(faults);
    }

    public String dagId() {
        return dagId;
    }

    /** In the order of the tasks' definition, faults of the whole DAG first. */
    public List<DagFault> faults() {
        return faults;
    }
}
