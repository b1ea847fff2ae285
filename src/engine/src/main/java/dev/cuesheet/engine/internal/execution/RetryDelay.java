package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.Retries;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.internal.template.TemplateVariables;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a failed attempt waits for the next one. Backoff is Airflow's: the least delay doubles with each attempt, and
 * a jitter of up to as much again is drawn from a hash of the attempt's name, so that computing it again, on any machine,
 * gives the same instant.
 */
final class RetryDelay {
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryDelay() {}

    static Duration after(int failedTry, Retries retries, TaskInstanceKey key, Instant logicalDate) {
        if (!retries.backingOff()) {
            return retries.delay();
        }
        double exact = Math.ceil(seconds(retries.delay()) * Math.pow(2, failedTry - 1));
        var longest = retries.longestDelay();
        var limit = longest == null || longest.compareTo(LONGEST) > 0 ? LONGEST : longest;
        if (exact >= limit.toSeconds()) {
            return limit;
        }
        long least = Math.max(1, (long) exact);
        long jitter =
                hash(key, logicalDate, failedTry).mod(BigInteger.valueOf(least)).longValueExact();
        var delay = Duration.ofSeconds(least + jitter);
        return delay.compareTo(limit) < 0 ? delay : limit;
    }

    private static BigInteger hash(TaskInstanceKey key, Instant logicalDate, int failedTry) {
        var pythonDate = TemplateVariables.isoFormat(logicalDate).replace('T', ' ');
        var name = "%s#%s#%s#%d".formatted(key.dagId(), key.taskId(), pythonDate, failedTry);
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(name.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
