package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.Json;
import dev.cuesheet.cli.UserError;
import dev.cuesheet.engine.Connection;
import dev.cuesheet.engine.SecretsFiles;
import dev.cuesheet.report.TextTable;
import dev.cuesheet.report.TextTable.Align;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Airflow's group of commands about connections, on the file of the home. */
@Command(
        name = "connections",
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Keeps the connections that tasks ask for by id, in connections.json of the home.",
            "An environment variable CUESHEET_CONN_<ID> goes before it."
        },
        footer = {
            "",
            "Examples:",
            "  cuesheet connections add warehouse --conn-uri postgres://etl:secret@db.example:5439/dev",
            "  cuesheet connections list",
            "  cuesheet connections get warehouse"
        })
public final class ConnectionsCommand extends Group {
    private static final String HIDDEN = "***";

    /** The fields of a connection, one by one. */
    static final class Fields {
        @Option(names = "--conn-type", required = true, paramLabel = "TYPE", description = "Such as postgres or aws.")
        private String type = "";

        @Option(names = "--conn-description", paramLabel = "TEXT", description = "What it is for.")
        private @Nullable String description;

        @Option(names = "--conn-host", paramLabel = "HOST", description = "The host.")
        private @Nullable String host;

        @Option(names = "--conn-port", paramLabel = "PORT", description = "The port.")
        private @Nullable Integer port;

        @Option(names = "--conn-schema", paramLabel = "NAME", description = "The database.")
        private @Nullable String schema;

        @Option(names = "--conn-login", paramLabel = "NAME", description = "The login.")
        private @Nullable String login;

        @Option(names = "--conn-password", paramLabel = "TEXT", description = "The password.")
        private @Nullable String password;

        @Option(names = "--conn-extra", paramLabel = "JSON", description = "A JSON object of what else it needs.")
        private @Nullable String extra;

        private String json() {
            var fields = new LinkedHashMap<String, @Nullable Object>();
            fields.put("conn_type", type);
            fields.put("description", description);
            fields.put("host", host);
            fields.put("port", port);
            fields.put("schema", schema);
            fields.put("login", login);
            fields.put("password", password);
            fields.put("extra", extra);
            return Json.of(fields);
        }
    }

    /** The ways to say what a connection is. */
    static final class Told {
        @Option(
                names = "--conn-uri",
                paramLabel = "URI",
                description = "Airflow's type://login:password@host:port/schema?extra=value.")
        private @Nullable String uri;

        @Option(
                names = "--conn-json",
                paramLabel = "JSON",
                description = "A JSON object with conn_type, host and so on.")
        private @Nullable String json;

        @ArgGroup(exclusive = false)
        private @Nullable Fields fields;

        private String text() {
            return uri != null ? uri : json != null ? json : fields == null ? "" : fields.json();
        }
    }

    @Command(
            name = "list",
            description = "Lists the connections in the file.",
            footer = {"", "Examples:", "  cuesheet connections list --json"})
    int list(
            @Option(names = "--json", description = "Print a JSON array.") boolean json,
            @Option(names = "--show-secrets", description = "Show passwords and extras.") boolean showSecrets) {
        var connections = files().connections().values();
        if (json) {
            Json.print(
                    root().shell().out(),
                    connections.stream()
                            .map(connection -> fields(connection, showSecrets))
                            .toList());
        } else if (connections.isEmpty()) {
            root().shell().err().printf("No connections in %s.%n", root().home().folder());
        } else {
            root().shell().out().print(table(connections, showSecrets).render(root().screen()));
        }
        return CommandLines.SUCCESS;
    }

    @Command(
            name = "get",
            description = "Prints a connection's URI with its password, as a task would be given it.",
            footer = {"", "Examples:", "  cuesheet connections get warehouse --json"})
    int get(
            @Parameters(paramLabel = "ID", description = "The connection.") String id,
            @Option(names = "--json", description = "Print a JSON object.") boolean json) {
        var connection = root().secrets().connection(id);
        if (json) {
            Json.print(root().shell().out(), fields(connection, true));
        } else {
            root().shell().out().println(connection.toUri());
        }
        return CommandLines.SUCCESS;
    }

    @Command(
            name = "add",
            sortOptions = false,
            description = {
                "Adds a connection.",
                "What stands on a command line others may see; a secret is better put into an environment variable."
            },
            footer = {
                "",
                "Examples:",
                "  cuesheet connections add aws_default --conn-type aws --conn-extra '{\"region_name\": \"eu-south-1\"}'"
            })
    int add(
            @Parameters(paramLabel = "ID", description = "The connection's id.") String id,
            @ArgGroup(multiplicity = "1") Told told) {
        if (files().connections().containsKey(id)) {
            throw new UserError(
                    "There is a connection \"%s\" already. To replace it, first: cuesheet connections delete %s"
                            .formatted(id, id));
        }
        files().putConnection(Connection.parse(id, told.text()));
        root().shell().err().printf("Connection %s is added.%n", id);
        return CommandLines.SUCCESS;
    }

    @Command(
            name = "delete",
            description = "Deletes a connection.",
            footer = {"", "Examples:", "  cuesheet connections delete warehouse"})
    int delete(@Parameters(paramLabel = "ID", description = "The connection.") String id) {
        if (!files().removeConnection(id)) {
            throw new UserError("There is no connection \"%s\" in %s. See: cuesheet connections list"
                    .formatted(id, files().placeOfConnection(id).replaceFirst("^the file ", "")));
        }
        root().shell().err().printf("Connection %s is deleted.%n", id);
        return CommandLines.SUCCESS;
    }

    private static Map<String, @Nullable Object> fields(Connection connection, boolean showSecrets) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("connId", connection.id());
        fields.put("connType", connection.type());
        fields.put("description", connection.description());
        fields.put("host", connection.host());
        fields.put("port", connection.port());
        fields.put("schema", connection.schema());
        fields.put("login", connection.login());
        fields.put("password", connection.password() == null || showSecrets ? connection.password() : HIDDEN);
        var extra = new LinkedHashMap<String, @Nullable Object>();
        connection.extra().forEach((name, value) -> extra.put(name, showSecrets ? value : HIDDEN));
        fields.put("extra", extra);
        return fields;
    }

    private static TextTable table(Collection<Connection> connections, boolean showSecrets) {
        var table = new TextTable()
                .column("ID", Align.LEFT)
                .column("TYPE", Align.LEFT)
                .column("HOST", Align.LEFT)
                .column("PORT", Align.RIGHT)
                .column("SCHEMA", Align.LEFT)
                .column("LOGIN", Align.LEFT)
                .column("PASSWORD", Align.LEFT)
                .column("EXTRA", Align.LEFT);
        for (var connection : connections) {
            var fields = fields(connection, showSecrets);
            table.row(
                    connection.id(),
                    connection.type(),
                    text(connection.host()),
                    text(connection.port()),
                    text(connection.schema()),
                    text(connection.login()),
                    text(fields.get("password")),
                    showSecrets && !connection.extra().isEmpty()
                            ? Json.of(connection.extra())
                            : String.join(", ", connection.extra().keySet()));
        }
        return table;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private SecretsFiles files() {
        return SecretsFiles.in(root().home().folder());
    }
}
