package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.Json;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.cli.UserError;
import dev.cuesheet.engine.Pool;
import dev.cuesheet.engine.PoolsFile;
import dev.cuesheet.engine.spi.Pools;
import dev.cuesheet.report.TextTable;
import dev.cuesheet.report.TextTable.Align;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Airflow's group of commands about pools, on the home's run history. */
@Command(
        name = "pools",
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Keeps the pools that limit how many tasks run at once, over all DAGs.",
            "What runs hears of a change at once."
        },
        footer = {
            "",
            "Examples:",
            "  cuesheet pools set warehouse 4 'Connections that Redshift lets us have'",
            "  cuesheet pools list"
        })
public final class PoolsCommand extends Group {
    @Command(
            name = "list",
            description = "Lists the pools.",
            footer = {"", "Examples:", "  cuesheet pools list --json"})
    int list(@Option(names = "--json", description = "Print a JSON array.") boolean json) {
        var pools = inStore(Pools::list);
        if (json) {
            Json.print(
                    root().shell().out(),
                    pools.stream().map(PoolsCommand::fields).toList());
        } else {
            print(pools);
        }
        return CommandLines.SUCCESS;
    }

    @Command(
            name = "get",
            description = "Shows a pool.",
            footer = {"", "Examples:", "  cuesheet pools get default_pool"})
    int get(
            @Parameters(paramLabel = "NAME", description = "The pool.") String name,
            @Option(names = "--json", description = "Print a JSON object.") boolean json) {
        var pool = inStore(pools -> pools.find(name)).orElseThrow(() -> unknown(name));
        if (json) {
            Json.print(root().shell().out(), fields(pool));
        } else {
            print(List.of(pool));
        }
        return CommandLines.SUCCESS;
    }

    @Command(
            name = "set",
            description = "Makes a pool, or changes it.",
            footer = {"", "Examples:", "  cuesheet pools set warehouse 4 'Redshift connections' --include-deferred"})
    int set(
            @Parameters(paramLabel = "NAME", description = "The pool.") String name,
            @Parameters(paramLabel = "SLOTS", description = "How many slots it has; -1 for any number.") int slots,
            @Parameters(paramLabel = "DESCRIPTION", description = "What it is for.") String description,
            @Option(names = "--include-deferred", description = "Tasks keep their slots while they are deferred.")
                    boolean includeDeferred) {
        var pool = checked(name, slots, description, includeDeferred);
        inStore(pools -> {
            pools.put(pool);
            return pool;
        });
        root().shell().err().printf("Pool %s is set.%n", name);
        return CommandLines.SUCCESS;
    }

    @Command(
            name = "delete",
            description = "Deletes a pool; tasks that name it wait until there is one again.",
            footer = {"", "Examples:", "  cuesheet pools delete warehouse"})
    int delete(@Parameters(paramLabel = "NAME", description = "The pool.") String name) {
        if (name.equals(Pool.DEFAULT_NAME)) {
            throw new UserError("Pool \"%s\" cannot be deleted: tasks that name no pool use it.".formatted(name));
        }
        if (!inStore(pools -> pools.delete(name))) {
            throw unknown(name);
        }
        root().shell().err().printf("Pool %s is deleted.%n", name);
        return CommandLines.SUCCESS;
    }

    @Command(
            name = "import",
            description = "Takes over the pools of a JSON file, such as one that Airflow has exported.",
            footer = {"", "Examples:", "  cuesheet pools import pools.json"})
    int importFrom(@Parameters(paramLabel = "FILE", description = "A JSON object of names and pools.") Path file) {
        var imported = PoolsFile.read(resolved(file));
        inStore(pools -> {
            imported.forEach(pools::put);
            return imported;
        });
        root().shell().err().printf("%d pools imported.%n", imported.size());
        return CommandLines.SUCCESS;
    }

    @Command(
            name = "export",
            description = "Writes all pools to a JSON file.",
            footer = {"", "Examples:", "  cuesheet pools export pools.json"})
    int exportTo(@Parameters(paramLabel = "FILE", description = "The file, which is replaced.") Path file) {
        var pools = inStore(Pools::list);
        PoolsFile.write(resolved(file), pools);
        root().shell().err().printf("%d pools exported to %s.%n", pools.size(), file);
        return CommandLines.SUCCESS;
    }

    private static Pool checked(String name, int slots, String description, boolean includeDeferred) {
        try {
            return new Pool(name, slots, description, includeDeferred);
        } catch (IllegalArgumentException e) {
            throw new UserError("This pool cannot be set: %s.".formatted(e.getMessage()), e);
        }
    }

    private static UserError unknown(String name) {
        return new UserError("There is no pool \"%s\". See: cuesheet pools list".formatted(name));
    }

    private void print(List<Pool> pools) {
        var table = new TextTable()
                .column("POOL", Align.LEFT)
                .column("SLOTS", Align.RIGHT)
                .column("INCLUDES DEFERRED", Align.LEFT)
                .column("DESCRIPTION", Align.LEFT);
        for (var pool : pools) {
            table.row(
                    pool.name(),
                    pool.slots() == Pool.UNLIMITED ? "any" : String.valueOf(pool.slots()),
                    pool.includeDeferred() ? "yes" : "no",
                    pool.description());
        }
        root().shell().out().print(table.render(root().screen()));
    }

    private static Map<String, Object> fields(Pool pool) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("pool", pool.name());
        fields.put("slots", pool.slots());
        fields.put("description", pool.description());
        fields.put("include_deferred", pool.includeDeferred());
        return fields;
    }

    private <T> T inStore(Function<Pools, T> work) {
        try (var store = RunStore.open(root())) {
            return work.apply(store.states().pools());
        }
    }

    private Path resolved(Path file) {
        return root().shell().folder().resolve(file);
    }
}
