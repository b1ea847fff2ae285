package dev.cuesheet.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** What a column or figure holds, which decides how it is aligned, grouped and drawn. */
public enum Kind {
    /** Words. */
    TEXT,
    /** A number that names something; it is not grouped and never added up. */
    IDENTIFIER,
    /** A whole number of things. */
    INTEGER,
    /** US dollars and cents, exact. */
    MONEY,
    /** A part of a whole: 0.25 is shown as 25.0 %. */
    SHARE,
    /** A number drawn as a bar beside the others of its column and not written out. */
    BAR;

    /** Whether cells of this kind hold numbers. */
    public boolean isNumeric() {
        return switch (this) {
            case TEXT, IDENTIFIER -> false;
            case INTEGER, MONEY, SHARE, BAR -> true;
        };
    }

    /** The text that stands for the value in a cell: plain digits for numbers, exact, and nothing for null. */
    String canonical(String text) {
        if (text.isEmpty()) {
            return text;
        }
        try {
            return switch (this) {
                case TEXT, IDENTIFIER -> text;
                case INTEGER -> new BigDecimal(text).toBigIntegerExact().toString();
                case MONEY ->
                    new BigDecimal(text).setScale(2, RoundingMode.UNNECESSARY).toPlainString();
                case SHARE, BAR -> new BigDecimal(text).toPlainString();
            };
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("not a value for a column of kind %s: \"%s\"".formatted(this, text), e);
        }
    }

    /** The cell as a person reads it: digits in groups of three. */
    String display(String cell) {
        if (cell.isEmpty()) {
            return "";
        }
        return switch (this) {
            case TEXT, IDENTIFIER -> cell;
            case INTEGER -> Digits.grouped(new BigInteger(cell));
            case MONEY -> Digits.dollars(new BigDecimal(cell));
            case SHARE -> Digits.percent(new BigDecimal(cell));
            case BAR -> Digits.grouped(new BigDecimal(cell));
        };
    }
}
