package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.Json;
import dev.cuesheet.cli.UserError;
import dev.cuesheet.engine.SecretsFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Airflow's group of commands about variables, on the file of the home. */
@Command(
        name = "variables",
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Keeps the variables that tasks ask for by name, in variables.json of the home.",
            "An environment variable CUESHEET_VAR_<NAME> goes before it."
        },
        footer = {
            "",
            "Examples:",
            "  cuesheet variables set bucket raw",
            "  cuesheet variables get bucket",
            "  cuesheet variables import airflow-variables.json --action-on-existing-key skip"
        })
public final class VariablesCommand extends Group {
    /** What becomes of a variable that is there already. */
    enum OnExisting {
        OVERWRITE,
        FAIL,
        SKIP
    }

    @Command(
            name = "list",
            description = "Lists the names of the variables in the file.",
            footer = {"", "Examples:", "  cuesheet variables list --json"})
    int list(@Option(names = "--json", description = "Print a JSON array.") boolean json) {
        var names = new ArrayList<>(files().variables().keySet());
        var out = root().shell().out();
        if (json) {
            Json.print(out, names);
        } else {
            names.forEach(out::println);
        }
        return CommandLines.SUCCESS;
    }

    @Command(
            name = "get",
            description = "Prints a variable's value, as a task would be given it.",
            footer = {"", "Examples:", "  cuesheet variables get bucket --default raw"})
    int get(
            @Parameters(paramLabel = "NAME", description = "The variable.") String name,
            @Option(
                            names = {"-d", "--default"},
                            paramLabel = "VALUE",
                            description = "Printed when there is no such variable.")
                    @Nullable
                    String otherwise,
            @Option(names = "--json", description = "Print a JSON object.") boolean json) {
        var secrets = root().secrets();
        var value = otherwise == null
                ? secrets.variable(name)
                : secrets.findVariable(name).orElse(otherwise);
        var out = root().shell().out();
        if (json) {
            var object = new LinkedHashMap<String, Object>();
            object.put("name", name);
            object.put("value", value);
            Json.print(out, object);
        } else {
            out.println(value);
        }
        return CommandLines.SUCCESS;
    }

    @Command(
            name = "set",
            description = "Sets a variable, new or not.",
            footer = {"", "Examples:", "  cuesheet variables set limits '{\"rows\": 10}'"})
    int set(
            @Parameters(paramLabel = "NAME", description = "The variable.") String name,
            @Parameters(paramLabel = "VALUE", description = "Its value; JSON, if templates use var.json.")
                    String value) {
        files().putVariables(Map.of(name, value));
        root().shell().err().printf("Variable %s is set.%n", name);
        return CommandLines.SUCCESS;
    }

    @Command(
            name = "delete",
            description = "Deletes a variable.",
            footer = {"", "Examples:", "  cuesheet variables delete bucket"})
    int delete(@Parameters(paramLabel = "NAME", description = "The variable.") String name) {
        if (!files().removeVariable(name)) {
            throw new UserError("There is no variable \"%s\" %s. See: cuesheet variables list"
                    .formatted(name, "in " + files().placeOfVariable(name).replaceFirst("^the file ", "")));
        }
        root().shell().err().printf("Variable %s is deleted.%n", name);
        return CommandLines.SUCCESS;
    }

    @Command(
            name = "import",
            description = "Takes over the variables of a JSON file, such as one that Airflow has exported.",
            footer = {"", "Examples:", "  cuesheet variables import variables.json"})
    int importFrom(
            @Parameters(paramLabel = "FILE", description = "A JSON object of names and values.") Path file,
            @Option(
                            names = {"-a", "--action-on-existing-key"},
                            paramLabel = "ACTION",
                            defaultValue = "overwrite",
                            description = "overwrite, fail or skip (default ${DEFAULT-VALUE}).")
                    OnExisting action) {
        var imported = new LinkedHashMap<>(SecretsFiles.variablesIn(resolved(file)));
        var there = files().variables().keySet();
        switch (action) {
            case OVERWRITE -> {}
            case SKIP -> imported.keySet().removeAll(there);
            case FAIL -> {
                var both = imported.keySet().stream().filter(there::contains).toList();
                if (!both.isEmpty()) {
                    throw new UserError(
                            "Nothing was imported, because these are there already: %s. Choose another --action-on-existing-key."
                                    .formatted(String.join(", ", both)));
                }
            }
        }
        files().putVariables(imported);
        root().shell().err().printf("%d variables imported.%n", imported.size());
        return CommandLines.SUCCESS;
    }

    @Command(
            name = "export",
            description = "Writes all variables to a JSON file that nobody else may read.",
            footer = {"", "Examples:", "  cuesheet variables export variables.json"})
    int exportTo(@Parameters(paramLabel = "FILE", description = "The file, which is replaced.") Path file) {
        files().exportVariables(resolved(file));
        root().shell()
                .err()
                .printf("%d variables exported to %s.%n", files().variables().size(), file);
        return CommandLines.SUCCESS;
    }

    private Path resolved(Path file) {
        return root().shell().folder().resolve(file);
    }

    private SecretsFiles files() {
        return SecretsFiles.in(root().home().folder());
    }
}
