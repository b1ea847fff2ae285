package dev.cuesheet.localaws.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Glue Data Catalog as one identity may see it. Names are lower case. Safe to share between threads; several
 * processes may work on the same catalog. Throws {@link ObjectAccess.AccessDenied} when IAM refuses the call.
 */
public interface CatalogAccess {

    /** A column as the catalog has it: Hive's type text, for example {@code bigint} or {@code struct<a:int>}. */
    record Column(String name, String type) {}

    /** A table's storage; the maps are Glue's, unchanged. */
    record Table(
            String database,
            String name,
            String tableType,
            List<Column> columns,
            List<Column> partitionKeys,
            String location,
            String inputFormat,
            String outputFormat,
            String serializationLibrary,
            Map<String, String> serdeParameters,
            Map<String, String> parameters) {
        public Table {
            columns = List.copyOf(columns);
            partitionKeys = List.copyOf(partitionKeys);
            serdeParameters = Map.copyOf(serdeParameters);
            parameters = Map.copyOf(parameters);
        }
    }

    /** One partition: the values in the order of the table's partition keys. */
    record Partition(List<String> values, String location) {
        public Partition {
            values = List.copyOf(values);
        }
    }

    List<String> databases();

    boolean hasDatabase(String database);

    List<String> tables(String database);

    Optional<Table> table(String database, String name);

    List<Partition> partitions(String database, String table);

    /** Creates the table, or replaces the one of the same name. */
    void putTable(Table table);

    /** Removes the table; false when there was none. */
    boolean dropTable(String database, String name);
}
