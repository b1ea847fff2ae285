package dev.cuesheet.ingest.tickit.internal;

/** Ids from 1 on, of which few are picked often and many seldom, the busy ones scattered among the idle. */
final class Crowd {
    /** Prime and larger than any crowd, so that stepping by it visits each id once. */
    private static final long STEP = 7_368_787;

    private final int size;
    private final int shift;

    Crowd(int size, Dice dice) {
        this.size = size;
        this.shift = dice.below(size);
    }

    int pick(Dice dice) {
        return (int) ((dice.skewedBelow(size) * STEP + shift) % size) + 1;
    }
}
