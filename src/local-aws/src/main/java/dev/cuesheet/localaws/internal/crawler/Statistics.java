package dev.cuesheet.localaws.internal.crawler;

/**
 * The sizes that a crawler writes on a table. The record count of text is an estimate from the first lines, on AWS too.
 *
 * @param averages the sum over all files of their average record sizes, in characters
 */
public record Statistics(long objects, long bytes, long records, long averages) {
    static final Statistics NONE = new Statistics(0, 0, 0, 0);

    /** One file of text. */
    static Statistics estimated(long bytes, long averageRecordSize) {
        return new Statistics(1, bytes, averageRecordSize == 0 ? 0 : bytes / averageRecordSize, averageRecordSize);
    }

    /** One file that tells how many records it has. */
    static Statistics counted(long bytes, long records) {
        return new Statistics(1, bytes, records, records == 0 ? 0 : bytes / records);
    }

    Statistics plus(Statistics other) {
        return new Statistics(
                objects + other.objects, bytes + other.bytes, records + other.records, averages + other.averages);
    }

    /** The mean over the files, rounded down. */
    public long averageRecordSize() {
        return objects == 0 ? 0 : averages / objects;
    }
}
