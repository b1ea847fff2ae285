package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.state.FolderLock;
import dev.cuesheet.localaws.internal.state.JsonFiles;
import dev.cuesheet.localaws.internal.state.SafeNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Data Catalog as files: a folder for each database, a document for each table, one for all partitions of a table,
 * one for each former version. Documents are in the form in which Glue answers them, so nothing a client wrote is lost.
 * What is returned is the caller's own to change. Changes that read before they write go through {@link #exclusively},
 * also between processes. Safe to share between threads.
 */
final class Catalog {
    private static final String DATABASE = "database";

    private final Path folder;
    private final SafeNames names = SafeNames.caseFolding();
    private final Map<String, DatabaseFiles> open = new ConcurrentHashMap<>();

    /** The files of one database. */
    private record DatabaseFiles(
            Path folder, JsonFiles<ObjectNode> self, JsonFiles<ObjectNode> tables, JsonFiles<ObjectNode> partitions) {

        JsonFiles<ObjectNode> versions(String table) {
            return JsonFiles.in(SafeNames.caseFolding().resolve(folder.resolve("versions"), table), ObjectNode.class);
        }
    }

    /** @param folder made with the first database */
    Catalog(Path folder) {
        this.folder = folder;
    }

    <R> R exclusively(Supplier<R> change) {
        try {
            return FolderLock.of(folder).holding("catalog", change::get);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot lock the Data Catalog in " + folder, e);
        }
    }

    List<String> databaseNames() {
        var found = new ArrayList<String>();
        try {
            names.forEach(folder, (name, path) -> {
                if (Files.isDirectory(path)) {
                    found.add(name);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the Data Catalog in " + folder, e);
        }
        return found.stream()
                .filter(name -> database(name).isPresent())
                .sorted()
                .toList();
    }

    Optional<ObjectNode> database(String name) {
        return of(name).self().find(DATABASE).map(ObjectNode::deepCopy);
    }

    void putDatabase(String name, ObjectNode database) {
        of(name).self().put(DATABASE, database);
    }

    /** Removes the database with all that is in it. */
    void deleteDatabase(String name) {
        var files = of(name);
        files.self().delete(DATABASE);
        files.tables().names().forEach(table -> deleteTable(name, table));
        deleteTree(files.folder());
    }

    List<String> tableNames(String database) {
        return of(database).tables().names();
    }

    List<ObjectNode> tables(String database) {
        return of(database).tables().all().stream()
                .map(ObjectNode::deepCopy)
                .sorted(Comparator.comparing(table -> table.path("Name").asString()))
                .toList();
    }

    Optional<ObjectNode> table(String database, String table) {
        return of(database).tables().find(table).map(ObjectNode::deepCopy);
    }

    void putTable(String database, String table, ObjectNode document) {
        of(database).tables().put(table, document);
    }

    /** Removes the table with its partitions and versions; false when there was none. */
    boolean deleteTable(String database, String table) {
        var files = of(database);
        var existed = files.tables().delete(table);
        files.partitions().delete(table);
        files.versions(table).names().forEach(version -> files.versions(table).delete(version));
        return existed;
    }

    /** In the order of their values. */
    List<ObjectNode> partitions(String database, String table) {
        return of(database).partitions().find(table).stream()
                .flatMap(document -> document.path("Partitions").valueStream())
                .map(partition -> ((ObjectNode) partition).deepCopy())
                .toList();
    }

    void putPartitions(String database, String table, Stream<ObjectNode> partitions) {
        var document = Trees.object();
        var list = document.putArray("Partitions");
        partitions.sorted(Comparator.comparing(Catalog::valuesAsText)).forEach(list::add);
        of(database).partitions().put(table, document);
    }

    /** The values as one text that sorts and compares as they do. */
    static String valuesAsText(ObjectNode partition) {
        return String.join("\u0000", Request.texts(partition.path("Values")));
    }

    /** Former versions of the table, oldest first; the present one is not among them. */
    List<ObjectNode> versions(String database, String table) {
        return of(database).versions(table).all().stream()
                .map(ObjectNode::deepCopy)
                .sorted(Comparator.comparingLong(
                        version -> version.path("VersionId").asLong()))
                .toList();
    }

    void archive(String database, String table, ObjectNode version) {
        of(database).versions(table).put(version.path("VersionId").asString(), version);
    }

    boolean deleteVersion(String database, String table, String version) {
        return of(database).versions(table).delete(version);
    }

    private DatabaseFiles of(String database) {
        return open.computeIfAbsent(database, name -> {
            var own = names.resolve(folder, name);
            return new DatabaseFiles(
                    own,
                    JsonFiles.in(own, ObjectNode.class),
                    JsonFiles.in(own.resolve("tables"), ObjectNode.class),
                    JsonFiles.in(own.resolve("partitions"), ObjectNode.class));
        });
    }

    private static void deleteTree(Path root) {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (var paths = Files.walk(root)) {
            // Lock files stay: another process may be waiting on one of them.
            paths.sorted(Comparator.reverseOrder())
                    .filter(path -> Files.isRegularFile(path)
                            && !path.getFileName().toString().equals(".lock"))
                    .forEach(path -> {
                        try {
                            Files.deleteIfExists(path);
                        } catch (IOException e) {
                            throw new UncheckedIOException("Cannot remove " + path, e);
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove the database's folder " + root, e);
        }
    }
}
