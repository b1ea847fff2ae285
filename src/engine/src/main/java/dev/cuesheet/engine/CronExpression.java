package dev.cuesheet.engine;

import dev.cuesheet.engine.internal.schedule.CronFields;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression, read once; equal when its text is. Immutable.
 *
 * <p>Five fields (minute, hour, day of month, month, day of week), or six with seconds last, or one of {@code @hourly @daily
 * @weekly @monthly @quarterly @yearly}. As in Airflow a day needs only one of day of month and day of week when both are
 * given; names, ranges, steps, {@code 7} for Sunday, {@code L} for a month's last day, {@code 5#3} for its third Friday and
 * {@code L5} for its last one are understood. A faulty expression can be held, so that a DAG reports it beside its other
 * faults.
 */
public final class CronExpression {
    private final String text;
    private final @Nullable CronFields fields;
    private final @Nullable String fault;

    private CronExpression(String text, @Nullable CronFields fields, @Nullable String fault) {
        this.text = text;
        this.fields = fields;
        this.fault = fault;
    }

    public static CronExpression of(String text) {
        try {
            return new CronExpression(text, CronFields.parse(text), null);
        } catch (IllegalArgumentException e) {
            return new CronExpression(text, null, "\"%s\" is no cron expression: %s".formatted(text, e.getMessage()));
        }
    }

    public String text() {
        return text;
    }

    /** The expression and what is wrong with it; empty when it is sound. */
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    CronFields fields() {
        if (fields == null) {
            throw new IllegalStateException(fault);
        }
        return fields;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CronExpression that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
