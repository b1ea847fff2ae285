package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Dags;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.cli.UserError;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.spi.StateStore;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What pausing DAGs and taking that back have in common. */
final class Pausing {
    @Parameters(arity = "1..*", paramLabel = "DAG_ID", description = "The DAGs.")
    private List<String> dagIds = List.of();

    @Option(
            names = "--treat-dag-id-as-regex",
            description = "DAG_ID is a regular expression, and every DAG is meant whose id it fits.")
    private boolean regex;

    int call(@Nullable CommandSpec spec, boolean paused) {
        var root = Parent.of(spec);
        var dags = Dags.load(root);
        dagIds.stream().filter(dagId -> !regex).forEach(dagId -> known(root, dags, dagId));
        try (var store = RunStore.open(root);
                var engine = engine(root, store.states())) {
            for (var dagId : regex ? matching(spec, dags) : dagIds) {
                boolean was = store.states().pausedDags().contains(dagId);
                if (paused) {
                    engine.pause(dagId);
                } else {
                    engine.unpause(dagId);
                }
                root.shell()
                        .out()
                        .printf(
                                "%s  %s%s%n",
                                dagId, paused ? "paused" : "not paused", was == paused ? ", as it was before" : "");
            }
            if (paused) {
                root.shell().err().println("What runs goes on; nothing else starts until: cuesheet dags unpause");
            }
        }
        return CommandLines.SUCCESS;
    }

    /** A DAG that is paused already may be gone from the folder. */
    private static void known(CuesheetCommand root, Dags dags, String dagId) {
        var existing = RunStore.openExisting(root);
        if (existing.isPresent()) {
            try (var store = existing.get()) {
                if (store.states().pausedDags().contains(dagId)) {
                    return;
                }
            }
        }
        dags.get(dagId);
    }

    private TreeSet<String> matching(@Nullable CommandSpec spec, Dags dags) {
        var matching = new TreeSet<String>();
        for (var typed : dagIds) {
            try {
                var pattern = Pattern.compile(typed);
                dags.all().stream()
                        .map(loaded -> loaded.dag().id())
                        .filter(id -> pattern.matcher(id).matches())
                        .forEach(matching::add);
            } catch (PatternSyntaxException e) {
                throw Parent.wrong(
                        spec, "\"%s\" is not a regular expression: %s.".formatted(typed, e.getDescription()));
            }
        }
        if (matching.isEmpty()) {
            throw new UserError("No DAG's id fits %s. There are: %s."
                    .formatted(
                            String.join(" or ", dagIds),
                            String.join(
                                    ", ",
                                    dags.all().stream()
                                            .map(loaded -> loaded.dag().id())
                                            .toList())));
        }
        return matching;
    }

    private static Engine engine(CuesheetCommand root, StateStore states) {
        return Engine.builder().store(states).clock(root.shell().clock()).build();
    }
}
