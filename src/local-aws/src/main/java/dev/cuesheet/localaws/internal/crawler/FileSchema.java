package dev.cuesheet.localaws.internal.crawler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one file, or all files of a table together, look like.
 *
 * @param compression {@code none} or how the whole file is packed, for example {@code gzip}
 * @param namedByPosition the columns' names were made up from their positions, so equal names prove nothing
 */
public record FileSchema(Format format, String compression, List<Column> columns, boolean namedByPosition) {
    /**
     * How much of two schemas must agree for them to be one table [support article: 70 %].
     */
    private static final double SIMILAR = 0.70;

    public FileSchema {
        columns = List.copyOf(columns);
    }

    static FileSchema unknown(String compression) {
        return new FileSchema(Format.UNKNOWN, compression, List.of(), false);
    }

    /** Whether files in sibling folders, or side by side, look like files of one table. */
    boolean isLike(FileSchema other) {
        if (!isSameKind(other)) {
            return false;
        }
        if (namedByPosition && other.namedByPosition && columns.size() != other.columns.size()) {
            return false;
        }
        int all = columns.size() + other.columns.size() - sharedNames(other);
        return agreeing(other) >= SIMILAR * all;
    }

    /** The same for folders that say they are partitions ({@code year=2008}): a column more or less is then no doubt. */
    boolean isLikePartition(FileSchema other) {
        return isSameKind(other) && agreeing(other) >= SIMILAR * Math.min(columns.size(), other.columns.size());
    }

    /** Whether one table could hold both, however different their columns. */
    boolean isCompatible(FileSchema other) {
        return isSameKind(other) && agreeing(other) == sharedNames(other);
    }

    private boolean isSameKind(FileSchema other) {
        return format.isLike(other.format) && compression.equals(other.compression);
    }

    private int sharedNames(FileSchema other) {
        var names = byName(columns).keySet();
        return (int) other.columns.stream()
                .filter(column -> names.contains(column.name()))
                .count();
    }

    private long agreeing(FileSchema other) {
        var theirs = byName(other.columns);
        return columns.stream()
                .filter(column ->
                        theirs.containsKey(column.name()) && column.type().isLike(theirs.get(column.name())))
                .count();
    }

    /** One schema for both: the columns of either, in the order of their first appearance. */
    FileSchema merge(FileSchema other) {
        var merged = byName(columns);
        byName(other.columns).forEach((name, type) -> merged.merge(name, type, ColumnType::merge));
        var columnList = new ArrayList<Column>();
        merged.forEach((name, type) -> columnList.add(new Column(name, type)));
        var mergedFormat = format.classification().equals("json") ? Format.json(merged.keySet()) : format;
        return new FileSchema(mergedFormat, compression, columnList, namedByPosition && other.namedByPosition);
    }

    private static Map<String, ColumnType> byName(List<Column> columns) {
        var types = new LinkedHashMap<String, ColumnType>();
        columns.forEach(column -> types.put(column.name(), column.type()));
        return types;
    }
}
