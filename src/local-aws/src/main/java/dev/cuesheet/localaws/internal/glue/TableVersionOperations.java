package dev.cuesheet.localaws.internal.glue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What tables were before. */
final class TableVersionOperations {
    private final Catalog catalog;
    private final Permissions permissions;

    TableVersionOperations(Catalog catalog, Permissions permissions) {
        this.catalog = catalog;
        this.permissions = permissions;
    }

    void addTo(GlueOperations operations) {
        operations.add("GetTableVersion", this::get);
        operations.add("GetTableVersions", this::list);
        operations.add("DeleteTableVersion", this::delete);
        operations.add("BatchDeleteTableVersion", this::deleteMany);
    }

    private JsonNode get(Request request) {
        var database = request.lowerCase("DatabaseName");
        var table = request.lowerCase("TableName");
        permissions.onTable(request.caller(), "GetTableVersion", database, table);
        var versions = newestFirst(database, table);
        var wanted = request.find("VersionId");
        var found = versions.stream()
                .filter(version ->
                        wanted.isEmpty() || version.path("VersionId").asString().equals(wanted.get()))
                .findFirst()
                .orElseThrow(() -> GlueErrors.notFound("Version " + wanted.orElse("") + " not found."));
        var answer = Trees.object();
        answer.set("TableVersion", version(found));
        return answer;
    }

    private JsonNode list(Request request) {
        var database = request.lowerCase("DatabaseName");
        var table = request.lowerCase("TableName");
        permissions.onTable(request.caller(), "GetTableVersions", database, table);
        return Pages.page(
                request,
                Trees.object(),
                "TableVersions",
                100,
                newestFirst(database, table),
                version -> descending(version.path("VersionId").asLong()),
                TableVersionOperations::version);
    }

    /** A text that sorts newest first. */
    private static String descending(long version) {
        return "%019d".formatted(Long.MAX_VALUE - version);
    }

    private JsonNode delete(Request request) {
        var database = request.lowerCase("DatabaseName");
        var table = request.lowerCase("TableName");
        permissions.onTable(request.caller(), "DeleteTableVersion", database, table);
        TableOperations.existing(catalog, database, table);
        var version = request.text("VersionId");
        if (!catalog.deleteVersion(database, table, version)) {
            throw GlueErrors.notFound("Version " + version + " not found.");
        }
        return Trees.object();
    }

    private JsonNode deleteMany(Request request) {
        var database = request.lowerCase("DatabaseName");
        var table = request.lowerCase("TableName");
        permissions.onTable(request.caller(), "BatchDeleteTableVersion", database, table);
        TableOperations.existing(catalog, database, table);
        var answer = Trees.object();
        var errors = answer.putArray("Errors");
        for (var version : request.texts("VersionIds")) {
            if (!catalog.deleteVersion(database, table, version)) {
                errors.addObject()
                        .put("TableName", table)
                        .put("VersionId", version)
                        .putObject("ErrorDetail")
                        .put("ErrorCode", "EntityNotFoundException")
                        .put("ErrorMessage", "Version " + version + " not found.");
            }
        }
        return answer;
    }

    private List<ObjectNode> newestFirst(String database, String table) {
        var versions = new ArrayList<ObjectNode>(catalog.versions(database, table));
        versions.add(TableOperations.existing(catalog, database, table));
        Collections.reverse(versions);
        return versions;
    }

    private static ObjectNode version(ObjectNode table) {
        var version = Trees.object();
        version.set("Table", table);
        version.put("VersionId", table.path("VersionId").asString());
        return version;
    }
}
