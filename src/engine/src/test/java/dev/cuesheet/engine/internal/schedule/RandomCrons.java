package dev.cuesheet.engine.internal.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;

/** Random crons, and instants that are often near a change of the clock. */
public final class RandomCrons {
    private static final int DAY = 86_400;

    private RandomCrons() {}

    public static String expression(Random random) {
        var expression = String.join(
                " ",
                field(random, 0, 59, 0.05),
                field(random, 0, 23, 0.4),
                field(random, 1, 28, 0.7),
                field(random, 1, 12, 0.85),
                field(random, 0, 6, 0.7));
        return random.nextInt(20) == 0 ? expression + " " + field(random, 0, 59, 0) : expression;
    }

    public static Instant instant(Random random, ZoneId zone) {
        var at = Instant.parse("2015-01-01T00:00:00Z")
                .plusSeconds(random.nextInt(20 * 365) * (long) DAY + random.nextInt(DAY));
        var change = zone.getRules().nextTransition(at);
        return change == null || random.nextInt(4) == 0
                ? at
                : change.getInstant().minusSeconds(random.nextInt(DAY) - DAY / 4);
    }

    private static String field(Random random, int lowest, int highest, double star) {
        if (random.nextDouble() < star) {
            return "*";
        }
        int span = highest - lowest + 1;
        int from = lowest + random.nextInt(span);
        return switch (random.nextInt(4)) {
            case 0 -> from + "," + (lowest + random.nextInt(span));
            case 1 -> "*/" + (1 + random.nextInt(span / 2));
            case 2 -> from + "-" + (from + random.nextInt(highest - from + 1));
            default -> String.valueOf(from);
        };
    }
}
