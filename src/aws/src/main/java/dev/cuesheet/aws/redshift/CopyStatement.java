package dev.cuesheet.aws.redshift;

import static dev.cuesheet.aws.redshift.SqlText.identifier;
import static dev.cuesheet.aws.redshift.SqlText.literal;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.cuesheet.aws.S3Uri;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A COPY from S3 into a table. Names are quoted, and access is by an IAM role only, so that no key gets into SQL or logs.
 *
 * <p>COPY takes its source for the beginning of a key, so that {@code data/sales} also loads {@code data/sales_old.txt}.
 * Here a source is a folder, whose slash ends the name, a manifest, or one object, which the loader must check to be the
 * only one with that beginning.
 *
 * @param role the role's ARN; null for the cluster's default role
 * @param options format and conversion, each as COPY wants it written
 */
public record CopyStatement(
        String schema,
        String table,
        List<String> columns,
        S3Uri source,
        SourceKind sourceKind,
        @Nullable String role,
        List<String> options) {
    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");

    /** What the source names. */
    public enum SourceKind {
        FOLDER,
        OBJECT,
        MANIFEST
    }

    public CopyStatement {
        requireNonNull(schema, "schema");
        requireNonNull(table, "table");
        columns = List.copyOf(columns);
        requireNonNull(source, "source");
        requireNonNull(sourceKind, "sourceKind");
        if (sourceKind == SourceKind.FOLDER ? !source.key().endsWith("/") : source.isFolder()) {
            throw new IllegalArgumentException("%s is not a place of kind %s to load table %s.%s from"
                    .formatted(source, sourceKind, schema, table));
        }
        options = List.copyOf(options);
    }

    public static Builder into(String schema, String table) {
        return new Builder(schema, table);
    }

    /** The same statement with its texts rendered. */
    public CopyStatement renderedWith(UnaryOperator<String> render) {
        return new CopyStatement(
                render.apply(schema),
                render.apply(table),
                columns,
                S3Uri.parse(render.apply(source.toString())),
                sourceKind,
                role == null ? null : render.apply(role),
                options);
    }

    /** The table's name as SQL. */
    public String target() {
        return identifier(schema) + "." + identifier(table);
    }

    /**
     * The statement as SQL.
     *
     * @throws IllegalArgumentException when the role is not a role's ARN, or a list of them for role chaining
     */
    public String sql() {
        var columnList = columns.isEmpty()
                ? ""
                : columns.stream().map(SqlText::identifier).collect(joining(", ", " (", ")"));
        var sql = new StringBuilder("COPY ")
                .append(target())
                .append(columnList)
                .append(" FROM ")
                .append(literal(source.toString()))
                .append(" IAM_ROLE ")
                .append(role == null ? "default" : literal(checkedRole(role)));
        if (sourceKind == SourceKind.MANIFEST) {
            sql.append(" MANIFEST");
        }
        options.forEach(option -> sql.append(' ').append(option));
        return sql.toString();
    }

    private static String checkedRole(String role) {
        for (var each : role.split(",", -1)) {
            if (!ROLE.matcher(each).matches()) {
                throw new IllegalArgumentException("COPY takes the ARN of a role, got \"" + role + "\"");
            }
        }
        return role;
    }

    /** Collects a statement. Not to be shared between threads. */
    public static final class Builder {
        private static final Pattern OPTION = Pattern.compile("[A-Z_]+");
        private final String schema;
        private final String table;
        private List<String> columns = List.of();
        private @Nullable S3Uri source;
        private SourceKind sourceKind = SourceKind.FOLDER;
        private @Nullable String role;
        private final List<String> options = new ArrayList<>();

        private Builder(String schema, String table) {
            this.schema = schema;
            this.table = table;
        }

        /** Loads these columns in this order; the others get their defaults. */
        public Builder columns(String... names) {
            this.columns = List.of(names);
            return this;
        }

        /** Loads every object in the folder. */
        public Builder fromFolder(S3Uri folder) {
            this.source = folder.asFolder();
            this.sourceKind = SourceKind.FOLDER;
            return this;
        }

        /** Loads one object. */
        public Builder fromObject(S3Uri object) {
            this.source = object;
            this.sourceKind = SourceKind.OBJECT;
            return this;
        }

        /** Loads the objects that the manifest lists. */
        public Builder fromManifest(S3Uri manifest) {
            this.source = manifest;
            this.sourceKind = SourceKind.MANIFEST;
            return this;
        }

        /** Reads S3 as this role instead of the cluster's default role. */
        public Builder role(String arn) {
            this.role = arn;
            return this;
        }

        public Builder parquet() {
            return option("FORMAT AS PARQUET");
        }

        public Builder csv() {
            return option("CSV");
        }

        public Builder json() {
            return option("FORMAT AS JSON 'auto'");
        }

        public Builder delimiter(char delimiter) {
            // COPY understands \t itself; doubling its backslash as in a literal would break it.
            return option(delimiter == '\t' ? "DELIMITER '\\t'" : "DELIMITER " + literal(String.valueOf(delimiter)));
        }

        /** For example {@code MM/DD/YYYY HH:MI:SS}, or {@code auto}. */
        public Builder timeFormat(String format) {
            return option("TIMEFORMAT " + literal(format));
        }

        /** For example {@code YYYY-MM-DD}, or {@code auto}. */
        public Builder dateFormat(String format) {
            return option("DATEFORMAT " + literal(format));
        }

        public Builder ignoreHeader(int lines) {
            return option("IGNOREHEADER " + lines);
        }

        /** Loads on while fewer rows than this are bad. */
        public Builder maxError(int rows) {
            return option("MAXERROR " + rows);
        }

        /** Where the bucket lies, when that is not the cluster's region. */
        public Builder region(String region) {
            return option("REGION " + literal(region));
        }

        /** Options that are one word, for example {@code GZIP}, {@code EMPTYASNULL}, {@code ROUNDEC}. */
        public Builder with(String... words) {
            for (var word : words) {
                if (!OPTION.matcher(word).matches()) {
                    throw new IllegalArgumentException("An option of COPY is a word in capitals, got \"" + word + "\"");
                }
                option(word);
            }
            return this;
        }

        private Builder option(String text) {
            options.add(text);
            return this;
        }

        public CopyStatement build() {
            if (source == null) {
                throw new IllegalArgumentException("COPY into %s.%s has no source".formatted(schema, table));
            }
            return new CopyStatement(schema, table, columns, source, sourceKind, role, options);
        }
    }
}
