package dev.cuesheet.localaws.duckdb.internal;

/** What a session's last COPY came to. A COPY that is refused before it loads leaves no mark. */
final class CopyHistory {
    private long lastId = -1;
    private long lastCount;

    void begun(long query) {
        lastId = query;
        lastCount = 0;
    }

    void loaded(long rows) {
        lastCount = rows;
    }

    long lastId() {
        return lastId;
    }

    long lastCount() {
        return lastCount;
    }
}
