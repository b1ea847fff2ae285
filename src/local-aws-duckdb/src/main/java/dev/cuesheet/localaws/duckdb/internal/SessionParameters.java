package dev.cuesheet.localaws.duckdb.internal;

import dev.cuesheet.localaws.duckdb.internal.sql.Token;
import dev.cuesheet.localaws.duckdb.internal.sql.TokenCursor;
import dev.cuesheet.localaws.spi.SqlFailure;
import dev.cuesheet.localaws.spi.SqlResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A session's parameters. {@code search_path} has its effect; the others are those that change no answer here, kept so
 * that SHOW tells them. Any other parameter is refused rather than ignored.
 */
final class SessionParameters {
    private static final Map<String, String> DEFAULTS = Map.of(
            "search_path", "public",
            "query_group", "default",
            "application_name", "",
            "client_encoding", "UTF8",
            "enable_result_cache_for_session", "on",
            "extra_float_digits", "0");

    private final Map<String, String> values = new TreeMap<>(DEFAULTS);
    private List<String> searchPath = List.of("public");

    String firstSchema() {
        return searchPath.get(0);
    }

    /** Applies SET or RESET; answers the new search path when it changed. */
    Optional<List<String>> set(List<Token> tokens) {
        var cursor = new TokenCursor(tokens);
        boolean reset = cursor.next().isWord("reset");
        if (!reset && !cursor.take("session")) {
            cursor.take("local");
        }
        var name = cursor.name();
        if (!DEFAULTS.containsKey(name)) {
            throw new SqlFailure("parameter \"" + name + "\" cannot be set in this local warehouse");
        }
        if (reset || isDefault(cursor)) {
            values.put(name, DEFAULTS.getOrDefault(name, ""));
            return name.equals("search_path") ? path(List.of("public")) : Optional.empty();
        }
        var given = new ArrayList<String>();
        do {
            given.add(cursor.next().text());
        } while (cursor.takeSymbol(","));
        cursor.expectEnd();
        values.put(name, String.join(", ", given));
        return name.equals("search_path") ? path(given) : Optional.empty();
    }

    private static boolean isDefault(TokenCursor cursor) {
        if (!cursor.take("to")) {
            cursor.expectSymbol("=");
        }
        return cursor.take("default");
    }

    private Optional<List<String>> path(List<String> schemas) {
        searchPath = schemas.stream()
                .flatMap(entry -> List.of(entry.split(",")).stream())
                .map(String::strip)
                .filter(schema -> !schema.isEmpty() && !schema.equals("$user"))
                .toList();
        if (searchPath.isEmpty()) {
            searchPath = List.of("public");
        }
        return Optional.of(searchPath);
    }

    SqlResult show(List<Token> tokens) {
        var cursor = new TokenCursor(tokens);
        cursor.expect("show");
        var name = cursor.name();
        cursor.expectEnd();
        var value = values.get(name);
        if (value == null) {
            throw new SqlFailure("unrecognized configuration parameter \"" + name + "\"");
        }
        return PlainResult.text(name, List.of(value));
    }
}
