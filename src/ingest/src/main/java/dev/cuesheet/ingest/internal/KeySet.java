package dev.cuesheet.ingest.internal;

import java.util.BitSet;

/**
 * Integers seen so far, as bits of pages that exist only where there are keys: dense keys cost a bit each, and one stray
 * key costs a page of 8 KiB. For one thread.
 */
public final class KeySet {
    private static final int PAGE_BITS = 16;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;

    private final BitSet[] pages = new BitSet[1 << (Integer.SIZE - PAGE_BITS)];
    private long size;

    /** Adds a key; false when it was there. */
    public boolean add(int key) {
        var index = key >>> PAGE_BITS;
        if (pages[index] == null) {
            pages[index] = new BitSet(1 << PAGE_BITS);
        }
        var page = pages[index];
        if (page.get(key & PAGE_MASK)) {
            return false;
        }
        page.set(key & PAGE_MASK);
        size++;
        return true;
    }

    public boolean contains(int key) {
        var page = pages[key >>> PAGE_BITS];
        return page != null && page.get(key & PAGE_MASK);
    }

    public long size() {
        return size;
    }
}
