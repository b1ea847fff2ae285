package dev.cuesheet.engine.internal.template;

import dev.cuesheet.engine.TemplateException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalField;
import java.util.Locale;

/** Python's date formats, such as {@code %Y-%m-%d}, for reading and for writing. English, and in UTC where it matters. */
final class Strftime {
    private static final int FIRST_YEAR_OF_TWO_DIGITS = 1969;

    private Strftime() {}

    static String format(LocalDateTime date, String format) {
        return formatter(format, 2).format(date.atOffset(ZoneOffset.UTC));
    }

    /**
     * Reads a date as Python's {@code strptime} does: a leading zero may be missing, and what the format does not have is
     * that of the beginning of 1900.
     */
    static LocalDateTime parse(String text, String format) {
        try {
            return read(text, format, 2);
        } catch (DateTimeException withZeros) {
            try {
                return read(text, format, 1);
            } catch (DateTimeException e) {
                throw new TemplateException("\"%s\" is not a date of the form %s".formatted(text, format), e);
            }
        }
    }

    private static LocalDateTime read(String text, String format, int leastWidth) {
        return LocalDateTime.parse(text, formatter(format, leastWidth));
    }

    private static DateTimeFormatter formatter(String format, int leastWidth) {
        var builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
        boolean hasHalf = false;
        boolean hasDayOfYear = false;
        boolean hasHour = false;
        boolean hasShortYear = false;
        for (int at = 0; at < format.length(); at++) {
            char c = format.charAt(at);
            if (c != '%' || at + 1 == format.length()) {
                builder.appendLiteral(c);
                continue;
            }
            at++;
            char directive = format.charAt(at);
            hasHalf |= directive == 'p' || directive == 'I';
            hasDayOfYear |= directive == 'j';
            hasHour |= directive == 'H';
            hasShortYear |= directive == 'y';
            append(builder, directive, leastWidth);
        }
        if (!format.contains("%Y") && !hasShortYear) {
            builder.parseDefaulting(ChronoField.YEAR, 1900);
        }
        if (!hasDayOfYear) {
            if (!format.matches(".*%[mbB].*")) {
                builder.parseDefaulting(ChronoField.MONTH_OF_YEAR, 1);
            }
            if (!format.contains("%d")) {
                builder.parseDefaulting(ChronoField.DAY_OF_MONTH, 1);
            }
        }
        if (!hasHalf && !hasHour) {
            builder.parseDefaulting(ChronoField.HOUR_OF_DAY, 0);
        }
        if (hasHalf && !format.contains("%p")) {
            builder.parseDefaulting(ChronoField.AMPM_OF_DAY, 0);
        }
        if (!format.contains("%M")) {
            builder.parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0);
        }
        return builder.toFormatter(Locale.ENGLISH);
    }

    private static void append(DateTimeFormatterBuilder builder, char directive, int leastWidth) {
        switch (directive) {
            case 'Y' -> builder.appendValue(ChronoField.YEAR, 4);
            case 'y' -> builder.appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_YEAR_OF_TWO_DIGITS);
            case 'm' -> number(builder, ChronoField.MONTH_OF_YEAR, leastWidth);
            case 'd' -> number(builder, ChronoField.DAY_OF_MONTH, leastWidth);
            case 'H' -> number(builder, ChronoField.HOUR_OF_DAY, leastWidth);
            case 'I' -> number(builder, ChronoField.CLOCK_HOUR_OF_AMPM, leastWidth);
            case 'M' -> number(builder, ChronoField.MINUTE_OF_HOUR, leastWidth);
            case 'S' -> number(builder, ChronoField.SECOND_OF_MINUTE, leastWidth);
            case 'f' -> builder.appendFraction(ChronoField.NANO_OF_SECOND, 6, 6, false);
            case 'j' -> builder.appendValue(ChronoField.DAY_OF_YEAR, 3);
            case 'b' -> builder.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.SHORT);
            case 'B' -> builder.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.FULL);
            case 'a' -> builder.appendText(ChronoField.DAY_OF_WEEK, TextStyle.SHORT);
            case 'A' -> builder.appendText(ChronoField.DAY_OF_WEEK, TextStyle.FULL);
            case 'p' -> builder.appendText(ChronoField.AMPM_OF_DAY, TextStyle.SHORT);
            case 'z' -> builder.appendOffset("+HHMM", "+0000");
            case 'Z' -> builder.appendLiteral("UTC");
            case '%' -> builder.appendLiteral('%');
            default -> throw new TemplateException("there is no %%%c in a date format".formatted(directive));
        }
    }

    /** Numbers of a fixed width can follow one another without anything between them. */
    private static void number(DateTimeFormatterBuilder builder, TemporalField field, int leastWidth) {
        if (leastWidth == 2) {
            builder.appendValue(field, 2);
        } else {
            builder.appendValue(field, leastWidth, 2, SignStyle.NOT_NEGATIVE);
        }
    }
}
