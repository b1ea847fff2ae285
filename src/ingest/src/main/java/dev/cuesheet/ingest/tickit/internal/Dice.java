package dev.cuesheet.ingest.tickit.internal;

/**
 * Random numbers that are the same on every JDK and machine: SplitMix64 (Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", 2014) with our own way to ranges, since the JDK's may change between releases. Only
 * multiplication and square root are used on fractions, which IEEE 754 leaves no room to differ in. For one thread.
 */
final class Dice {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    /** Dice of their own for each purpose, so that a change to one file leaves the others as they were. */
    Dice(long seed, int purpose) {
        this.state = mixed(seed + GOLDEN_GAMMA * (purpose + 1L));
    }

    long next() {
        state += GOLDEN_GAMMA;
        return mixed(state);
    }

    /** From 0 up to, and without, the bound. */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** From 0 up to, and without, 1. */
    double fraction() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    boolean chance(double probability) {
        return fraction() < probability;
    }

    /** From 0 up to, and without, the bound, with low numbers favoured as the few busy are among the many idle. */
    int skewedBelow(int bound) {
        var fraction = fraction();
        return (int) (fraction * (0.05 + 0.95 * Math.sqrt(fraction)) * bound);
    }

    /** A place in a table of running sums of weights, each as likely as its weight. */
    int weighted(int[] runningSums) {
        var roll = below(runningSums[runningSums.length - 1]);
        var low = 0;
        var high = runningSums.length - 1;
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (roll < runningSums[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    static int[] runningSums(int... weights) {
        var sums = weights.clone();
        for (var i = 1; i < sums.length; i++) {
            sums[i] += sums[i - 1];
        }
        return sums;
    }

    private static long mixed(long value) {
        var z = value;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
