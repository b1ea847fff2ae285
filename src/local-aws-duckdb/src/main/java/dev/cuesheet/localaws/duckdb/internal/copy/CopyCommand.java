package dev.cuesheet.localaws.duckdb.internal.copy;

import dev.cuesheet.localaws.duckdb.internal.sql.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A COPY as it was written, checked for contradictions.
 *
 * @param columns the target columns in file order; empty for all of the table's
 * @param role the role's ARN; empty for {@code IAM_ROLE default}
 */
public record CopyCommand(
        TableName table,
        List<String> columns,
        S3Location source,
        Optional<String> role,
        boolean manifest,
        boolean gzip,
        Optional<String> region,
        CopyFormat format,
        Conversion conversion,
        LoadControl control) {
    public CopyCommand {
        columns = List.copyOf(columns);
    }

    /** How text becomes values. */
    public record Conversion(
            byte[] nullMarker,
            boolean emptyAsNull,
            boolean blanksAsNull,
            boolean trimBlanks,
            boolean acceptAnyDate,
            Optional<Character> acceptInvalidChars,
            boolean truncateColumns,
            boolean fillRecord,
            boolean roundDecimals,
            boolean explicitIds,
            String dateFormat,
            String timeFormat) {}

    /** Which lines are skipped, and when a load gives up. */
    public record LoadControl(
            int ignoreHeader, boolean ignoreBlankLines, int maxError, boolean ignoreAllErrors, boolean noLoad) {

        /** True when so many bad rows end the load. */
        boolean isTooMany(long badRows) {
            return !ignoreAllErrors && badRows >= Math.max(1, maxError);
        }
    }
}
