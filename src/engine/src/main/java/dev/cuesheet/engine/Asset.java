package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.internal.json.PlainData;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Something that tasks make or change and that DAGs may wait for: a table, a folder, a file. Cuesheet never looks at what
 * the URI stands for; a task that names it as an outlet says by its success that it has changed. Immutable.
 *
 * <pre>{@code
 * var sales = Asset.of("s3://curated/sales");
 * dag.task("refine", ...).outlet(sales);
 * otherDag.schedule(Schedule.onAssets(sales.or(returns).and(rates)));
 * }</pre>
 *
 * @param name tells the asset from all others, in all DAGs
 * @param uri where it is
 * @param group what kind of asset it is, for people; Airflow's default is {@code asset}
 * @param extra what else is to be known of it: text, numbers, booleans, lists and maps
 */
public record Asset(String name, String uri, String group, Map<String, Object> extra) implements AssetCondition {
    private static final String GROUP = "asset";

    /** Airflow's limit. */
    private static final int LONGEST = 1_500;

    /** Airflow keeps this scheme for itself ({@code sdk/definitions/asset}). */
    private static final String RESERVED_SCHEME = "airflow";

    public Asset {
        checkText("name", name);
        checkText("URI", uri);
        checkText("group", group);
        checkUri(uri);
        extra = PlainData.map("extra of asset \"" + name + "\"", extra);
    }

    /** The asset at this URI, which is also its name. */
    public static Asset of(String uri) {
        return named(uri, uri);
    }

    /** The asset at this URI under a name of its own. */
    public static Asset named(String name, String uri) {
        return new Asset(name, uri, GROUP, Map.of());
    }

    public Asset group(String kind) {
        return new Asset(name, uri, kind, extra);
    }

    public Asset extra(Map<String, Object> known) {
        return new Asset(name, uri, group, known);
    }

    @Override
    public List<Asset> assets() {
        return List.of(this);
    }

    @Override
    public boolean isMetBy(Set<String> updated) {
        return updated.contains(name);
    }

    @Override
    public String describe() {
        return name;
    }

    private static void checkText(String what, String text) {
        requireNonNull(text, what);
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the %s of an asset must have 1 to %d characters, not all blank, got \"%s\""
                            .formatted(what, LONGEST, text));
        }
    }

    private static void checkUri(String uri) {
        try {
            var parsed = new URI(uri);
            if (RESERVED_SCHEME.equalsIgnoreCase(parsed.getScheme())) {
                throw new IllegalArgumentException("the scheme \"airflow\" is reserved: asset \"%s\"".formatted(uri));
            }
            if (parsed.getRawUserInfo() != null) {
                throw new IllegalArgumentException(
                        "an asset's URI is shown to everybody and must have no credentials, as that of host %s has"
                                .formatted(parsed.getHost()));
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("an asset needs a URI, got \"%s\"".formatted(uri), e);
        }
    }
}
