package dev.cuesheet.engine;

import dev.cuesheet.engine.internal.template.TemplateVariables;
import java.time.Instant;
import java.util.Locale;

/** What brought a DAG run about. */
public enum RunType {
    MANUAL,
    SCHEDULED,
    BACKFILL,
    ASSET_TRIGGERED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a timetable brought it about, now or for the past. */
    public boolean isAutomated() {
        return this == SCHEDULED || this == BACKFILL;
    }

    /**
     * The id of a run of this type: {@code scheduled__2024-05-01T02:00:00+00:00}. The instant is the one that the run is due
     * at, as in Airflow since 3.0, and so for a run over a data interval its end.
     */
    public String runId(Instant runAfter) {
        return label() + "__" + TemplateVariables.isoFormat(runAfter);
    }

    /**
     * The id of a run without a logical date, which Airflow's {@code DagRun.generate_run_id} tells from others that are due
     * at the same instant by some random letters.
     */
    public String runId(Instant runAfter, String letters) {
        return runId(runAfter) + "_" + letters;
    }

    public static RunType ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
