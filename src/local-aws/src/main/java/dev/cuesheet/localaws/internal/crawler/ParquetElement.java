package dev.cuesheet.localaws.internal.crawler;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * One node of a Parquet schema, with the numbers of the format's definition.
 *
 * @param physical the stored type; -1 for a group
 * @param converted what the stored type stands for; -1 when it stands for itself
 * @param logical the number of the newer annotation's kind; -1 when there is none
 * @param children how many of the following nodes are below this one
 */
record ParquetElement(
        String name, int physical, int repetition, int children, int converted, int logical, int scale, int precision) {
    private static final int REPEATED = 2;
    private static final int LOGICAL_STRING = 1;
    private static final int LOGICAL_MAP = 2;
    private static final int LOGICAL_LIST = 3;
    private static final int LOGICAL_DECIMAL = 5;
    private static final int LOGICAL_DATE = 6;
    private static final int LOGICAL_TIMESTAMP = 8;

    record Child(ParquetElement element, List<Child> children) {
        ColumnType type() {
            return element.type(children);
        }
    }

    static ParquetElement read(ThriftReader in) throws IOException {
        var numbers = new int[] {-1, -1, 0, -1, -1, 0, 0};
        var name = new String[] {""};
        in.struct((id, type) -> {
            switch (id) {
                case 1 -> numbers[0] = (int) in.number();
                case 3 -> numbers[1] = (int) in.number();
                case 4 -> name[0] = in.text();
                case 5 -> numbers[2] = (int) in.number();
                case 6 -> numbers[3] = (int) in.number();
                case 7 -> numbers[5] = (int) in.number();
                case 8 -> numbers[6] = (int) in.number();
                case 10 ->
                    in.struct((kind, kindType) -> {
                        numbers[4] = kind;
                        return false;
                    });
                default -> {
                    return false;
                }
            }
            return true;
        });
        return new ParquetElement(
                name[0], numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]);
    }

    /** The type as Hive has it. */
    ColumnType type(List<Child> below) {
        var plain = children == 0 ? primitive() : group(below);
        // A repeated node that no list wraps is a list of its own.
        return repetition == REPEATED ? new ColumnType.Array(plain) : plain;
    }

    private ColumnType group(List<Child> below) {
        if (isList() && below.size() == 1) {
            return new ColumnType.Array(elementOf(below.get(0)));
        }
        if (isMap() && below.size() == 1 && below.get(0).children().size() == 2) {
            var entry = below.get(0).children();
            return new ColumnType.Dictionary(entry.get(0).type(), entry.get(1).type());
        }
        var fields = new LinkedHashMap<String, ColumnType>();
        below.forEach(child -> fields.put(child.element().name(), child.type()));
        return new ColumnType.Struct(fields);
    }

    /** Lists have a repeated group around their element; old writers left it out or named it otherwise. */
    private static ColumnType elementOf(Child repeated) {
        if (repeated.children().size() == 1 && !repeated.element().name().equals("array")) {
            return repeated.children().get(0).type();
        }
        return repeated.type() instanceof ColumnType.Array array ? array.element() : repeated.type();
    }

    private boolean isList() {
        return converted == 3 || logical == LOGICAL_LIST;
    }

    private boolean isMap() {
        return converted == 1 || converted == 2 || logical == LOGICAL_MAP;
    }

    private ColumnType primitive() {
        if (converted == 5 || logical == LOGICAL_DECIMAL) {
            return named("decimal(" + precision + "," + scale + ")");
        }
        return switch (physical) {
            case 0 -> ColumnType.BOOLEAN;
            case 1 -> small();
            case 2 ->
                converted == 9 || converted == 10 || logical == LOGICAL_TIMESTAMP
                        ? named("timestamp")
                        : ColumnType.BIGINT;
            case 3 -> named("timestamp");
            case 4 -> named("float");
            case 5 -> ColumnType.DOUBLE;
            case 6 -> isText() ? ColumnType.STRING : named("binary");
            default -> named("binary");
        };
    }

    private ColumnType small() {
        return switch (converted) {
            case 6 -> named("date");
            case 15 -> named("tinyint");
            case 16 -> named("smallint");
            default -> logical == LOGICAL_DATE ? named("date") : ColumnType.INT;
        };
    }

    private boolean isText() {
        return converted == 0
                || converted == 4
                || converted == 19
                || logical == LOGICAL_STRING
                || logical == 4
                || logical == 12;
    }

    private static ColumnType named(String hive) {
        return new ColumnType.Primitive(hive);
    }
}
