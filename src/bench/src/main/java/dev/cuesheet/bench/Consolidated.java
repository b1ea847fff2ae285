package dev.cuesheet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The consolidated sales that a program wrote as Parquet. */
record Consolidated(Path folder) {

    /** What the pipeline that ran in the folder keeps in its curated bucket: objects are plain files. */
    static Consolidated in(Path pipeline) throws IOException {
        try (var files = Files.walk(Program.home(pipeline).resolve("aws/s3"))) {
            return new Consolidated(files.filter(path -> path.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow(() -> new BenchmarkException("The pipeline in " + pipeline + " wrote no Parquet"))
                    .getParent());
        }
    }

    /** Makes sure that two programs did the same work before their times are compared. */
    void mustEqual(Path other) throws SQLException {
        var rows = rows("SELECT count(*) FROM " + parquet(folder));
        var different = rows("SELECT count(*) FROM ((%1$s EXCEPT ALL %2$s) UNION ALL (%2$s EXCEPT ALL %1$s))"
                .formatted("FROM " + parquet(folder), "FROM " + parquet(other)));
        if (rows == 0 || different > 0) {
            throw new BenchmarkException(
                    "The pipeline wrote %d rows to %s, of which %d differ from those in %s: the times of two programs that do different things cannot be compared."
                            .formatted(rows, folder, different, other));
        }
    }

    private static String parquet(Path folder) {
        return "read_parquet('%s/*.parquet')".formatted(folder);
    }

    private static long rows(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
