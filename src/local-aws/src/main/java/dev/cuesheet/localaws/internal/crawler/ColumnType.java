package dev.cuesheet.localaws.internal.crawler;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A column's type as far as the data shows it. */
public sealed interface ColumnType {
    ColumnType STRING = new Primitive("string");
    ColumnType BIGINT = new Primitive("bigint");
    ColumnType INT = new Primitive("int");
    ColumnType DOUBLE = new Primitive("double");
    ColumnType BOOLEAN = new Primitive("boolean");
    /** No value was seen, so any type may still be right. */
    ColumnType UNSEEN = new Unseen();

    /** The type in the catalog's spelling. */
    String hive();

    /** The narrowest type that holds the values of both. */
    ColumnType merge(ColumnType other);

    /** Whether columns of the two types could be the same column of two files of one table. */
    default boolean isLike(ColumnType other) {
        return other instanceof Unseen
                || hive().equals(other.hive())
                || !merge(other).equals(STRING);
    }

    /** Only empty values were seen. The catalog calls it a string. */
    record Unseen() implements ColumnType {
        @Override
        public String hive() {
            return "string";
        }

        @Override
        public ColumnType merge(ColumnType other) {
            return other;
        }

        @Override
        public boolean isLike(ColumnType other) {
            return true;
        }
    }

    record Primitive(String hive) implements ColumnType {
        @Override
        public ColumnType merge(ColumnType other) {
            if (other instanceof Unseen || equals(other)) {
                return this;
            }
            if (isNumber(this) && isNumber(other)) {
                return equals(DOUBLE) || other.equals(DOUBLE) ? DOUBLE : BIGINT;
            }
            return STRING;
        }

        private static boolean isNumber(ColumnType type) {
            return type.equals(INT) || type.equals(BIGINT) || type.equals(DOUBLE);
        }
    }

    record Array(ColumnType element) implements ColumnType {
        @Override
        public String hive() {
            return "array<" + element.hive() + ">";
        }

        @Override
        public ColumnType merge(ColumnType other) {
            if (other instanceof Unseen) {
                return this;
            }
            return other instanceof Array array ? new Array(element.merge(array.element)) : STRING;
        }
    }

    /** @param fields in the order in which they were first seen */
    record Struct(Map<String, ColumnType> fields) implements ColumnType {
        public Struct {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public String hive() {
            return fields.entrySet().stream()
                    .map(field -> field.getKey() + ":" + field.getValue().hive())
                    .collect(Collectors.joining(",", "struct<", ">"));
        }

        @Override
        public ColumnType merge(ColumnType other) {
            if (other instanceof Unseen) {
                return this;
            }
            if (!(other instanceof Struct struct)) {
                return STRING;
            }
            var merged = new LinkedHashMap<>(fields);
            struct.fields.forEach((name, type) -> merged.merge(name, type, ColumnType::merge));
            return new Struct(merged);
        }
    }

    record Dictionary(ColumnType key, ColumnType value) implements ColumnType {
        @Override
        public String hive() {
            return "map<" + key.hive() + "," + value.hive() + ">";
        }

        @Override
        public ColumnType merge(ColumnType other) {
            if (other instanceof Unseen) {
                return this;
            }
            return other instanceof Dictionary map
                    ? new Dictionary(key.merge(map.key), value.merge(map.value))
                    : STRING;
        }
    }
}
