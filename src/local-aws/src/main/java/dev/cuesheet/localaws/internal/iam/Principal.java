package dev.cuesheet.localaws.internal.iam;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The {@code Principal} of a resource's or role's policy, or with {@code negated} its {@code NotPrincipal}.
 *
 * @param named the values by kind ({@code AWS}, {@code Service}, {@code Federated}); everyone is {@code AWS: *}
 */
record Principal(Map<String, List<String>> named, boolean negated) {
    Principal {
        named = Map.copyOf(named);
    }

    /** How exactly a caller was named, from not at all to by its own ARN. The order is that of increasing exactness. */
    enum Match {
        NONE,
        /** The whole account, which leaves the choice to the account's identity policies. */
        ACCOUNT,
        EVERYONE,
        /** The role behind the session. */
        ROLE,
        /** The user or the session itself. */
        SELF
    }

    Match match(Caller caller) {
        var best = Match.NONE;
        for (var value : named.getOrDefault("AWS", List.of())) {
            var match = match(caller, value);
            best = match.compareTo(best) > 0 ? match : best;
        }
        if (negated) {
            return best == Match.NONE ? Match.EVERYONE : Match.NONE;
        }
        return best;
    }

    private static Match match(Caller caller, String value) {
        if (value.equals("*")) {
            return Match.EVERYONE;
        }
        if (value.equals(caller.accountId()) || value.equals("arn:aws:iam::" + caller.accountId() + ":root")) {
            return Match.ACCOUNT;
        }
        if (value.equals(caller.arn()) || value.equals(caller.userId())) {
            return Match.SELF;
        }
        return caller.roleArn().filter(value::equals).isPresent() ? Match.ROLE : Match.NONE;
    }

    /** Whether a service is named; {@code "Principal": "*"} names every service too, {@code {"AWS": "*"}} none. */
    boolean names(String service) {
        var wanted = service.toLowerCase(Locale.ROOT);
        var found = named.getOrDefault("Service", List.of()).stream()
                .anyMatch(value ->
                        value.equals("*") || value.toLowerCase(Locale.ROOT).equals(wanted));
        return found != negated;
    }
}
