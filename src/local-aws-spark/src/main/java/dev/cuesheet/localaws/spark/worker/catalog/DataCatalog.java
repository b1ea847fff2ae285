package dev.cuesheet.localaws.spark.worker.catalog;

import static dev.cuesheet.localaws.spark.worker.catalog.GlueTables.scalaList;
import static dev.cuesheet.localaws.spark.worker.catalog.GlueTables.scalaMap;

import dev.cuesheet.localaws.spark.worker.CurrentJob;
import dev.cuesheet.localaws.spi.CatalogAccess;
import dev.cuesheet.localaws.spi.CatalogAccess.Table;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.NoSuchDatabaseException;
import org.apache.spark.sql.catalyst.analysis.NoSuchPartitionException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.catalyst.catalog.CatalogDatabase;
import org.apache.spark.sql.catalyst.catalog.CatalogFunction;
import org.apache.spark.sql.catalyst.catalog.CatalogStatistics;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogTablePartition;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalog;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.util.StringUtils;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Spark's metastore on the Glue Data Catalog, in the place that Hive's takes in Spark and the Data Catalog takes on Glue.
 * Every look goes to the catalog as the job's role; nothing is remembered. Databases, tables and partitions can be read,
 * unpartitioned tables created and dropped; what else the metastore's contract knows is refused by name.
 */
public class DataCatalog implements ExternalCatalog {
    private static final String DEFAULT = "default";

    private static CatalogAccess catalog() {
        return CurrentJob.catalog();
    }

    // Databases

    /** Spark asks for {@code default} before anything else; on Glue it is there, or the job may create it. */
    @Override
    public boolean databaseExists(String database) {
        return database.equals(DEFAULT) || catalog().hasDatabase(database);
    }

    @Override
    public CatalogDatabase getDatabase(String database) {
        requireDatabase(database);
        return new CatalogDatabase(database, "", URI.create("/"), scalaMap(Map.of()));
    }

    private void requireDatabase(String database) {
        if (!databaseExists(database)) {
            throw raise(new NoSuchDatabaseException(database));
        }
    }

    @Override
    public Seq<String> listDatabases() {
        return scalaList(catalog().databases().stream());
    }

    @Override
    public Seq<String> listDatabases(String pattern) {
        return StringUtils.filterPattern(listDatabases(), pattern);
    }

    @Override
    public void setCurrentDatabase(String database) {
        // Spark's session keeps it; table names arrive here in full
    }

    @Override
    public void createDatabase(CatalogDatabase database, boolean ignoreIfExists) {
        throw refused("create a database");
    }

    @Override
    public void dropDatabase(String database, boolean ignoreIfNotExists, boolean cascade) {
        throw refused("drop a database");
    }

    @Override
    public void alterDatabase(CatalogDatabase database) {
        throw refused("alter a database");
    }

    // Tables

    @Override
    public boolean tableExists(String database, String table) {
        return find(database, table).isPresent();
    }

    @Override
    public CatalogTable getTable(String database, String table) {
        return GlueTables.toSpark(require(database, table));
    }

    @Override
    public Seq<CatalogTable> getTablesByName(String database, Seq<String> tables) {
        return scalaList(CollectionConverters.asJava(tables).stream()
                .flatMap(table -> find(database, table).stream())
                .map(GlueTables::toSpark));
    }

    private static Optional<Table> find(String database, String table) {
        return catalog().table(database, table.toLowerCase(Locale.ROOT));
    }

    private Table require(String database, String table) {
        return find(database, table).orElseThrow(() -> raise(new NoSuchTableException(database, table)));
    }

    @Override
    public Seq<String> listTables(String database) {
        requireDatabase(database);
        return scalaList(catalog().tables(database).stream());
    }

    @Override
    public Seq<String> listTables(String database, String pattern) {
        return StringUtils.filterPattern(listTables(database), pattern);
    }

    @Override
    public Seq<String> listViews(String database, String pattern) {
        return scalaList(Stream.empty());
    }

    @Override
    public void createTable(CatalogTable table, boolean ignoreIfExists) {
        requireDatabase(table.database());
        if (!tableExists(table.database(), table.identifier().table())) {
            catalog().putTable(GlueTables.toGlue(table));
        } else if (!ignoreIfExists) {
            throw raise(new TableAlreadyExistsException(
                    table.database(), table.identifier().table()));
        }
    }

    /** The data stays where it is: every table is external. */
    @Override
    public void dropTable(String database, String table, boolean ignoreIfNotExists, boolean purge) {
        if (!catalog().dropTable(database, table.toLowerCase(Locale.ROOT)) && !ignoreIfNotExists) {
            throw raise(new NoSuchTableException(database, table));
        }
    }

    /** Statistics are an optimisation that Spark offers after every write; the catalog has no place for them. */
    @Override
    public void alterTableStats(String database, String table, Option<CatalogStatistics> statistics) {
        require(database, table);
    }

    @Override
    public void renameTable(String database, String before, String after) {
        throw refused("rename a table");
    }

    @Override
    public void alterTable(CatalogTable table) {
        throw refused("alter a table");
    }

    @Override
    public void alterTableDataSchema(String database, String table, StructType schema) {
        throw refused("alter a table's columns");
    }

    @Override
    public void alterTableSchema(String database, String table, StructType schema) {
        throw refused("alter a table's columns");
    }

    @Override
    public void loadTable(String database, String table, String path, boolean overwrite, boolean local) {
        throw refused("LOAD DATA");
    }

    // Partitions

    @Override
    public Seq<CatalogTablePartition> listPartitions(
            String database, String table, Option<scala.collection.immutable.Map<String, String>> partial) {
        var glue = require(database, table);
        var wanted = partial.isEmpty() ? Map.<String, String>of() : CollectionConverters.asJava(partial.get());
        return scalaList(catalog().partitions(database, glue.name()).stream()
                .map(partition -> GlueTables.toSpark(glue, partition))
                .filter(partition ->
                        CollectionConverters.asJava(partition.spec()).entrySet().containsAll(wanted.entrySet())));
    }

    @Override
    public Seq<CatalogTablePartition> listPartitionsByFilter(
            String database, String table, Seq<Expression> predicates, String timeZone) {
        return ExternalCatalogUtils.prunePartitionsByFilter(
                getTable(database, table), listPartitions(database, table, Option.empty()), predicates, timeZone);
    }

    @Override
    public Seq<String> listPartitionNames(
            String database, String table, Option<scala.collection.immutable.Map<String, String>> partial) {
        var keys = require(database, table).partitionKeys();
        return scalaList(CollectionConverters.asJava(listPartitions(database, table, partial)).stream()
                .map(partition -> String.join(
                        "/",
                        keys.stream()
                                .map(key -> ExternalCatalogUtils.getPartitionPathString(
                                        key.name(), partition.spec().apply(key.name())))
                                .toList())));
    }

    @Override
    public CatalogTablePartition getPartition(
            String database, String table, scala.collection.immutable.Map<String, String> spec) {
        var found = getPartitionOption(database, table, spec);
        if (found.isEmpty()) {
            throw raise(new NoSuchPartitionException(database, table, spec));
        }
        return found.get();
    }

    @Override
    public Option<CatalogTablePartition> getPartitionOption(
            String database, String table, scala.collection.immutable.Map<String, String> spec) {
        return listPartitions(database, table, Option.apply(spec)).headOption();
    }

    @Override
    public void createPartitions(
            String database, String table, Seq<CatalogTablePartition> partitions, boolean ignoreIfExists) {
        throw refused("add partitions");
    }

    @Override
    public void dropPartitions(
            String database,
            String table,
            Seq<scala.collection.immutable.Map<String, String>> specs,
            boolean ignoreIfNotExists,
            boolean purge,
            boolean retainData) {
        throw refused("drop partitions");
    }

    @Override
    public void renamePartitions(
            String database,
            String table,
            Seq<scala.collection.immutable.Map<String, String>> before,
            Seq<scala.collection.immutable.Map<String, String>> after) {
        throw refused("rename partitions");
    }

    @Override
    public void alterPartitions(String database, String table, Seq<CatalogTablePartition> partitions) {
        throw refused("alter partitions");
    }

    @Override
    public void loadPartition(
            String database,
            String table,
            String path,
            scala.collection.immutable.Map<String, String> partition,
            boolean overwrite,
            boolean inheritTableSpecs,
            boolean local) {
        throw refused("LOAD DATA");
    }

    @Override
    public void loadDynamicPartitions(
            String database,
            String table,
            String path,
            scala.collection.immutable.Map<String, String> partition,
            boolean replace,
            int dynamicPartitions) {
        throw refused("LOAD DATA");
    }

    // Functions: the Data Catalog's are not offered, so there are none

    @Override
    public boolean functionExists(String database, String function) {
        return false;
    }

    @Override
    public Seq<String> listFunctions(String database, String pattern) {
        return scalaList(Stream.empty());
    }

    @Override
    public CatalogFunction getFunction(String database, String function) {
        throw refused("read functions");
    }

    @Override
    public void createFunction(String database, CatalogFunction function) {
        throw refused("create a function");
    }

    @Override
    public void dropFunction(String database, String function) {
        throw refused("drop a function");
    }

    @Override
    public void alterFunction(String database, CatalogFunction function) {
        throw refused("alter a function");
    }

    @Override
    public void renameFunction(String database, String before, String after) {
        throw refused("rename a function");
    }

    private static UnsupportedOperationException refused(String what) {
        return new UnsupportedOperationException(
                "The local Glue Data Catalog cannot " + what + " for Spark. Use the Glue API or a crawler for it.");
    }

    /** Spark's analysis exceptions are checked ones that its interfaces do not declare. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException raise(Throwable failure) throws E {
        throw (E) failure;
    }
}
