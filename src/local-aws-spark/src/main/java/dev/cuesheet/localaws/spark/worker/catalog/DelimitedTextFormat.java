package dev.cuesheet.localaws.spark.worker.catalog;

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.mapreduce.Job;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.HadoopFileLinesReader;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.TextBasedFileFormat;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import scala.Function1;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * Tables of Hive's LazySimpleSerDe, which is what a crawler makes of delimited text, read as Hive reads them: no quotes,
 * {@code \N} is null, an empty field is an empty text but a null number, and a value that does not fit its column's type
 * is null. Spark's CSV source differs in each of these.
 */
public final class DelimitedTextFormat extends TextBasedFileFormat {

    @Override
    public Option<StructType> inferSchema(SparkSession session, Map<String, String> options, Seq<FileStatus> files) {
        return Option.empty(); // the catalog has it
    }

    @Override
    public boolean supportDataType(DataType type) {
        return FieldParser.supports(type);
    }

    @Override
    public OutputWriterFactory prepareWrite(
            SparkSession session, Job job, Map<String, String> options, StructType schema) {
        throw new UnsupportedOperationException(
                "The local Glue cannot write to a table of LazySimpleSerDe. Write Parquet, or CSV files of your own.");
    }

    @Override
    public Function1<PartitionedFile, Iterator<InternalRow>> buildReader(
            SparkSession session,
            StructType dataSchema,
            StructType partitionSchema,
            StructType requiredSchema,
            Seq<Filter> filters,
            Map<String, String> options,
            Configuration hadoop) {
        Broadcast<SerializableConfiguration> conf = session.sparkContext()
                .broadcast(
                        new SerializableConfiguration(hadoop),
                        ClassTag$.MODULE$.apply(SerializableConfiguration.class));
        return new Reader(DelimitedLayout.of(options, dataSchema, requiredSchema), conf);
    }

    /** Opens a part of a file; travels to the tasks. */
    private static final class Reader extends AbstractFunction1<PartitionedFile, Iterator<InternalRow>>
            implements Serializable {
        private static final long serialVersionUID = 1;
        private final DelimitedLayout layout;
        private final Broadcast<SerializableConfiguration> conf;

        Reader(DelimitedLayout layout, Broadcast<SerializableConfiguration> conf) {
            this.layout = layout;
            this.conf = conf;
        }

        @Override
        public Iterator<InternalRow> apply(PartitionedFile file) {
            var lines =
                    new HadoopFileLinesReader(file, Option.empty(), conf.value().value());
            var task = TaskContext.get();
            if (task != null) {
                task.addTaskCompletionListener((TaskCompletionListener) context -> lines.close());
            }
            for (var skipped = file.start() == 0 ? layout.headerLines() : 0;
                    skipped > 0 && lines.hasNext();
                    skipped--) {
                lines.next();
            }
            return new DelimitedRows(lines, layout);
        }
    }
}
