package dev.cuesheet.cli.simulation;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.simulation.SimulatedHistory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Simulated histories as scripts read them. The names are a promise. */
public final class HistoryJson {
    private HistoryJson() {}

    public static Map<String, @Nullable Object> of(SimulatedHistory history) {
        var states = new LinkedHashMap<String, Integer>();
        history.counts().forEach((state, count) -> states.put(state.label(), count));
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("dagId", history.dagId());
        json.put("from", history.from().toString());
        json.put("to", history.to().toString());
        json.put("states", states);
        json.put("retries", history.retries());
        json.put("missedDeadlines", history.missedDeadlines());
        json.put("runs", history.runs().stream().map(HistoryJson::run).toList());
        return json;
    }

    private static Map<String, @Nullable Object> run(SimulatedHistory.Run run) {
        var interval = run.dataInterval();
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("runId", run.runId());
        json.put("logicalDate", run.logicalDate().toString());
        json.put("dataIntervalStart", text(interval == null ? null : interval.start()));
        json.put("dataIntervalEnd", text(interval == null ? null : interval.end()));
        json.put("state", run.state().label());
        json.put("startDate", run.startDate().toString());
        json.put("endDate", text(run.endDate()));
        json.put("durationMs", run.duration().map(Duration::toMillis).orElse(0L));
        json.put("retries", run.retries());
        json.put("missedDeadlines", run.missedDeadlines());
        if (run.note() != null) {
            json.put("note", run.note());
        }
        json.put("attempts", run.attempts().stream().map(HistoryJson::attempt).toList());
        return json;
    }

    private static Map<String, @Nullable Object> attempt(Attempt attempt) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("taskId", attempt.key().taskId());
        json.put("mapIndex", attempt.key().mapIndex());
        json.put("tryNumber", attempt.tryNumber());
        json.put("state", attempt.state().label());
        json.put("startDate", attempt.startDate().toString());
        json.put("endDate", text(attempt.endDate()));
        return json;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
