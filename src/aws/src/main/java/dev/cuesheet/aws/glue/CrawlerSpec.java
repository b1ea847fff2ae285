package dev.cuesheet.aws.glue;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.S3Uri;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A crawler as it should be.
 *
 * @param role the role's name or ARN
 * @param database where the tables go
 * @param tablePrefix put before every table's name; may be empty
 * @param schedule Glue's cron expression, for example {@code cron(15 12 * * ? *)}; empty for none
 * @param classifiers names of custom classifiers, asked before the built-in ones
 * @param configuration Glue's JSON configuration; empty for none
 */
public record CrawlerSpec(
        String name,
        String role,
        String database,
        List<Target> targets,
        String tablePrefix,
        String description,
        String schedule,
        List<String> classifiers,
        OnChange onChange,
        OnDelete onDelete,
        Recrawl recrawl,
        String configuration) {

    /** A folder to crawl; the exclusions are glob patterns relative to it. */
    public record Target(S3Uri uri, List<String> exclusions) {
        public Target {
            requireNonNull(uri, "uri");
            exclusions = List.copyOf(exclusions);
        }
    }

    /** What a crawl does with a table whose files changed their schema. */
    public enum OnChange {
        UPDATE_IN_DATABASE,
        LOG
    }

    /** What a crawl does with a table whose files are gone. */
    public enum OnDelete {
        DEPRECATE_IN_DATABASE,
        DELETE_FROM_DATABASE,
        LOG
    }

    /** Which folders a crawl reads. */
    public enum Recrawl {
        CRAWL_EVERYTHING,
        CRAWL_NEW_FOLDERS_ONLY
    }

    public CrawlerSpec {
        if (name.isBlank() || role.isBlank() || database.isBlank()) {
            throw new IllegalArgumentException(
                    "A crawler needs a name, a role and a database; got \"%s\", \"%s\", \"%s\""
                            .formatted(name, role, database));
        }
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("Crawler \"%s\" has nothing to crawl".formatted(name));
        }
        requireNonNull(tablePrefix, "tablePrefix");
        requireNonNull(description, "description");
        requireNonNull(schedule, "schedule");
        classifiers = List.copyOf(classifiers);
        requireNonNull(onChange, "onChange");
        requireNonNull(onDelete, "onDelete");
        requireNonNull(recrawl, "recrawl");
        requireNonNull(configuration, "configuration");
    }

    public static Builder named(String name) {
        return new Builder(name);
    }

    /** The same crawler with every text rendered. */
    public CrawlerSpec renderedWith(UnaryOperator<String> render) {
        var rendered = targets.stream()
                .map(t -> new Target(
                        S3Uri.parse(render.apply(t.uri().toString())),
                        t.exclusions().stream().map(render).toList()))
                .toList();
        return new CrawlerSpec(
                render.apply(name),
                render.apply(role),
                render.apply(database),
                rendered,
                render.apply(tablePrefix),
                render.apply(description),
                schedule,
                classifiers.stream().map(render).toList(),
                onChange,
                onDelete,
                recrawl,
                configuration);
    }

    /** Collects a crawler's settings. Not to be shared between threads. */
    public static final class Builder {
        private final String name;
        private String role = "";
        private String database = "";
        private final List<Target> targets = new ArrayList<>();
        private String tablePrefix = "";
        private String description = "";
        private String schedule = "";
        private List<String> classifiers = List.of();
        private OnChange onChange = OnChange.UPDATE_IN_DATABASE;
        private OnDelete onDelete = OnDelete.DEPRECATE_IN_DATABASE;
        private Recrawl recrawl = Recrawl.CRAWL_EVERYTHING;
        private String configuration = "";

        private Builder(String name) {
            this.name = requireNonNull(name, "name");
        }

        public Builder role(String nameOrArn) {
            this.role = nameOrArn;
            return this;
        }

        public Builder database(String name) {
            this.database = name;
            return this;
        }

        public Builder target(S3Uri folder, String... exclusions) {
            targets.add(new Target(folder, List.of(exclusions)));
            return this;
        }

        public Builder tablePrefix(String prefix) {
            this.tablePrefix = prefix;
            return this;
        }

        public Builder description(String text) {
            this.description = text;
            return this;
        }

        public Builder schedule(String cron) {
            this.schedule = cron;
            return this;
        }

        public Builder classifiers(String... names) {
            this.classifiers = List.of(names);
            return this;
        }

        public Builder onChange(OnChange behaviour) {
            this.onChange = behaviour;
            return this;
        }

        public Builder onDelete(OnDelete behaviour) {
            this.onDelete = behaviour;
            return this;
        }

        public Builder recrawl(Recrawl behaviour) {
            this.recrawl = behaviour;
            return this;
        }

        public Builder configuration(String json) {
            this.configuration = json;
            return this;
        }

        public CrawlerSpec build() {
            return new CrawlerSpec(
                    name,
                    role,
                    database,
                    targets,
                    tablePrefix,
                    description,
                    schedule,
                    classifiers,
                    onChange,
                    onDelete,
                    recrawl,
                    configuration);
        }
    }
}
