package dev.cuesheet.ingest.tickit;

import static dev.cuesheet.ingest.ColumnType.Whole.INTEGER;
import static dev.cuesheet.ingest.ColumnType.Whole.SMALLINT;
import static dev.cuesheet.ingest.TableColumn.of;

import dev.cuesheet.ingest.ColumnType;
import dev.cuesheet.ingest.ColumnType.Bool;
import dev.cuesheet.ingest.ColumnType.Char;
import dev.cuesheet.ingest.ColumnType.Decimal;
import dev.cuesheet.ingest.ColumnType.Timestamp;
import dev.cuesheet.ingest.ColumnType.Varchar;
import dev.cuesheet.ingest.TableColumn;
import dev.cuesheet.ingest.TableLayout;
import dev.cuesheet.ingest.TimeFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The seven tables of TICKIT, each with the public file that it is loaded from: the one place that knows their columns,
 * formats, keys and relations. A table refers only to tables named before it.
 */
public enum TickitTable {
    USERS(
            "allusers_pipe.txt",
            '|',
            49_990,
            Summed.NOTHING,
            List.of(),
            Keys.all("userid"),
            of("userid", INTEGER).notNull(),
            of("username", new Char(8)),
            of("firstname", new Varchar(30)),
            of("lastname", new Varchar(30)),
            of("city", new Varchar(30)),
            of("state", new Char(2)),
            of("email", new Varchar(100)),
            of("phone", new Char(14)),
            of("likesports", new Bool()),
            of("liketheatre", new Bool()),
            of("likeconcerts", new Bool()),
            of("likejazz", new Bool()),
            of("likeclassical", new Bool()),
            of("likeopera", new Bool()),
            of("likerock", new Bool()),
            of("likevegas", new Bool()),
            of("likebroadway", new Bool()),
            of("likemusicals", new Bool())),

    VENUE(
            "venue_pipe.txt",
            '|',
            202,
            Summed.NOTHING,
            List.of(),
            Keys.all("venueid"),
            of("venueid", SMALLINT).notNull(),
            of("venuename", new Varchar(100)),
            of("venuecity", new Varchar(30)),
            of("venuestate", new Char(2)),
            // Unknown seats are written \N, and one of them among the numbers makes the whole column text.
            of("venueseats", INTEGER).seenByCrawlersAs("string")),

    CATEGORY(
            "category_pipe.txt",
            '|',
            11,
            Summed.NOTHING,
            List.of(),
            Keys.all("catid"),
            of("catid", SMALLINT).notNull(),
            of("catgroup", new Varchar(10)),
            of("catname", new Varchar(10)),
            of("catdesc", new Varchar(50))),

    DATE(
            "date2008_pipe.txt",
            '|',
            365,
            Summed.NOTHING,
            List.of(),
            Keys.all("dateid"),
            of("dateid", SMALLINT).notNull(),
            of("caldate", new ColumnType.Date()).notNull(),
            of("day", new Char(3)).notNull(),
            of("week", SMALLINT).notNull(),
            of("month", new Char(5)).notNull(),
            of("qtr", new Char(5)).notNull().seenByCrawlersAs("bigint"),
            of("year", SMALLINT).notNull(),
            of("holiday", new Bool()).withDefault("'N'")),

    EVENT(
            "allevents_pipe.txt",
            '|',
            8_798,
            Summed.NOTHING,
            List.of(new Reference("venueid", VENUE), new Reference("catid", CATEGORY), new Reference("dateid", DATE)),
            new Keys("eventid", "eventid", "dateid"),
            of("eventid", INTEGER).notNull(),
            of("venueid", SMALLINT).notNull(),
            of("catid", SMALLINT).notNull(),
            of("dateid", SMALLINT).notNull(),
            of("eventname", new Varchar(200)),
            of("starttime", new Timestamp(TimeFormat.ISO))),

    LISTING(
            "listings_pipe.txt",
            '|',
            192_497,
            Summed.LISTED,
            List.of(new Reference("sellerid", USERS), new Reference("eventid", EVENT), new Reference("dateid", DATE)),
            new Keys("listid", "listid", "dateid"),
            of("listid", INTEGER).notNull(),
            of("sellerid", INTEGER).notNull(),
            of("eventid", INTEGER).notNull(),
            of("dateid", SMALLINT).notNull(),
            of("numtickets", SMALLINT).notNull(),
            of("priceperticket", new Decimal(8, 2)),
            of("totalprice", new Decimal(8, 2)),
            of("listtime", new Timestamp(TimeFormat.ISO))),

    SALES(
            "sales_tab.txt",
            '\t',
            172_456,
            Summed.SOLD,
            List.of(
                    new Reference("listid", LISTING),
                    new Reference("sellerid", USERS),
                    new Reference("buyerid", USERS),
                    new Reference("eventid", EVENT),
                    new Reference("dateid", DATE)),
            new Keys("salesid", "listid", "dateid"),
            of("salesid", INTEGER).notNull(),
            of("listid", INTEGER).notNull(),
            of("sellerid", INTEGER).notNull(),
            of("buyerid", INTEGER).notNull(),
            of("eventid", INTEGER).notNull(),
            of("dateid", SMALLINT).notNull(),
            of("qtysold", SMALLINT).notNull(),
            of("pricepaid", new Decimal(8, 2)),
            of("commission", new Decimal(8, 2)),
            of("saletime", new Timestamp(TimeFormat.US)));

    /** A column that holds another table's key. */
    public record Reference(String column, TickitTable table) {}

    /** What the columns are added up for, so that a load can be compared with its source. */
    private static final class Summed {
        static final List<String> NOTHING = List.of();
        static final List<String> LISTED = List.of("numtickets", "totalprice");
        static final List<String> SOLD = List.of("qtysold", "pricepaid", "commission");
    }

    /** Which column is unique, which one rows are distributed by, and which one they are sorted by. */
    private record Keys(String unique, String distribution, String sort) {
        static Keys all(String column) {
            return new Keys(column, column, column);
        }
    }

    private final String fileName;
    private final char delimiter;
    private final long publicRows;
    private final List<String> summedColumns;
    private final List<Reference> references;
    private final String key;
    private final TableLayout layout;

    TickitTable(
            String fileName,
            char delimiter,
            long publicRows,
            List<String> summedColumns,
            List<Reference> references,
            Keys keys,
            TableColumn... columns) {
        this.fileName = fileName;
        this.delimiter = delimiter;
        this.publicRows = publicRows;
        this.summedColumns = summedColumns;
        this.references = references;
        this.key = keys.unique();
        this.layout = new TableLayout(tableName(), List.of(columns), keys.distribution(), keys.sort());
    }

    /** The table's name in warehouse and catalog: {@code users}. */
    public String tableName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name under which the file is published: {@code allusers_pipe.txt}. */
    public String fileName() {
        return fileName;
    }

    /** What stands between two fields of the file. */
    public char delimiter() {
        return delimiter;
    }

    /** How many rows the public file has. A generated file of facts has as many for each unit of scale. */
    public long publicRows() {
        return publicRows;
    }

    /** Whether the rows are facts, which grow with the scale, and not a dimension. */
    public boolean isFact() {
        return this == LISTING || this == SALES;
    }

    /** Columns, distribution key and sort key. */
    public TableLayout layout() {
        return layout;
    }

    /** The columns in the order of the file. */
    public List<TableColumn> columns() {
        return layout.columns();
    }

    /** The column that tells one row from every other. */
    public String key() {
        return key;
    }

    /** Columns that hold another table's key. The public events name three venues that the public venues lack. */
    public List<Reference> references() {
        return references;
    }

    /** Columns whose sums a load must reproduce exactly. */
    public List<String> summedColumns() {
        return summedColumns;
    }

    /** Redshift's statement that makes the table in the schema if it is absent. */
    public String createTable(String schema) {
        return layout.createTable(schema);
    }

    /** What {@code COPY} must be told to read the file: {@code DELIMITER '|' TIMEFORMAT '...'}. */
    public String copyOptions() {
        var escaped = delimiter == '\t' ? "\\t" : String.valueOf(delimiter);
        return "DELIMITER '%s'".formatted(escaped)
                + timeFormat()
                        .map(format -> " TIMEFORMAT '%s'".formatted(format.pattern()))
                        .orElse("");
    }

    /** How the file writes its times; empty when it has none. */
    public Optional<TimeFormat> timeFormat() {
        return columns().stream()
                .map(TableColumn::type)
                .filter(Timestamp.class::isInstance)
                .map(type -> ((Timestamp) type).format())
                .findFirst();
    }
}
