package dev.cuesheet.operators.quality;

import java.math.BigDecimal;

/** By how much two amounts that should be the same may differ: so much, and so large a part of what was expected. */
public record Tolerance(BigDecimal absolute, BigDecimal relative) {
    public Tolerance {
        if (absolute.signum() < 0 || relative.signum() < 0) {
            throw new IllegalArgumentException(
                    "a tolerance is not negative, got %s and %s".formatted(absolute, relative));
        }
    }

    public static Tolerance none() {
        return new Tolerance(BigDecimal.ZERO, BigDecimal.ZERO);
    }

    /** By so much: {@code "0.01"}. */
    public static Tolerance absolute(String amount) {
        return new Tolerance(new BigDecimal(amount), BigDecimal.ZERO);
    }

    /** By such a part of what was expected: {@code "0.001"} for one in a thousand. */
    public static Tolerance relative(String part) {
        return new Tolerance(BigDecimal.ZERO, new BigDecimal(part));
    }

    /** The larger of the two ways to be generous decides. */
    boolean allows(BigDecimal expected, BigDecimal found) {
        var allowed = absolute.max(relative.multiply(expected.abs()));
        return expected.subtract(found).abs().compareTo(allowed) <= 0;
    }

    String describe() {
        if (absolute.signum() == 0 && relative.signum() == 0) {
            return "";
        }
        if (relative.signum() == 0) {
            return " give or take " + absolute.toPlainString();
        }
        var percent = relative.movePointRight(2).stripTrailingZeros().toPlainString() + "%";
        return absolute.signum() == 0
                ? " give or take " + percent
                : " give or take %s or %s".formatted(absolute.toPlainString(), percent);
    }
}
