package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.iam.Caller;
import dev.cuesheet.localaws.internal.wire.AwsError;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The partitions of the catalog's tables. */
final class PartitionOperations {
    private static final List<String> INPUT_FIELDS =
            List.of("Values", "LastAccessTime", "LastAnalyzedTime", "StorageDescriptor", "Parameters");
    private static final int PAGE = 1000;
    private static final int LONGEST_EXPRESSION = 2048;

    private final Catalog catalog;
    private final Permissions permissions;
    private final Clock clock;

    PartitionOperations(Catalog catalog, Permissions permissions, Clock clock) {
        this.catalog = catalog;
        this.permissions = permissions;
        this.clock = clock;
    }

    void addTo(GlueOperations operations) {
        operations.add("CreatePartition", this::create);
        operations.add("BatchCreatePartition", this::createMany);
        operations.add("GetPartition", this::get);
        operations.add("BatchGetPartition", this::getMany);
        operations.add("GetPartitions", this::list);
        operations.add("UpdatePartition", this::update);
        operations.add("BatchUpdatePartition", this::updateMany);
        operations.add("DeletePartition", this::delete);
        operations.add("BatchDeletePartition", this::deleteMany);
        operations.add("GetPartitionIndexes", this::noIndexes);
    }

    /** The table that a request is about, once the caller may do the operation on it. */
    private record Place(String database, String table, ObjectNode definition, Caller caller) {}

    private Place place(Request request, String operation) {
        var database = request.lowerCase("DatabaseName");
        var table = request.lowerCase("TableName");
        permissions.onTable(request.caller(), operation, database, table);
        return new Place(database, table, TableOperations.existing(catalog, database, table), request.caller());
    }

    private JsonNode create(Request request) {
        var place = place(request, "CreatePartition");
        var input = request.object("PartitionInput");
        changing(place, partitions -> add(place, partitions, input));
        return Trees.object();
    }

    private JsonNode createMany(Request request) {
        var place = place(request, "BatchCreatePartition");
        var inputs = request.objects("PartitionInputList", 100);
        return each(
                place,
                inputs,
                "PartitionValues",
                input -> input.path("Values"),
                (partitions, input) -> add(place, partitions, input));
    }

    private void add(Place place, Map<String, ObjectNode> partitions, ObjectNode input) {
        checkValues(place, input.path("Values"));
        if (partitions.putIfAbsent(Catalog.valuesAsText(input), partition(place, input)) != null) {
            throw GlueErrors.alreadyExists("Partition already exists.");
        }
    }

    private ObjectNode partition(Place place, ObjectNode input) {
        var partition = Trees.object();
        Trees.copy(input, partition, INPUT_FIELDS);
        return partition
                .put("DatabaseName", place.database())
                .put("TableName", place.table())
                .put("CreationTime", Trees.seconds(clock.instant()))
                .put("CatalogId", place.caller().accountId());
    }

    private static void checkValues(Place place, JsonNode values) {
        int keys = place.definition().path("PartitionKeys").size();
        if (values.size() != keys) {
            throw GlueErrors.invalidInput(
                    "The number of partition keys do not match the number of partition values: table " + place.table()
                            + " has " + keys + " keys, got " + values.size() + " values.");
        }
    }

    private JsonNode get(Request request) {
        var place = place(request, "GetPartition");
        var answer = Trees.object();
        answer.set("Partition", find(place, request.json().path("PartitionValues")));
        return answer;
    }

    private ObjectNode find(Place place, JsonNode values) {
        var found = byValues(place).get(key(values));
        if (found == null) {
            throw missing(values);
        }
        return found;
    }

    private static AwsError missing(JsonNode values) {
        return GlueErrors.notFound("Cannot find partition with values " + Request.texts(values) + ".");
    }

    private JsonNode getMany(Request request) {
        var place = place(request, "BatchGetPartition");
        var partitions = byValues(place);
        var answer = Trees.object();
        var found = answer.putArray("Partitions");
        var unprocessed = answer.putArray("UnprocessedKeys");
        assert unprocessed.isEmpty();
        for (var entry : request.objects("PartitionsToGet", PAGE)) {
            var partition = partitions.get(key(entry.path("Values")));
            if (partition != null) {
                found.add(partition);
            }
        }
        return answer;
    }

    private JsonNode list(Request request) {
        var place = place(request, "GetPartitions");
        var expression = request.find("Expression").orElse("");
        if (expression.length() > LONGEST_EXPRESSION) {
            throw GlueErrors.invalidInput("Expression is longer than " + LONGEST_EXPRESSION + " characters.");
        }
        var filter = PartitionFilter.parse(expression, place.definition().path("PartitionKeys"));
        int segments = request.json().path("Segment").path("TotalSegments").asInt(1);
        int segment = request.json().path("Segment").path("SegmentNumber").asInt(0);
        var partitions = byValues(place).values().stream()
                .filter(partition -> filter.accepts(Request.texts(partition.path("Values"))))
                .filter(partition ->
                        Math.floorMod(Catalog.valuesAsText(partition).hashCode(), segments) == segment)
                .toList();
        var withoutColumns = request.flag("ExcludeColumnSchema");
        return Pages.page(request, Trees.object(), "Partitions", PAGE, partitions, Catalog::valuesAsText, partition -> {
            if (withoutColumns && partition.get("StorageDescriptor") instanceof ObjectNode storage) {
                storage.remove("Columns");
            }
            return partition;
        });
    }

    private JsonNode update(Request request) {
        var place = place(request, "UpdatePartition");
        var values = request.json().path("PartitionValueList");
        var input = request.object("PartitionInput");
        changing(place, partitions -> replace(place, partitions, values, input));
        return Trees.object();
    }

    private JsonNode updateMany(Request request) {
        var place = place(request, "BatchUpdatePartition");
        return each(
                place,
                request.objects("Entries", 100),
                "PartitionValueList",
                entry -> entry.path("PartitionValueList"),
                (partitions, entry) -> replace(
                        place,
                        partitions,
                        entry.path("PartitionValueList"),
                        request.of(entry).object("PartitionInput")));
    }

    private void replace(Place place, Map<String, ObjectNode> partitions, JsonNode values, ObjectNode input) {
        var before = partitions.get(key(values));
        if (before == null) {
            throw missing(values);
        }
        checkValues(place, input.path("Values"));
        var after = partition(place, input);
        Trees.copy(before, after, List.of("CreationTime"));
        var moved = !Catalog.valuesAsText(after).equals(key(values));
        if (moved && partitions.containsKey(Catalog.valuesAsText(after))) {
            throw GlueErrors.alreadyExists("Partition already exists.");
        }
        partitions.remove(key(values));
        partitions.put(Catalog.valuesAsText(after), after);
    }

    private JsonNode delete(Request request) {
        var place = place(request, "DeletePartition");
        var values = request.json().path("PartitionValues");
        changing(place, partitions -> remove(partitions, values));
        return Trees.object();
    }

    private JsonNode deleteMany(Request request) {
        var place = place(request, "BatchDeletePartition");
        return each(
                place,
                request.objects("PartitionsToDelete", 25),
                "PartitionValues",
                entry -> entry.path("Values"),
                (partitions, entry) -> remove(partitions, entry.path("Values")));
    }

    private static void remove(Map<String, ObjectNode> partitions, JsonNode values) {
        if (partitions.remove(key(values)) == null) {
            throw missing(values);
        }
    }

    private JsonNode noIndexes(Request request) {
        place(request, "GetPartitionIndexes");
        var answer = Trees.object();
        answer.putArray("PartitionIndexDescriptorList");
        return answer;
    }

    /** One change to the partitions, by their values. */
    private interface Change {
        void to(Map<String, ObjectNode> partitions);
    }

    private interface EntryChange {
        void to(Map<String, ObjectNode> partitions, ObjectNode entry);
    }

    private void changing(Place place, Change change) {
        catalog.exclusively(() -> {
            var partitions = byValues(place);
            change.to(partitions);
            catalog.putPartitions(place.database(), place.table(), partitions.values().stream());
            return place;
        });
    }

    /** Does what it can and tells of each entry that failed. */
    private JsonNode each(
            Place place,
            List<ObjectNode> entries,
            String valuesField,
            java.util.function.Function<ObjectNode, JsonNode> values,
            EntryChange change) {
        var answer = Trees.object();
        var errors = answer.putArray("Errors");
        changing(
                place,
                partitions -> entries.forEach(entry -> {
                    try {
                        change.to(partitions, entry);
                    } catch (AwsError e) {
                        var error = errors.addObject();
                        error.set(valuesField, values.apply(entry).deepCopy());
                        error.putObject("ErrorDetail")
                                .put("ErrorCode", e.code())
                                .put("ErrorMessage", e.getMessage());
                    }
                }));
        return answer;
    }

    private Map<String, ObjectNode> byValues(Place place) {
        var partitions = new LinkedHashMap<String, ObjectNode>();
        catalog.partitions(place.database(), place.table())
                .forEach(partition -> partitions.put(Catalog.valuesAsText(partition), partition));
        return partitions;
    }

    private static String key(JsonNode values) {
        return String.join("\u0000", Request.texts(values));
    }
}
