package dev.cuesheet.localaws.spark.worker.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Map;

/**
 * How a line falls into fields, and which of them are wanted.
 *
 * @param escape the escape byte, or -1 for none
 * @param wanted for each field in file order its place in the row, or -1
 * @param types the types of the row's columns
 */
record DelimitedLayout(byte separator, int escape, byte[] nullText, int headerLines, int[] wanted, DataType[] types)
        implements Serializable {

    static DelimitedLayout of(Map<String, String> options, StructType data, StructType required) {
        return new DelimitedLayout(
                separator(options),
                options.contains("escape.delim") ? options.apply("escape.delim").charAt(0) : -1,
                options.getOrElse("serialization.null.format", () -> "\\N").getBytes(UTF_8),
                Integer.parseInt(options.getOrElse("skip.header.line.count", () -> "0")),
                wanted(data, required),
                Arrays.stream(required.fields()).map(field -> field.dataType()).toArray(DataType[]::new));
    }

    private static byte separator(Map<String, String> options) {
        var text = options.getOrElse("field.delim", () -> options.getOrElse("serialization.format", () -> "\u0001"));
        if (text.length() == 1 && text.charAt(0) < 128 && !Character.isDigit(text.charAt(0))) {
            return (byte) text.charAt(0);
        }
        return Byte.parseByte(text); // Hive also takes the character's number
    }

    private static int[] wanted(StructType data, StructType required) {
        var wanted = new int[data.length()];
        Arrays.fill(wanted, -1);
        for (var place = 0; place < required.length(); place++) {
            wanted[data.fieldIndex(required.fields()[place].name())] = place;
        }
        return wanted;
    }
}
