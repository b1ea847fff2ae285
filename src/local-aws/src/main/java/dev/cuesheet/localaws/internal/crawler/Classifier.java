package dev.cuesheet.localaws.internal.crawler;

import java.io.IOException;
import java.util.Optional;

/** Recognises one format with certainty, or says nothing. Safe to share between threads. */
@FunctionalInterface
public interface Classifier {

    /**
     * @param exactRecords the number of records when the file itself tells it, else -1
     */
    record Content(Format format, java.util.List<Column> columns, boolean namedByPosition, long exactRecords) {}

    Optional<Content> classify(Sample sample) throws IOException;
}
