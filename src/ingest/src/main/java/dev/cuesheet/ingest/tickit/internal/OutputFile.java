package dev.cuesheet.ingest.tickit.internal;

import dev.cuesheet.ingest.tickit.TickitTable;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a table's file field by field, straight to bytes. What is written lies beside the file under another name until
 * it is {@link #publish published}; closing an unpublished file removes it. For one thread.
 */
final class OutputFile implements Closeable {
    private static final int LONGEST_ROW = 1 << 10;

    private final Path file;
    private final Path part;
    private final OutputStream out;
    private final byte delimiter;
    private final byte[] buffer = new byte[1 << 16];
    private int filled;
    private boolean inRow;
    private long rows;

    OutputFile(Path folder, TickitTable table) throws IOException {
        this.file = folder.resolve(table.fileName());
        this.part = folder.resolve("." + table.fileName() + "." + UUID.randomUUID() + ".part");
        this.delimiter = (byte) table.delimiter();
        this.out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    long rows() {
        return rows;
    }

    OutputFile text(byte[] text) {
        begin();
        System.arraycopy(text, 0, buffer, filled, text.length);
        filled += text.length;
        return this;
    }

    OutputFile text(String text) {
        return text(WordList.bytes(text));
    }

    OutputFile number(long number) {
        begin();
        digits(number);
        return this;
    }

    /** Whole dollars with two zeros for the cents. */
    OutputFile dollars(int dollars) {
        number(dollars);
        put('.');
        twoDigits(0);
        return this;
    }

    /** Dollars and cents without zeros at the end: {@code 109.2}. */
    OutputFile shortMoney(long cents) {
        number(cents / 100);
        var rest = (int) (cents % 100);
        if (rest != 0) {
            put('.');
            put((char) ('0' + rest / 10));
            if (rest % 10 != 0) {
                put((char) ('0' + rest % 10));
            }
        }
        return this;
    }

    OutputFile isoDate(int day) {
        begin();
        ascii("2008-");
        twoDigits(Calendar2008.month(day));
        put('-');
        twoDigits(Calendar2008.dayOfMonth(day));
        return this;
    }

    OutputFile isoTime(int day, int secondOfDay) {
        isoDate(day);
        timeOfDay(secondOfDay);
        return this;
    }

    OutputFile usTime(int day, int secondOfDay) {
        number(Calendar2008.month(day));
        put('/');
        digits(Calendar2008.dayOfMonth(day));
        ascii("/2008");
        timeOfDay(secondOfDay);
        return this;
    }

    OutputFile bool(boolean value) {
        begin();
        if (value) {
            ascii("TRUE");
        } else {
            ascii("FALSE");
        }
        return this;
    }

    OutputFile nothing() {
        begin();
        return this;
    }

    /** A whole row as it is to stand in the file. */
    void row(String row) throws IOException {
        text(row);
        endRow();
    }

    void endRow() throws IOException {
        put('\n');
        inRow = false;
        rows++;
        if (filled > buffer.length - LONGEST_ROW) {
            flush();
        }
    }

    /** Writes the rest; nothing can be added after it. */
    void finish() throws IOException {
        flush();
        out.close();
    }

    /** Puts the finished file in its place, where it replaces a former one at once. */
    void publish() throws IOException {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        try (out) {
            Files.deleteIfExists(part);
        }
    }

    private void begin() {
        if (inRow) {
            buffer[filled++] = delimiter;
        }
        inRow = true;
    }

    private void put(char character) {
        buffer[filled++] = (byte) character;
    }

    private void ascii(String text) {
        for (var i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    private void digits(long number) {
        var length = 1;
        for (var rest = number; rest >= 10; rest /= 10) {
            length++;
        }
        var rest = number;
        for (var i = filled + length - 1; i >= filled; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        filled += length;
    }

    private void twoDigits(int number) {
        buffer[filled++] = (byte) ('0' + number / 10);
        buffer[filled++] = (byte) ('0' + number % 10);
    }

    private void timeOfDay(int second) {
        put(' ');
        twoDigits(second / 3600);
        put(':');
        twoDigits(second / 60 % 60);
        put(':');
        twoDigits(second % 60);
    }

    private void flush() throws IOException {
        out.write(buffer, 0, filled);
        filled = 0;
    }
}
