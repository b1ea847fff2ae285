package dev.cuesheet.cli.run;

import dev.cuesheet.engine.ActiveRun;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.RunRequest;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the user wants to have run. */
public sealed interface RunOrder {

    String dagId();

    /** Hands the order to the engine; returns once the run has started. */
    ActiveRun handTo(Engine engine, Dag dag);

    /** @param logicalDate null for now; @param runId null for one made from the date */
    static RunOrder start(
            String dagId, Map<String, Object> params, @Nullable Instant logicalDate, @Nullable String runId) {
        var request = RunRequest.manual().params(params);
        request = logicalDate == null ? request : request.logicalDate(logicalDate);
        return new Start(dagId, runId == null ? request : request.runId(runId));
    }

    static RunOrder resume(String dagId, String runId) {
        return new Resume(dagId, runId);
    }

    /** A new run. */
    record Start(String dagId, RunRequest request) implements RunOrder {
        @Override
        public ActiveRun handTo(Engine engine, Dag dag) {
            return engine.start(dag, request);
        }
    }

    /** A run that was interrupted or has failed. */
    record Resume(String dagId, String runId) implements RunOrder {
        @Override
        public ActiveRun handTo(Engine engine, Dag dag) {
            return engine.startResuming(dag, runId);
        }
    }
}
