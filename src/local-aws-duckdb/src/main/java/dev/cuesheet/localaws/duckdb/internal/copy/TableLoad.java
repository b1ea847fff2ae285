package dev.cuesheet.localaws.duckdb.internal.copy;

import dev.cuesheet.localaws.duckdb.internal.sql.RedshiftType;
import dev.cuesheet.localaws.duckdb.internal.sql.TableColumn;
import dev.cuesheet.localaws.spi.ObjectAccess.StoredObject;
import dev.cuesheet.localaws.spi.SqlFailure;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/**
 * Loads files into one table through one appender, row by row, so that memory does not grow with the data. Bad rows are
 * collected until there are too many. Belongs to the thread that loads.
 */
public final class TableLoad {
    /** As many bad rows as are kept when none of them ends the load. */
    private static final int MOST_KEPT = 100_000;

    private static final int CANCEL_CHECK = 1_024;

    /** There are more bad rows than the command allows; they are in {@link #errors}. */
    public static final class TooManyErrors extends Exception {
        private static final long serialVersionUID = 1;

        TooManyErrors() {
            super("more bad rows than MAXERROR allows", null, false, false);
        }
    }

    private final CopyCommand command;
    private final List<TableColumn> columns;
    private final SourceFiles files;
    private final BooleanSupplier cancelled;
    private final @Nullable DuckDBAppender appender;
    private final RowConverter converter;
    private final Cells cells;
    private final FieldRow row = new FieldRow();
    private final int[] sources;
    private final List<LoadError> errors = new ArrayList<>();
    private final List<LoadedFile> loaded = new ArrayList<>();
    private long badRows;
    private long rows;

    /**
     * @param columns the target columns in file order
     * @param tableColumns all columns of the table, in which the appender wants its values
     * @param appender null to check the data only
     */
    public TableLoad(
            CopyCommand command,
            List<TableColumn> columns,
            List<TableColumn> tableColumns,
            SourceFiles files,
            @Nullable DuckDBAppender appender,
            BooleanSupplier cancelled) {
        this.command = command;
        this.columns = List.copyOf(columns);
        this.files = files;
        this.cancelled = cancelled;
        this.appender = appender;
        this.converter =
                new RowConverter(this.columns, command.conversion(), !(command.format() instanceof CopyFormat.Json));
        this.cells = new Cells(columns.size());
        this.sources = tableColumns.stream().mapToInt(columns::indexOf).toArray();
    }

    /** Loads one file of text. */
    public void load(StoredObject object) throws TooManyErrors {
        var uri = "s3://" + object.bucket() + "/" + object.key();
        try (var in = files.open(object, command.gzip())) {
            var reader = reader(in);
            while (nextRow(reader, uri)) {
                if (rows % CANCEL_CHECK == 0 && cancelled.getAsBoolean()) {
                    throw SqlFailure.cancelled();
                }
            }
            loaded.add(new LoadedFile(uri, reader.lines(), object.size()));
        } catch (IOException e) {
            throw new SqlFailure("reading " + uri + " failed: " + e.getMessage(), e);
        } catch (SQLException e) {
            throw new SqlFailure("writing rows of " + uri + " failed: " + e.getMessage(), e);
        }
    }

    /** Loads one Parquet file. */
    public void load(StoredObject object, ParquetImport parquet) {
        var uri = "s3://" + object.bucket() + "/" + object.key();
        try {
            long read = parquet.load(files.file(object), uri);
            rows += read;
            loaded.add(new LoadedFile(uri, read, object.size()));
        } catch (IOException e) {
            throw new SqlFailure("reading " + uri + " failed: " + e.getMessage(), e);
        }
    }

    private RowReader reader(java.io.InputStream in) throws IOException {
        var format = command.format();
        if (format instanceof CopyFormat.Csv csv) {
            return new CsvReader(in, csv);
        } else if (format instanceof CopyFormat.FixedWidth fixed) {
            return new FixedWidthReader(in, fixed.widths());
        } else if (format instanceof CopyFormat.Json json) {
            return new JsonReader(in, columns, json.ignoreCase(), json.paths().map(files::read));
        } else if (format instanceof CopyFormat.Delimited text) {
            return text.escape() || text.removeQuotes()
                    ? new EscapedReader(in, text)
                    : new DelimitedReader(in, text.delimiter());
        }
        throw new IllegalStateException("Not a format of rows of text: " + format);
    }

    /** Reads, converts and appends one row; false after the file's last. */
    private boolean nextRow(RowReader reader, String uri) throws IOException, SQLException, TooManyErrors {
        boolean read = false;
        try {
            if (!reader.next(row)) {
                return false;
            }
            read = true;
            if (reader.line() > command.control().ignoreHeader() && !isSkipped()) {
                converter.convert(row, cells);
                append();
            }
        } catch (BadField e) {
            if (read || reader.line() > command.control().ignoreHeader()) {
                failed(reader, uri, e, read ? converter.badColumn() : -1);
            }
        }
        return true;
    }

    private boolean isSkipped() throws BadField {
        boolean empty = row.count() == 1 && row.start(0) == row.end(0) && !row.isNull(0);
        if (!empty || command.control().ignoreBlankLines()) {
            return empty;
        }
        if (columns.size() > 1) {
            throw new BadField(1211, 0, "Invalid line: empty line found");
        }
        return false;
    }

    private void append() throws SQLException {
        rows++;
        var to = appender;
        if (to == null) {
            return;
        }
        to.beginRow();
        for (int source : sources) {
            if (source < 0) {
                to.appendDefault();
            } else if (cells.isNull(source)) {
                to.appendNull();
            } else {
                converter.loader(source).append(cells, source, to);
            }
        }
        to.endRow();
    }

    private void failed(RowReader reader, String uri, BadField bad, int column) throws TooManyErrors {
        badRows++;
        if (errors.size() < MOST_KEPT) {
            errors.add(error(reader, uri, bad, column));
        }
        if (command.control().isTooMany(badRows)) {
            throw new TooManyErrors();
        }
    }

    private LoadError error(RowReader reader, String uri, BadField bad, int column) {
        boolean known = column >= 0 && column < columns.size() && bad.code() != 1211;
        var name = known ? columns.get(column).name() : "";
        var type = known ? typeName(columns.get(column).type()) : "";
        var length = known ? length(columns.get(column).type()) : "";
        boolean hasField = known && column < row.count() && !row.isNull(column);
        var field = hasField ? Numbers.text(row.bytes(), row.start(column), row.end(column)) : "";
        return new LoadError(
                uri,
                reader.line(),
                name,
                type,
                length,
                bad.position(),
                reader.rawLine(),
                field,
                bad.code(),
                bad.reason());
    }

    private static String typeName(RedshiftType type) {
        var name = type.base() == RedshiftType.Base.CHAR ? "char" : type.base().catalogName();
        return name.length() <= 10 ? name : name.substring(0, 10);
    }

    private static String length(RedshiftType type) {
        return switch (type.base()) {
            case CHAR, VARCHAR -> Integer.toString(type.length());
            case DECIMAL -> type.length() + ", " + type.scale();
            case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, BOOLEAN, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, SUPER -> "0";
        };
    }

    /** Rows that were fit to load. */
    public long rows() {
        return rows;
    }

    public long badRows() {
        return badRows;
    }

    public List<LoadError> errors() {
        return errors;
    }

    public List<LoadedFile> loaded() {
        return loaded;
    }
}
