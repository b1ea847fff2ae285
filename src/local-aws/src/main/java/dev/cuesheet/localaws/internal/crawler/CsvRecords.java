package dev.cuesheet.localaws.internal.crawler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts text into records and fields. Quotes count only where a field begins; a doubled quote inside stands for one. */
final class CsvRecords {
    private final String text;
    private final char delimiter;
    private final char quote;
    private int position;
    private boolean unclosed;

    private CsvRecords(String text, char delimiter, char quote) {
        this.text = text;
        this.delimiter = delimiter;
        this.quote = quote;
    }

    /** The first records. When a quote is never closed, quotes are taken for plain characters. */
    static List<List<String>> read(String text, char delimiter, char quote, int limit) {
        return attempt(text, delimiter, quote, limit)
                .orElseGet(() -> attempt(text, delimiter, '\0', limit).orElseThrow());
    }

    private static Optional<List<List<String>>> attempt(String text, char delimiter, char quote, int limit) {
        var reader = new CsvRecords(text, delimiter, quote);
        var records = new ArrayList<List<String>>();
        while (reader.position < text.length() && records.size() < limit) {
            var record = reader.next();
            if (record.size() > 1 || !record.get(0).isEmpty()) {
                records.add(record);
            }
        }
        return reader.unclosed ? Optional.empty() : Optional.of(records);
    }

    private List<String> next() {
        var fields = new ArrayList<String>();
        do {
            fields.add(field());
        } while (skip(delimiter));
        if (skip('\r')) {
            skip('\n');
        } else {
            skip('\n');
        }
        return fields;
    }

    private String field() {
        if (quote == '\0' || !skip(quote)) {
            return plain();
        }
        var field = new StringBuilder();
        while (true) {
            int end = text.indexOf(quote, position);
            if (end < 0) {
                unclosed = true;
                position = text.length();
                return field.toString();
            }
            field.append(text, position, end);
            position = end + 1;
            if (!skip(quote)) {
                return field + plain();
            }
            field.append(quote);
        }
    }

    private String plain() {
        int start = position;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == delimiter || c == '\n' || c == '\r') {
                break;
            }
            position++;
        }
        return text.substring(start, position);
    }

    private boolean skip(char c) {
        if (position < text.length() && text.charAt(position) == c) {
            position++;
            return true;
        }
        return false;
    }
}
