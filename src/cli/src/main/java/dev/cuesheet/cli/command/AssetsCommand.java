package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.Json;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.cli.UserError;
import dev.cuesheet.engine.Asset;
import dev.cuesheet.engine.AssetEvent;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.spi.Assets;
import dev.cuesheet.report.TextTable;
import dev.cuesheet.report.TextTable.Align;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is known of assets in the home's state, and updates of them by hand. */
@Command(
        name = "assets",
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows the assets that tasks update and DAGs wait for, and updates them by hand.",
        footer = {
            "",
            "Examples:",
            "  cuesheet assets list",
            "  cuesheet assets details s3://curated/sales --json",
            "  cuesheet assets update s3://curated/sales --extra '{\"rows\": 12}'"
        })
public final class AssetsCommand extends Group {
    @Command(
            name = "list",
            description = "Lists the assets that a scheduled DAG follows or that were ever updated.",
            footer = {"", "Examples:", "  cuesheet assets list --json"})
    int list(@Option(names = "--json", description = "Print a JSON array.") boolean json) {
        var known = withAssets(assets -> assets.assets().stream()
                        .map(asset -> summary(asset, assets))
                        .toList())
                .orElse(List.of());
        if (json) {
            Json.print(root().shell().out(), known);
        } else if (known.isEmpty()) {
            root().shell().err().printf("No assets yet in %s.%n", root().home().folder());
        } else {
            var table = new TextTable()
                    .column("NAME", Align.LEFT)
                    .column("URI", Align.LEFT)
                    .column("GROUP", Align.LEFT)
                    .column("UPDATED (UTC)", Align.LEFT);
            known.forEach(asset -> table.row(
                    text(asset.get("name")),
                    text(asset.get("uri")),
                    text(asset.get("group")),
                    text(asset.get("updated"))));
            root().shell().out().print(table.render(root().screen()));
        }
        return CommandLines.SUCCESS;
    }

    @Command(
            name = "details",
            description = "Shows an asset, the DAGs that follow it and its latest updates.",
            footer = {"", "Examples:", "  cuesheet assets details s3://curated/sales --limit 3"})
    int details(
            @Parameters(paramLabel = "NAME", description = "The asset.") String name,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "10",
                            description = "At most so many updates (default ${DEFAULT-VALUE}).")
                    int limit,
            @Option(names = "--json", description = "Print a JSON object.") boolean json) {
        var details = withAssets(assets -> {
                    var object = summary(named(name, assets), assets);
                    object.put("followedBy", followers(name, assets));
                    object.put(
                            "events",
                            assets.events(name, limit).stream()
                                    .map(AssetsCommand::event)
                                    .toList());
                    return object;
                })
                .orElseThrow(() -> unknown(name));
        var out = root().shell().out();
        if (json) {
            Json.print(out, details);
        } else {
            details.forEach((key, value) -> {
                if (value instanceof List<?> list) {
                    out.printf("%s:%n", key);
                    list.forEach(member -> out.printf("  %s%n", member));
                } else {
                    out.printf("%s: %s%n", key, text(value));
                }
            });
        }
        return CommandLines.SUCCESS;
    }

    @Command(
            name = "update",
            description = {
                "Tells that an asset was updated, by something that is no task.",
                "Schedulers start the DAGs that waited for it."
            },
            footer = {"", "Examples:", "  cuesheet assets update s3://curated/sales --extra '{\"rows\": 12}'"})
    int update(
            @Parameters(paramLabel = "NAME", description = "The asset; one that is not known yet needs --uri.")
                    String name,
            @Option(names = "--uri", paramLabel = "URI", description = "Where it is.") @Nullable String uri,
            @Option(
                            names = "--extra",
                            paramLabel = "JSON",
                            converter = JsonObject.Reader.class,
                            description = "What is to be told of the update.")
                    @Nullable
                    JsonObject extra) {
        try (var store = RunStore.open(root())) {
            var assets = store.states().assets();
            var asset = uri == null ? named(name, assets) : Asset.named(name, uri);
            var event = assets.emit(AssetEvent.external(
                    asset, root().shell().clock().instant(), extra == null ? Map.of() : extra.members()));
            root().shell()
                    .err()
                    .printf(
                            "Update %d of %s is stored; followed by %d DAGs.%n",
                            event.number(), name, followers(name, assets).size());
        }
        return CommandLines.SUCCESS;
    }

    /** What is done with the assets that are known. */
    @FunctionalInterface
    private interface Work<T> {
        T with(Assets assets);
    }

    /** Empty when nothing was ever run here. */
    private <T> Optional<T> withAssets(Work<T> work) {
        var existing = RunStore.openExisting(root());
        if (existing.isEmpty()) {
            return Optional.empty();
        }
        try (var store = existing.get()) {
            return Optional.of(work.with(store.states().assets()));
        }
    }

    private static Asset named(String name, Assets assets) {
        return assets.assets().stream()
                .filter(asset -> asset.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    private static UserError unknown(String name) {
        return new UserError("There is no asset \"%s\". See: cuesheet assets list".formatted(name));
    }

    private static List<String> followers(String name, Assets assets) {
        return assets.following().entrySet().stream()
                .filter(entry -> entry.getValue().contains(name))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, @Nullable Object> summary(Asset asset, Assets assets) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        object.put("name", asset.name());
        object.put("uri", asset.uri());
        object.put("group", asset.group());
        object.put("extra", asset.extra());
        object.put(
                "updated",
                assets.events(asset.name(), 1).stream()
                        .findFirst()
                        .map(event -> event.timestamp().toString())
                        .orElse(null));
        return object;
    }

    private static Map<String, @Nullable Object> event(AssetEvent event) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        object.put("number", event.number());
        object.put("timestamp", event.timestamp().toString());
        object.put("extra", event.extra());
        object.put("dagId", event.updatedBy().map(TaskInstanceKey::dagId).orElse(null));
        object.put("runId", event.updatedBy().map(TaskInstanceKey::runId).orElse(null));
        object.put("taskId", event.updatedBy().map(TaskInstanceKey::taskId).orElse(null));
        object.put("mapIndex", event.updatedBy().map(TaskInstanceKey::mapIndex).orElse(null));
        return object;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
