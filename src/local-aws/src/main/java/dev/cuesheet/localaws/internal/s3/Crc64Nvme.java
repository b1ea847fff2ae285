package dev.cuesheet.localaws.internal.s3;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/** The CRC-64 of the NVM Express specification, eight bytes a step. For one thread. */
final class Crc64Nvme implements Checksum {
    private static final long REVERSED_POLYNOMIAL = 0x9a6c_9329_ac4b_c9b5L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Row n: what a byte n places before the end of an eight-byte step contributes. */
    private static final long[][] TABLE = table();

    private long crc = ~0L;

    private static long[][] table() {
        var table = new long[8][256];
        for (int b = 0; b < 256; b++) {
            long value = b;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 1 ? value >>> 1 ^ REVERSED_POLYNOMIAL : value >>> 1;
            }
            table[0][b] = value;
        }
        for (int row = 1; row < 8; row++) {
            for (int b = 0; b < 256; b++) {
                long previous = table[row - 1][b];
                table[row][b] = table[0][(int) previous & 0xff] ^ previous >>> 8;
            }
        }
        return table;
    }

    @Override
    public void update(int b) {
        crc = TABLE[0][((int) crc ^ b) & 0xff] ^ crc >>> 8;
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long mixed = crc ^ (long) LONGS.get(bytes, at);
            crc = TABLE[7][(int) mixed & 0xff]
                    ^ TABLE[6][(int) (mixed >>> 8) & 0xff]
                    ^ TABLE[5][(int) (mixed >>> 16) & 0xff]
                    ^ TABLE[4][(int) (mixed >>> 24) & 0xff]
                    ^ TABLE[3][(int) (mixed >>> 32) & 0xff]
                    ^ TABLE[2][(int) (mixed >>> 40) & 0xff]
                    ^ TABLE[1][(int) (mixed >>> 48) & 0xff]
                    ^ TABLE[0][(int) (mixed >>> 56) & 0xff];
        }
        for (; at < end; at++) {
            update(bytes[at]);
        }
    }

    @Override
    public long getValue() {
        return ~crc;
    }

    @Override
    public void reset() {
        crc = ~0L;
    }
}
