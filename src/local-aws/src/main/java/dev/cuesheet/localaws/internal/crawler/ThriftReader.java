package dev.cuesheet.localaws.internal.crawler;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads Thrift's compact protocol, in which Parquet keeps its footer. For one thread. */
final class ThriftReader {
    static final int STOP = 0;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int BYTE = 3;
    private static final int I16 = 4;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int SET = 10;
    private static final int MAP = 11;
    private static final int STRUCT = 12;

    private final ByteBuffer in;

    ThriftReader(ByteBuffer in) {
        this.in = in;
    }

    /** One field of a struct. */
    @FunctionalInterface
    interface FieldReader {
        /** Reads the field's value, or returns false to have it passed over. */
        boolean read(int id, int type) throws IOException;
    }

    void struct(FieldReader fields) throws IOException {
        int id = 0;
        while (true) {
            int head = unsigned();
            if (head == STOP) {
                return;
            }
            int type = head & 0x0f;
            int delta = head >>> 4;
            id = delta == 0 ? (int) number() : id + delta;
            if (!fields.read(id, type)) {
                skip(type);
            }
        }
    }

    /** The number of elements of the list that begins here. */
    int listSize() throws IOException {
        int head = unsigned();
        int size = head >>> 4;
        return size == 15 ? (int) varint() : size;
    }

    /** A zigzag number of any width. */
    long number() throws IOException {
        long raw = varint();
        return (raw >>> 1) ^ -(raw & 1);
    }

    String text() throws IOException {
        var bytes = new byte[length()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private int length() throws IOException {
        long length = varint();
        if (length < 0 || length > in.remaining()) {
            throw new IOException("The footer is damaged: a value reaches beyond its end");
        }
        return (int) length;
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = unsigned();
            value |= (long) (b & 0x7f) << shift;
            if ((b & 0x80) == 0) {
                return value;
            }
        }
        throw new IOException("The footer is damaged: a number does not end");
    }

    private int unsigned() throws IOException {
        if (!in.hasRemaining()) {
            throw new IOException("The footer is damaged: it ends too early");
        }
        return in.get() & 0xff;
    }

    private void skip(int type) throws IOException {
        switch (type) {
            case TRUE, FALSE -> {}
            case BYTE -> unsigned();
            case I16, I32, I64 -> varint();
            case DOUBLE -> advance(8);
            case BINARY -> advance(length());
            case LIST, SET -> skipList();
            case MAP -> skipMap();
            case STRUCT -> struct((id, fieldType) -> false);
            default -> throw new IOException("The footer is damaged: there is no type " + type);
        }
    }

    private void skipList() throws IOException {
        int head = unsigned();
        int size = head >>> 4 == 15 ? (int) varint() : head >>> 4;
        for (int i = 0; i < size; i++) {
            skipElement(head & 0x0f);
        }
    }

    private void skipMap() throws IOException {
        int size = (int) varint();
        if (size > 0) {
            int types = unsigned();
            for (int i = 0; i < size; i++) {
                skipElement(types >>> 4);
                skipElement(types & 0x0f);
            }
        }
    }

    /** In a collection, unlike in a field, a boolean takes a byte. */
    private void skipElement(int type) throws IOException {
        if (type == TRUE || type == FALSE) {
            unsigned();
        } else {
            skip(type);
        }
    }

    private void advance(int bytes) throws IOException {
        if (bytes > in.remaining()) {
            throw new IOException("The footer is damaged: it ends too early");
        }
        in.position(in.position() + bytes);
    }
}
