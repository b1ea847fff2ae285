package dev.cuesheet.report;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Answers to the questions about one year of data. Survives being written down as JSON and read back.
 *
 * @param subtitle where the data came from or which run made this; may be empty
 * @param figures the few numbers that sum it up
 */
public record Report(
        String title, String subtitle, int year, Instant generatedAt, List<Figure> figures, List<Section> sections) {
    public Report {
        requireNonNull(title, "title");
        requireNonNull(subtitle, "subtitle");
        requireNonNull(generatedAt, "generatedAt");
        figures = List.copyOf(figures);
        sections = List.copyOf(sections);
        var keys = new HashSet<String>();
        for (var section : sections) {
            if (!keys.add(section.key())) {
                throw new IllegalArgumentException("report has two sections \"%s\"".formatted(section.key()));
            }
        }
    }

    /** Begins a report. */
    public static Builder of(String title, int year, Instant generatedAt) {
        return new Builder(title, year, generatedAt);
    }

    /** Gathers a report. For one thread. */
    public static final class Builder {
        private final String title;
        private final int year;
        private final Instant generatedAt;
        private final List<Figure> figures = new ArrayList<>();
        private final List<Section> sections = new ArrayList<>();
        private String subtitle = "";

        private Builder(String title, int year, Instant generatedAt) {
            this.title = title;
            this.year = year;
            this.generatedAt = generatedAt;
        }

        public Builder subtitle(String text) {
            subtitle = text;
            return this;
        }

        /** @param value a number or a text; its {@code toString} counts */
        public Builder figure(String key, String figureTitle, Kind kind, Object value) {
            figures.add(new Figure(key, figureTitle, kind, value.toString()));
            return this;
        }

        public Builder section(Section section) {
            sections.add(section);
            return this;
        }

        public Report build() {
            return new Report(title, subtitle, year, generatedAt, figures, sections);
        }
    }
}
