package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.XcomKey;
import dev.cuesheet.engine.Xcoms.Question;
import dev.cuesheet.engine.internal.json.ResultCodec;
import dev.cuesheet.engine.internal.json.UnstorableException;
import dev.cuesheet.engine.spi.RunClaim;
import dev.cuesheet.engine.spi.RunsThatCount;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StoredResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one attempt pushes and pulls. A push is stored at once, under the run's claim: what comes from a process that has
 * lost the run is refused. Safe to share between threads.
 */
final class AttemptXcoms {
    private final Surroundings around;
    private final RunClaim claim;
    private final DagRun run;
    private final TaskInstance instance;
    private final TaskResults results;

    AttemptXcoms(Surroundings around, RunClaim claim, DagRun run, TaskInstance instance, TaskResults results) {
        this.around = around;
        this.claim = claim;
        this.run = run;
        this.instance = instance;
        this.results = results;
    }

    void push(String name, Object value) {
        if (name.equals(XcomKey.RESULT) || name.equals(Deferral.NAME)) {
            throw new IllegalArgumentException(
                    "\"%s\" cannot be pushed; a task's result is what it returns".formatted(name));
        }
        try {
            var stored = ResultCodec.encode(instance.mapIndex(), value);
            var kept = around.values().keep(instance.key(), instance.tryNumber(), name, stored);
            around.store().commit(claim, List.of(new StateChange.XcomIs(instance.key(), name, kept)));
        } catch (UnstorableException e) {
            throw new EngineException(
                    "task \"%s\" cannot push \"%s\": %s"
                            .formatted(instance.key().display(), name, e.getMessage()),
                    e);
        }
    }

    /** In the order of the tasks, and of the map indexes that were asked for or that there are. */
    List<Object> pull(Question question) {
        var dagId = question.dagId() == null ? run.dagId() : question.dagId();
        var runId = question.runId() == null ? run.runId() : question.runId();
        var taskIds = question.taskIds().isEmpty() ? List.of(instance.taskId()) : question.taskIds();
        var found = new ArrayList<Object>();
        for (var taskId : taskIds) {
            var own = ofTask(dagId, runId, taskId, question);
            var values = own.isEmpty() && question.priorDates() ? before(dagId, runId, taskId, question) : own;
            values.forEach(value -> found.add(results.decode(taskId, value)));
        }
        return found;
    }

    /** Those of the newest earlier run that has any. */
    private List<StoredResult> before(String dagId, String runId, String taskId, Question question) {
        var date = logicalDate(dagId, runId);
        while (date.isPresent()) {
            var earlier = around.store().latestRun(dagId, date.get(), RunsThatCount.ALL);
            if (earlier.isEmpty()) {
                break;
            }
            var values = ofTask(dagId, earlier.get().runId(), taskId, question);
            if (!values.isEmpty()) {
                return values;
            }
            date = Optional.ofNullable(earlier.get().logicalDate());
        }
        return List.of();
    }

    private Optional<Instant> logicalDate(String dagId, String runId) {
        return dagId.equals(run.dagId()) && runId.equals(run.runId())
                ? Optional.ofNullable(run.logicalDate())
                : around.store().findRun(dagId, runId).map(DagRun::logicalDate);
    }

    private List<StoredResult> ofTask(String dagId, String runId, String taskId, Question question) {
        var name = question.name();
        if (question.mapIndexes().isEmpty()) {
            return around.store().xcoms(dagId, runId, taskId, name);
        }
        return question.mapIndexes().stream()
                .flatMap(index -> around.store().xcom(new TaskInstanceKey(dagId, runId, taskId, index), name).stream())
                .toList();
    }
}
