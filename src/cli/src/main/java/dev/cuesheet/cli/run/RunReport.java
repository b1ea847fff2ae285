package dev.cuesheet.cli.run;

import dev.cuesheet.cli.RunStore;
import dev.cuesheet.cli.UserError;
import dev.cuesheet.engine.RunHistory;
import dev.cuesheet.engine.spi.StoredResult;
import dev.cuesheet.report.Report;
import dev.cuesheet.report.Screen;
import dev.cuesheet.report.TerminalReport;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The report that one of a run's tasks had as its result. */
public final class RunReport {
    private RunReport() {}

    /** Empty when no task of the run made a report. */
    public static Optional<Report> of(RunStore store, RunHistory.Details details) {
        return details.instances().stream()
                .flatMap(task -> store.states().result(task.key()).stream())
                .filter(result -> result.type().contains(Report.class.getName()))
                .findFirst()
                .map(RunReport::read);
    }

    /** The report as text. */
    public static String onScreen(Report report, Screen screen) {
        return new TerminalReport(screen).render(report);
    }

    private static Report read(StoredResult result) {
        try {
            return new JsonMapper().readValue(result.json(), Report.class);
        } catch (JacksonException e) {
            throw new UserError(
                    "The run's report was written by another version and cannot be read. Run the DAG again.", e);
        }
    }
}
