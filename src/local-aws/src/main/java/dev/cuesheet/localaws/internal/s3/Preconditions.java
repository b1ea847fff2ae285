package dev.cuesheet.localaws.internal.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The conditions of HTTP on an object that is read: by ETag, and by time only where no ETag is given. */
final class Preconditions {
    /** Names spelled out, because a pattern would load the platform's locale data, which a first request would wait for. */
    private static final DateTimeFormatter HTTP_DATE = new DateTimeFormatterBuilder()
            .appendText(ChronoField.DAY_OF_WEEK, numbered("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
            .appendPattern(", dd ")
            .appendText(
                    ChronoField.MONTH_OF_YEAR,
                    numbered("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"))
            .appendPattern(" uuuu HH:mm:ss 'GMT'")
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static Map<Long, String> numbered(String... names) {
        return IntStream.range(0, names.length).boxed().collect(Collectors.toMap(i -> i + 1L, i -> names[i]));
    }

    /** What the conditions come to. */
    enum Verdict {
        GO_ON,
        NOT_MODIFIED,
        FAILED
    }

    private Preconditions() {}

    /** @param headers gives a header by the condition's name, for example {@code if-match} */
    static Verdict verdict(Function<String, Optional<String>> headers, ObjectMetadata object) {
        var modified = object.lastModified().truncatedTo(ChronoUnit.SECONDS);
        var match = headers.apply("if-match");
        var unmodifiedSince = headers.apply("if-unmodified-since").flatMap(Preconditions::date);
        var failed = match.isPresent()
                ? !names(match.get(), object.etag())
                : unmodifiedSince.map(modified::isAfter).orElse(false);
        if (failed) {
            return Verdict.FAILED;
        }
        var noneMatch = headers.apply("if-none-match");
        var modifiedSince = headers.apply("if-modified-since").flatMap(Preconditions::date);
        var unchanged = noneMatch.isPresent()
                ? names(noneMatch.get(), object.etag())
                : modifiedSince.map(since -> !modified.isAfter(since)).orElse(false);
        return unchanged ? Verdict.NOT_MODIFIED : Verdict.GO_ON;
    }

    private static boolean names(String header, String etag) {
        return Arrays.stream(header.split(","))
                .map(Preconditions::unquoted)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
    }

    /** The ETag itself, freed of blanks, quotes and the sign of weakness. */
    static String unquoted(String tag) {
        var text = tag.trim();
        text = text.startsWith("W/") ? text.substring(2) : text;
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    static String format(Instant instant) {
        return HTTP_DATE.format(instant);
    }

    /** A date that nobody can read counts as not given, as HTTP has it. */
    private static Optional<Instant> date(String text) {
        for (var format :
                new DateTimeFormatter[] {DateTimeFormatter.RFC_1123_DATE_TIME, DateTimeFormatter.ISO_DATE_TIME}) {
            try {
                return Optional.of(ZonedDateTime.parse(text.trim(), format).toInstant());
            } catch (DateTimeException e) {
                // the next format, or none
            }
        }
        return Optional.empty();
    }
}
