package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.iam.Caller;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The catalog's tables. */
final class TableOperations {
    private static final List<String> INPUT_FIELDS = List.of(
            "Description",
            "Owner",
            "LastAccessTime",
            "LastAnalyzedTime",
            "Retention",
            "StorageDescriptor",
            "PartitionKeys",
            "ViewOriginalText",
            "ViewExpandedText",
            "TableType",
            "Parameters",
            "TargetTable");
    private static final int LONGEST_NAME = 255;
    private static final int PAGE = 100;

    private final Catalog catalog;
    private final TableWriter writer;
    private final Permissions permissions;

    TableOperations(Catalog catalog, Permissions permissions, Clock clock) {
        this.catalog = catalog;
        this.writer = new TableWriter(catalog, clock);
        this.permissions = permissions;
    }

    void addTo(GlueOperations operations) {
        operations.add("CreateTable", this::create);
        operations.add("GetTable", this::get);
        operations.add("GetTables", this::list);
        operations.add("SearchTables", this::search);
        operations.add("UpdateTable", this::update);
        operations.add("DeleteTable", this::delete);
        operations.add("BatchDeleteTable", this::deleteMany);
    }

    private JsonNode create(Request request) {
        var database = request.lowerCase("DatabaseName");
        var input = request.object("TableInput");
        var name = request.of(input).lowerCase("Name");
        permissions.onTable(request.caller(), "CreateTable", database, name);
        if (name.length() > LONGEST_NAME) {
            throw GlueErrors.invalidInput("Table name is longer than " + LONGEST_NAME + " characters: " + name);
        }
        writer.create(database, name, fields(input), request.caller());
        return Trees.object();
    }

    /** What a client may say of a table; all else is Glue's own. */
    static ObjectNode fields(ObjectNode input) {
        var fields = Trees.object();
        Trees.copy(input, fields, INPUT_FIELDS);
        return fields;
    }

    static ObjectNode existing(Catalog catalog, String database, String name) {
        DatabaseOperations.existing(catalog, database);
        return catalog.table(database, name).orElseThrow(() -> GlueErrors.notFound("Table " + name + " not found."));
    }

    private JsonNode get(Request request) {
        var database = request.lowerCase("DatabaseName");
        var name = request.lowerCase("Name");
        permissions.onTable(request.caller(), "GetTable", database, name);
        var answer = Trees.object();
        answer.set("Table", existing(catalog, database, name));
        return answer;
    }

    private JsonNode list(Request request) {
        var database = request.lowerCase("DatabaseName");
        permissions.onTable(request.caller(), "GetTables", database, "*");
        DatabaseOperations.existing(catalog, database);
        var matches = request.find("Expression").map(TableOperations::pattern).orElse(name -> true);
        var names = catalog.tableNames(database).stream().filter(matches).toList();
        return Pages.page(
                request,
                Trees.object(),
                "TableList",
                PAGE,
                names,
                name -> name,
                name -> catalog.table(database, name).orElseGet(Trees::object));
    }

    private static Predicate<String> pattern(String expression) {
        try {
            return Pattern.compile(expression, Pattern.CASE_INSENSITIVE).asMatchPredicate();
        } catch (PatternSyntaxException e) {
            throw GlueErrors.invalidInput("Invalid table name pattern " + expression + ": " + e.getDescription());
        }
    }

    /** Tables of all databases whose name or comment holds the text, or whose properties equal the filters. */
    private JsonNode search(Request request) {
        permissions.onCatalog(request.caller(), "SearchTables");
        var text = request.find("SearchText")
                .map(t -> t.toLowerCase(Locale.ROOT).replace("\"", ""))
                .orElse("");
        var tables = catalog.databaseNames().stream()
                .flatMap(database -> catalog.tables(database).stream())
                .filter(table -> (table.path("Name").asString() + " "
                                + table.path("Description").asString(""))
                        .toLowerCase(Locale.ROOT)
                        .contains(text))
                .filter(table -> request.objects("Filters", 100).stream().allMatch(filter -> matches(table, filter)))
                .toList();
        return Pages.page(
                request,
                Trees.object(),
                "TableList",
                PAGE,
                tables,
                table -> table.path("DatabaseName").asString() + "\u0000"
                        + table.path("Name").asString(),
                table -> table);
    }

    private static boolean matches(ObjectNode table, ObjectNode filter) {
        var key = filter.path("Key").asString("");
        var wanted = filter.path("Value").asString("");
        var actual = table.path(key).asString(table.path("Parameters").path(key).asString(""));
        return actual.equalsIgnoreCase(wanted);
    }

    private JsonNode update(Request request) {
        var database = request.lowerCase("DatabaseName");
        var input = request.object("TableInput");
        var name = request.of(input).lowerCase("Name");
        permissions.onTable(request.caller(), "UpdateTable", database, name);
        writer.update(database, name, fields(input), request.find("VersionId"), request.flag("SkipArchive"));
        return Trees.object();
    }

    private JsonNode delete(Request request) {
        var database = request.lowerCase("DatabaseName");
        var name = request.lowerCase("Name");
        permissions.onTable(request.caller(), "DeleteTable", database, name);
        catalog.exclusively(() -> {
            existing(catalog, database, name);
            return catalog.deleteTable(database, name);
        });
        return Trees.object();
    }

    private JsonNode deleteMany(Request request) {
        var database = request.lowerCase("DatabaseName");
        var caller = request.caller();
        DatabaseOperations.existing(catalog, database);
        var answer = Trees.object();
        var errors = answer.putArray("Errors");
        var names = request.texts("TablesToDelete");
        if (names.size() > 100) {
            throw GlueErrors.invalidInput("At most 100 tables can be deleted at once, got " + names.size());
        }
        names.forEach(name -> deleteOne(caller, database, name).ifPresent(errors::add));
        return answer;
    }

    private Optional<ObjectNode> deleteOne(Caller caller, String database, String given) {
        var name = given.toLowerCase(Locale.ROOT);
        permissions.onTable(caller, "BatchDeleteTable", database, name);
        if (catalog.exclusively(() -> catalog.deleteTable(database, name))) {
            return Optional.empty();
        }
        var error = Trees.object().put("TableName", given);
        error.putObject("ErrorDetail")
                .put("ErrorCode", "EntityNotFoundException")
                .put("ErrorMessage", "Table " + name + " not found.");
        return Optional.of(error);
    }
}
