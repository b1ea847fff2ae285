package dev.cuesheet.enginejdbc.internal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Values as the text that both databases keep. */
final class Texts {
    /** UTC, of one width, so that the order of instants is that of the text. */
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static final char NUL = '\0';

    /** Unicode's picture of NUL. */
    private static final char NUL_SHOWN = '\u2400';

    private Texts() {}

    static @Nullable String of(@Nullable Instant instant) {
        return instant == null ? null : FORM.format(instant);
    }

    static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    /** For texts that people read: PostgreSQL keeps no NUL, and an error that has one must not end its run. */
    static @Nullable String withoutNul(@Nullable String text) {
        return text == null ? null : text.replace(NUL, NUL_SHOWN);
    }
}
