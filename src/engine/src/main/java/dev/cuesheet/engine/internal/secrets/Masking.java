package dev.cuesheet.engine.internal.secrets;

import dev.cuesheet.engine.Connection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the secrets that this process has come to know, and hides them in text. As in Airflow's
 * {@code secrets_masker.py}, a secret is the password of a connection, and whatever goes by a name that says so; shorter
 * than five characters, hiding it would do more harm than good. Safe to share between threads.
 */
public final class Masking {
    /** What stands in the place of a secret. */
    public static final String MASK = "***";

    private static final int SHORTEST = 5;

    /** Airflow's list. */
    private static final List<String> TELLING_NAMES = List.of(
            "access_token",
            "api_key",
            "apikey",
            "authorization",
            "passphrase",
            "passwd",
            "password",
            "private_key",
            "proxy",
            "proxies",
            "secret",
            "token",
            "keyfile_dict",
            "service_account");

    private static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();
    private static volatile List<String> longestFirst = List.of();

    private Masking() {}

    /** Whether what goes by this name is a secret. */
    public static boolean isSecret(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return TELLING_NAMES.stream().anyMatch(lower::contains);
    }

    /** From now on the text is hidden, also where it is percent-encoded. */
    public static void add(@Nullable String secret) {
        if (secret == null || secret.length() < SHORTEST) {
            return;
        }
        boolean isNew = SECRETS.add(secret);
        isNew |= SECRETS.add(Percent.encode(secret));
        if (isNew) {
            longestFirst = SECRETS.stream()
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .toList();
        }
    }

    /** From now on the connection's secrets are hidden. */
    public static void add(Connection connection) {
        add(connection.password());
        addNamed(connection.extra());
    }

    private static void addNamed(Map<?, ?> members) {
        members.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                addNamed(inner);
            } else if (value != null && isSecret(String.valueOf(name))) {
                add(value.toString());
            }
        });
    }

    /** The text without the secrets known. */
    public static String hide(String text) {
        var hidden = text;
        for (var secret : longestFirst) {
            hidden = hidden.replace(secret, MASK);
        }
        return hidden;
    }
}
