package dev.cuesheet.localaws.internal.glue;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The catalog's databases. */
final class DatabaseOperations {
    private static final List<String> FIELDS = List.of(
            "Description",
            "LocationUri",
            "Parameters",
            "CreateTableDefaultPermissions",
            "TargetDatabase",
            "FederatedDatabase");

    private final Catalog catalog;
    private final Permissions permissions;
    private final Tags tags;
    private final Clock clock;

    DatabaseOperations(Catalog catalog, Permissions permissions, Tags tags, Clock clock) {
        this.catalog = catalog;
        this.permissions = permissions;
        this.tags = tags;
        this.clock = clock;
    }

    void addTo(GlueOperations operations) {
        operations.add("CreateDatabase", this::create);
        operations.add("GetDatabase", this::get);
        operations.add("GetDatabases", this::list);
        operations.add("UpdateDatabase", this::update);
        operations.add("DeleteDatabase", this::delete);
    }

    private JsonNode create(Request request) {
        var input = request.object("DatabaseInput");
        var name = request.of(input).lowerCase("Name");
        permissions.onDatabase(request.caller(), "CreateDatabase", name);
        create(name, input, request.caller().accountId());
        tags.put(
                Permissions.arn(request.caller(), "database/" + name),
                request.json().path("Tags"));
        return Trees.object();
    }

    /** Makes the database for a client or for a crawler that was told to fill it. */
    void create(String name, ObjectNode input, String accountId) {
        if (name.length() > 255) {
            throw GlueErrors.invalidInput("Database name is longer than 255 characters: " + name);
        }
        var database = Trees.object().put("Name", name);
        Trees.copy(input, database, FIELDS);
        database.put("CreateTime", Trees.seconds(clock.instant())).put("CatalogId", accountId);
        catalog.exclusively(() -> {
            if (catalog.database(name).isPresent()) {
                throw GlueErrors.alreadyExists("Database already exists.");
            }
            catalog.putDatabase(name, database);
            return database;
        });
    }

    static ObjectNode existing(Catalog catalog, String name) {
        return catalog.database(name).orElseThrow(() -> GlueErrors.notFound("Database " + name + " not found."));
    }

    private JsonNode get(Request request) {
        var name = request.lowerCase("Name");
        permissions.onDatabase(request.caller(), "GetDatabase", name);
        var answer = Trees.object();
        answer.set("Database", existing(catalog, name));
        return answer;
    }

    private JsonNode list(Request request) {
        permissions.onCatalog(request.caller(), "GetDatabases");
        return Pages.page(
                request,
                Trees.object(),
                "DatabaseList",
                100,
                catalog.databaseNames(),
                name -> name,
                name -> existing(catalog, name));
    }

    private JsonNode update(Request request) {
        var name = request.lowerCase("Name");
        permissions.onDatabase(request.caller(), "UpdateDatabase", name);
        var input = request.object("DatabaseInput");
        if (!request.of(input).text("Name").toLowerCase(Locale.ROOT).equals(name)) {
            throw GlueErrors.invalidInput("Database name cannot be changed.");
        }
        catalog.exclusively(() -> {
            var before = existing(catalog, name);
            var after = Trees.object().put("Name", name);
            Trees.copy(input, after, FIELDS);
            Trees.copy(before, after, List.of("CreateTime", "CatalogId"));
            catalog.putDatabase(name, after);
            return after;
        });
        return Trees.object();
    }

    private JsonNode delete(Request request) {
        var name = request.lowerCase("Name");
        permissions.onDatabase(request.caller(), "DeleteDatabase", name);
        catalog.exclusively(() -> {
            existing(catalog, name);
            catalog.deleteDatabase(name);
            return name;
        });
        tags.delete(Permissions.arn(request.caller(), "database/" + name));
        return Trees.object();
    }
}
