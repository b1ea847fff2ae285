package dev.cuesheet.localaws.internal.iam;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The comparisons that a policy's conditions can make. A value that cannot be read as the operator's kind never fits. */
enum ConditionOperator {
    STRING_EQUALS("StringEquals", false),
    STRING_NOT_EQUALS("StringNotEquals", true),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false),
    STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", true),
    STRING_LIKE("StringLike", false),
    STRING_NOT_LIKE("StringNotLike", true),
    NUMERIC_EQUALS("NumericEquals", false),
    NUMERIC_NOT_EQUALS("NumericNotEquals", true),
    NUMERIC_LESS_THAN("NumericLessThan", false),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", false),
    NUMERIC_GREATER_THAN("NumericGreaterThan", false),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", false),
    DATE_EQUALS("DateEquals", false),
    DATE_NOT_EQUALS("DateNotEquals", true),
    DATE_LESS_THAN("DateLessThan", false),
    DATE_LESS_THAN_EQUALS("DateLessThanEquals", false),
    DATE_GREATER_THAN("DateGreaterThan", false),
    DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", false),
    BOOL("Bool", false),
    BINARY_EQUALS("BinaryEquals", false),
    IP_ADDRESS("IpAddress", false),
    NOT_IP_ADDRESS("NotIpAddress", true),
    ARN_EQUALS("ArnEquals", false),
    ARN_NOT_EQUALS("ArnNotEquals", true),
    ARN_LIKE("ArnLike", false),
    ARN_NOT_LIKE("ArnNotLike", true),
    NULL("Null", false);

    private final String wireName;
    private final boolean negated;

    ConditionOperator(String wireName, boolean negated) {
        this.wireName = wireName;
        this.negated = negated;
    }

    static Optional<ConditionOperator> named(String name) {
        return Arrays.stream(values())
                .filter(operator -> operator.wireName.equalsIgnoreCase(name))
                .findFirst();
    }

    boolean isNegated() {
        return negated;
    }

    /** Whether the request's value fits the policy's; the caller turns the answer round for negated operators. */
    boolean fits(String actual, String expected, AccessRequest request) {
        return switch (this) {
            case STRING_EQUALS, STRING_NOT_EQUALS, BINARY_EQUALS ->
                filled(expected, request).filter(actual::equals).isPresent();
            case STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE ->
                filled(expected, request).filter(actual::equalsIgnoreCase).isPresent();
            case STRING_LIKE, STRING_NOT_LIKE -> Glob.matches(expected, actual, false, request::variable);
            case ARN_EQUALS, ARN_NOT_EQUALS, ARN_LIKE, ARN_NOT_LIKE -> arnFits(actual, expected, request);
            case BOOL -> actual.equalsIgnoreCase(expected);
            case IP_ADDRESS, NOT_IP_ADDRESS ->
                AddressRange.parse(expected)
                        .filter(range -> range.contains(actual))
                        .isPresent();
            case NUMERIC_EQUALS, NUMERIC_NOT_EQUALS -> numbers(actual, expected, (a, b) -> a.compareTo(b) == 0);
            case NUMERIC_LESS_THAN -> numbers(actual, expected, (a, b) -> a.compareTo(b) < 0);
            case NUMERIC_LESS_THAN_EQUALS -> numbers(actual, expected, (a, b) -> a.compareTo(b) <= 0);
            case NUMERIC_GREATER_THAN -> numbers(actual, expected, (a, b) -> a.compareTo(b) > 0);
            case NUMERIC_GREATER_THAN_EQUALS -> numbers(actual, expected, (a, b) -> a.compareTo(b) >= 0);
            case DATE_EQUALS, DATE_NOT_EQUALS -> dates(actual, expected, Instant::equals);
            case DATE_LESS_THAN -> dates(actual, expected, Instant::isBefore);
            case DATE_LESS_THAN_EQUALS -> dates(actual, expected, (a, b) -> !a.isAfter(b));
            case DATE_GREATER_THAN -> dates(actual, expected, Instant::isAfter);
            case DATE_GREATER_THAN_EQUALS -> dates(actual, expected, (a, b) -> !a.isBefore(b));
            case NULL -> throw new IllegalStateException("Null asks about the key, not about its values");
        };
    }

    private static Optional<String> filled(String expected, AccessRequest request) {
        return Glob.fillIn(expected, request::variable);
    }

    /** The six parts of an ARN are matched one by one, so a star stays within its part; the last part may hold colons. */
    private static boolean arnFits(String actual, String expected, AccessRequest request) {
        var wanted = expected.split(":", 6);
        var given = actual.split(":", 6);
        if (wanted.length != 6 || given.length != 6) {
            return expected.equals("*");
        }
        for (int i = 0; i < 6; i++) {
            if (!Glob.matches(wanted[i], given[i], false, request::variable)) {
                return false;
            }
        }
        return true;
    }

    private static boolean numbers(String actual, String expected, BiPredicate<BigDecimal, BigDecimal> test) {
        try {
            return test.test(new BigDecimal(actual.strip()), new BigDecimal(expected.strip()));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean dates(String actual, String expected, BiPredicate<Instant, Instant> test) {
        var a = instant(actual);
        var b = instant(expected);
        return a != null && b != null && test.test(a, b);
    }

    private static @Nullable Instant instant(String text) {
        try {
            if (text.chars().allMatch(Character::isDigit)) {
                return Instant.ofEpochSecond(Long.parseLong(text));
            }
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException | NumberFormatException e) {
            return null;
        }
    }
}
