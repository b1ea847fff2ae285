package dev.cuesheet.localaws.duckdb.internal.copy;

import dev.cuesheet.localaws.duckdb.internal.sql.RedshiftType.Base;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;

/** DATE, TIME, TIMESTAMP and TIMESTAMPTZ: days, or microseconds, since 1970 in UTC. */
final class MomentLoader implements ColumnLoader {
    private final Base type;
    private final MomentFormat format;
    private final boolean acceptAny;
    private final String formatName;

    /** @param acceptAny true to load NULL for what is no date or time stamp */
    MomentLoader(Base type, MomentFormat format, boolean acceptAny, String formatName) {
        this.type = type;
        this.format = format;
        this.acceptAny = acceptAny;
        this.formatName = formatName;
    }

    @Override
    public void read(byte[] bytes, int start, int end, Cells cells, int column) throws BadField {
        try {
            var moment = format.parse(bytes, start, end);
            cells.set(
                    column,
                    switch (type) {
                        case DATE -> moment.epochDay();
                        case TIME -> moment.microsOfDay();
                        case TIMESTAMP -> moment.localMicros();
                        default -> moment.utcMicros();
                    });
        } catch (MomentFormat.Mismatch e) {
            if (acceptAny && type != Base.TIME) {
                cells.setNull(column);
            } else if (type == Base.DATE) {
                throw new BadField(
                        1205,
                        0,
                        end - start < 6
                                ? "Invalid Date Format - length must be 10 or more"
                                : "Invalid date format or value [" + formatName + "]");
            } else {
                throw new BadField(1206, 0, "Invalid timestamp format or value [" + formatName + "]");
            }
        }
    }

    @Override
    public void append(Cells cells, int column, DuckDBAppender appender) throws SQLException {
        long value = cells.number(column);
        switch (type) {
            case DATE -> appender.appendEpochDays((int) value);
            case TIME -> appender.appendDayMicros(value);
            default -> appender.appendEpochMicros(value);
        }
    }
}
