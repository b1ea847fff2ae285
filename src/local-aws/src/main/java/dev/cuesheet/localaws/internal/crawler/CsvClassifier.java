package dev.cuesheet.localaws.internal.crawler;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recognises delimited text: at least two columns and two rows that agree on their number of columns. A first line is
 * taken for a header only if it could be one and the data below is visibly something else.
 */
public final class CsvClassifier implements Classifier {
    private static final char[] DELIMITERS = {',', '|', '\t', ';', '\u0001'};
    private static final int MIN_COLUMNS = 2;
    private static final int MIN_ROWS = 2;
    private static final int LONGEST_HEADER_CELL = 150;
    /** Rows that may differ from the others in their number of columns before the text is no longer CSV [own choice]. */
    private static final double AGREEING_ROWS = 0.9;

    /** The catalog's pattern of a column name. */
    private static final Pattern COLUMN_NAME =
            Pattern.compile("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}\\t]{1,255}");

    private final CsvOptions options;

    public CsvClassifier(CsvOptions options) {
        this.options = options;
    }

    static CsvClassifier builtIn() {
        return new CsvClassifier(CsvOptions.builtIn());
    }

    /** Text cut at one delimiter. */
    private record Table(char delimiter, List<List<String>> rows, int columns, double agreement) {}

    @Override
    public Optional<Content> classify(Sample sample) {
        if (!sample.isText()) {
            return Optional.empty();
        }
        var text = sample.text();
        Optional<Table> best = Optional.empty();
        for (char delimiter : delimiters()) {
            var table = cut(text, delimiter);
            if (isCsv(table) && (best.isEmpty() || isBetter(table, best.get()))) {
                best = Optional.of(table);
            }
        }
        return best.map(this::content);
    }

    private char[] delimiters() {
        return options.delimiter().map(d -> new char[] {d}).orElse(DELIMITERS);
    }

    private Table cut(String text, char delimiter) {
        var rows = CsvRecords.read(text, delimiter, options.quote(), Sample.RECORD_LIMIT);
        var counts = new HashMap<Integer, Integer>();
        rows.forEach(row -> counts.merge(row.size(), 1, Integer::sum));
        int columns = counts.entrySet().stream()
                .max(java.util.Map.Entry.<Integer, Integer>comparingByValue()
                        .thenComparing(java.util.Map.Entry.comparingByKey()))
                .map(java.util.Map.Entry::getKey)
                .orElse(0);
        var agreement = rows.isEmpty() ? 0 : counts.get(columns) / (double) rows.size();
        return new Table(delimiter, rows, columns, agreement);
    }

    private boolean isCsv(Table table) {
        int columns = options.allowSingleColumn() ? 1 : MIN_COLUMNS;
        int rows = options.header() == CsvOptions.Header.UNKNOWN ? MIN_ROWS : 1;
        return table.columns() >= columns && table.rows().size() >= rows && table.agreement() >= AGREEING_ROWS;
    }

    private static boolean isBetter(Table table, Table other) {
        return table.agreement() > other.agreement()
                || table.agreement() == other.agreement() && table.columns() > other.columns();
    }

    private Content content(Table table) {
        var first = table.rows().get(0);
        var data = table.rows().subList(1, table.rows().size());
        var header = switch (options.header()) {
            case PRESENT -> true;
            case ABSENT -> false;
            case UNKNOWN -> isHeader(first, data, table.columns());
        };
        var types = types(header ? data : table.rows(), table.columns());
        var byPosition = !header && options.names().isEmpty();
        var names = names(header ? first : List.of(), table.columns());
        var columns = new ArrayList<Column>();
        for (int i = 0; i < table.columns(); i++) {
            columns.add(new Column(names.get(i), types.get(i)));
        }
        var format = options.openCsvSerde()
                ? Format.openCsv(table.delimiter(), options.quote(), header)
                : Format.csv(table.delimiter(), header);
        return new Content(format, columns, byPosition, -1);
    }

    private boolean isHeader(List<String> first, List<List<String>> data, int columns) {
        if (first.size() != columns) {
            return false;
        }
        for (int i = 0; i < columns; i++) {
            var cell = value(first.get(i));
            var last = i == columns - 1;
            if (!isString(cell) || cell.length() >= LONGEST_HEADER_CELL && !last || !isName(cell)) {
                return false;
            }
        }
        var allEmpty = first.stream().allMatch(cell -> value(cell).isEmpty());
        return !allEmpty && types(data, columns).stream().anyMatch(type -> !isText(type));
    }

    private static boolean isString(String cell) {
        return isText(Values.typeOf(cell));
    }

    private static boolean isText(ColumnType type) {
        return type.equals(ColumnType.STRING) || type.equals(ColumnType.UNSEEN);
    }

    private static boolean isName(String cell) {
        return cell.isEmpty() || COLUMN_NAME.matcher(cell).matches();
    }

    private List<ColumnType> types(List<List<String>> rows, int columns) {
        if (options.openCsvSerde()) {
            // That library reads every column as text.
            return Collections.nCopies(columns, ColumnType.STRING);
        }
        var types = new ArrayList<ColumnType>(Collections.nCopies(columns, ColumnType.UNSEEN));
        for (var row : rows) {
            for (int i = 0; i < Math.min(columns, row.size()); i++) {
                types.set(i, types.get(i).merge(Values.typeOf(value(row.get(i)))));
            }
        }
        for (int i = 0; i < Math.min(columns, options.types().size()); i++) {
            types.set(i, new ColumnType.Primitive(options.types().get(i).toLowerCase(Locale.ROOT)));
        }
        return types;
    }

    /** Given names first, then the header's, then {@code colN}; a name that is taken gets a number. */
    private List<String> names(List<String> header, int columns) {
        var names = new LinkedHashSet<String>();
        for (int i = 0; i < columns; i++) {
            var given =
                    i < options.names().size() ? options.names().get(i) : i < header.size() ? value(header.get(i)) : "";
            var name = given.isEmpty() ? "col" + i : given.toLowerCase(Locale.ROOT);
            var unique = name;
            for (int n = 1; !names.add(unique); n++) {
                unique = name + "_" + n;
            }
        }
        return List.copyOf(names);
    }

    private String value(String cell) {
        return options.trimValues() ? cell.strip() : cell;
    }
}
