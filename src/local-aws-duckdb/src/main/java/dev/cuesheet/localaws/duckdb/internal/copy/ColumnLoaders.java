package dev.cuesheet.localaws.duckdb.internal.copy;

import dev.cuesheet.localaws.duckdb.internal.copy.CopyCommand.Conversion;
import dev.cuesheet.localaws.duckdb.internal.sql.RedshiftType;
import dev.cuesheet.localaws.duckdb.internal.sql.RedshiftType.Base;
import java.util.Optional;

/** Picks the loader for a column's type. */
final class ColumnLoaders {
    private static final int MAX_SUPER = 16 << 20;

    private ColumnLoaders() {}

    static ColumnLoader of(RedshiftType type, Conversion conversion) {
        return switch (type.base()) {
            case SMALLINT -> IntegerLoader.SHORT;
            case INTEGER -> IntegerLoader.INTEGER;
            case BIGINT -> IntegerLoader.LONG;
            case DECIMAL -> new DecimalLoader(type.length(), type.scale(), conversion.roundDecimals());
            case REAL -> FloatLoader.REAL;
            case DOUBLE -> FloatLoader.DOUBLE;
            case BOOLEAN -> BooleanLoader.INSTANCE;
            case CHAR -> new TextLoader(true, type.length(), conversion.truncateColumns(), Optional.empty());
            case VARCHAR ->
                new TextLoader(false, type.length(), conversion.truncateColumns(), conversion.acceptInvalidChars());
            case SUPER -> new TextLoader(false, MAX_SUPER, false, Optional.empty());
            case DATE ->
                new MomentLoader(
                        type.base(),
                        format(conversion.dateFormat()),
                        conversion.acceptAnyDate(),
                        conversion.dateFormat());
            case TIME -> new MomentLoader(type.base(), new PatternMoments("HH24:MI:SS"), false, "HH24:MI:SS");
            case TIMESTAMP, TIMESTAMPTZ -> timestamp(type.base(), conversion);
        };
    }

    private static ColumnLoader timestamp(Base type, Conversion conversion) {
        var pattern = conversion.timeFormat();
        var fallback = "YYYY-MM-DD HH24:MI:SS";
        if (pattern.isEmpty()) {
            var full = new PatternMoments(type == Base.TIMESTAMPTZ ? fallback + "OF" : fallback);
            return new MomentLoader(type, full, conversion.acceptAnyDate(), fallback);
        }
        return new MomentLoader(type, format(pattern), conversion.acceptAnyDate(), pattern);
    }

    private static MomentFormat format(String pattern) {
        return switch (pattern) {
            case "auto" -> new AutoMoments();
            case "epochsecs" -> EpochMoments.seconds();
            case "epochmillisecs" -> EpochMoments.millis();
            default -> new PatternMoments(pattern);
        };
    }
}
