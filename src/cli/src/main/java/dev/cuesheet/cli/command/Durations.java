package dev.cuesheet.cli.command;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Lengths of time as they are typed: {@code 30s}, {@code 1h30m}, {@code 2d}. */
final class Durations implements ITypeConverter<Duration> {
    private static final Pattern TYPED = Pattern.compile("(?:(\\d+)d)?((?:\\d+h)?(?:\\d+m)?(?:\\d+(?:\\.\\d+)?s)?)");

    @Override
    public Duration convert(String typed) {
        var parts = TYPED.matcher(typed.toLowerCase(Locale.ROOT));
        if (typed.isEmpty() || !parts.matches()) {
            throw new TypeConversionException(wrong(typed));
        }
        try {
            var days = parts.group(1) == null ? Duration.ZERO : Duration.ofDays(Long.parseLong(parts.group(1)));
            var rest = parts.group(2).isEmpty() ? Duration.ZERO : Duration.parse("PT" + parts.group(2));
            return days.plus(rest);
        } catch (DateTimeParseException | NumberFormatException | ArithmeticException e) {
            throw new TypeConversionException(wrong(typed));
        }
    }

    private static String wrong(String typed) {
        return "\"%s\" is no length of time such as 30s, 1h30m or 2d".formatted(typed);
    }
}
