package dev.cuesheet.engine.internal;

import dev.cuesheet.engine.internal.template.TemplateVariables;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Airflow's exponential backoff: the least delay is multiplied with each attempt, and a jitter of up to as much again is
 * drawn from a hash of the attempt's name, so that computing it again, on any machine, gives the same instant.
 */
public final class Backoff {
    private static final Duration LONGEST = Duration.ofDays(1);

    private Backoff() {}

    /**
     * The delay.
     *
     * @param exponent of the multiplier; 0 leaves the first delay as it is
     * @param limit the delay is never longer, and never longer than a day
     * @param name what the jitter is drawn from
     */
    public static Duration delay(Duration first, double multiplier, int exponent, Duration limit, String name) {
        double exact = Math.ceil(first.toMillis() / 1000.0 * Math.pow(multiplier, exponent));
        var longest = limit.compareTo(LONGEST) > 0 ? LONGEST : limit;
        if (exact >= longest.toSeconds()) {
            return longest;
        }
        long least = Math.max(1, (long) exact);
        long jitter = hash(name).mod(BigInteger.valueOf(least)).longValueExact();
        var delay = Duration.ofSeconds(least + jitter);
        return delay.compareTo(longest) < 0 ? delay : longest;
    }

    /** The name of an attempt, as Airflow writes it. */
    public static String name(String dagId, String taskId, @Nullable Instant logicalDate, int number) {
        var pythonDate = logicalDate == null
                ? "None"
                : TemplateVariables.isoFormat(logicalDate).replace('T', ' ');
        return "%s#%s#%s#%d".formatted(dagId, taskId, pythonDate, number);
    }

    private static BigInteger hash(String name) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(name.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
