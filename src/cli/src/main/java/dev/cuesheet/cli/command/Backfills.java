package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.cli.UserError;
import dev.cuesheet.engine.Backfill;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.report.TextTable;
import dev.cuesheet.report.TextTable.Align;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Backfills as they are shown to people and to scripts. */
final class Backfills {
    private Backfills() {}

    /** The backfill of that number. */
    static Backfill get(RunStore store, long number) {
        return store.states()
                .backfills()
                .find(number)
                .orElseThrow(
                        () -> new UserError("There is no backfill %d. See: cuesheet backfill list".formatted(number)));
    }

    /** One that has not ended. */
    static Backfill unfinished(RunStore store, long number) {
        var backfill = get(store, number);
        if (backfill.hasEnded()) {
            throw new UserError(
                    "Backfill %d of DAG \"%s\" ended at %s.".formatted(number, backfill.dagId(), backfill.endedAt()));
        }
        return backfill;
    }

    static RunStore store(CuesheetCommand root, long number) {
        return RunStore.openExisting(root)
                .orElseThrow(() -> new UserError("There is no backfill %d: nothing was ever run in %s."
                        .formatted(number, root.home().folder())));
    }

    /** One that executes nothing and passes on what is wanted. */
    static Engine engine(CuesheetCommand root, RunStore store) {
        return Engine.builder()
                .store(store.states())
                .clock(root.shell().clock())
                .build();
    }

    static String state(Backfill backfill) {
        if (backfill.hasEnded()) {
            return "ended";
        }
        return backfill.paused() ? "paused" : "under way";
    }

    static long runs(Backfill backfill) {
        return backfill.entries().stream()
                .filter(entry -> entry.leftAlone() == null)
                .count();
    }

    static String line(Backfill backfill) {
        return "backfill %d  %s  %s  %d runs, %d dates left alone"
                .formatted(
                        backfill.number(),
                        backfill.dagId(),
                        state(backfill),
                        runs(backfill),
                        backfill.entries().size() - runs(backfill));
    }

    static TextTable table(List<Backfill.Entry> entries) {
        var table = new TextTable()
                .column("#", Align.RIGHT)
                .column("LOGICAL DATE (UTC)", Align.LEFT)
                .column("RUN", Align.LEFT)
                .column("", Align.LEFT);
        entries.forEach(entry -> table.row(
                String.valueOf(entry.ordinal()),
                Moments.toSecond(entry.logicalDate()),
                entry.runId(),
                entry.leftAlone() == null ? "" : "left alone: " + entry.leftAlone()));
        return table;
    }

    static Map<String, @Nullable Object> object(Backfill.Entry entry) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("ordinal", entry.ordinal());
        json.put("logicalDate", entry.logicalDate().toString());
        json.put("runId", entry.runId());
        json.put("leftAlone", entry.leftAlone());
        return json;
    }

    static Map<String, @Nullable Object> object(Backfill backfill) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("number", backfill.number());
        json.put("dagId", backfill.dagId());
        json.put("from", backfill.from().toString());
        json.put("to", backfill.to().toString());
        json.put("reprocessBehavior", backfill.reprocess().label());
        json.put("runBackwards", backfill.reverse());
        json.put("maxActiveRuns", backfill.maxActiveRuns());
        json.put("state", state(backfill));
        json.put("createdAt", backfill.createdAt().toString());
        json.put(
                "endedAt",
                backfill.endedAt() == null ? null : backfill.endedAt().toString());
        json.put("dates", backfill.entries().stream().map(Backfills::object).toList());
        return json;
    }
}
