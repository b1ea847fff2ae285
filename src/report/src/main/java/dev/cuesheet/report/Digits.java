package dev.cuesheet.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Numbers for readers. The same in every locale, so that two runs of a report can be compared. */
final class Digits {
    private Digits() {}

    static String grouped(BigInteger number) {
        return grouped(new BigDecimal(number));
    }

    static String grouped(BigDecimal number) {
        var plain = number.abs().toPlainString();
        var point = plain.indexOf('.');
        var whole = new StringBuilder(point < 0 ? plain : plain.substring(0, point));
        for (var i = whole.length() - 3; i > 0; i -= 3) {
            whole.insert(i, ',');
        }
        return (number.signum() < 0 ? "-" : "") + whole + (point < 0 ? "" : plain.substring(point));
    }

    static String dollars(BigDecimal amount) {
        return (amount.signum() < 0 ? "-" : "") + "$" + grouped(amount.abs());
    }

    static String percent(BigDecimal share) {
        return share.movePointRight(2).setScale(1, RoundingMode.HALF_UP).toPlainString() + " %";
    }
}
