package dev.cuesheet.cli.command;

import dev.cuesheet.aws.redshift.RedshiftColumn;
import dev.cuesheet.aws.redshift.RedshiftData;
import dev.cuesheet.aws.redshift.RedshiftRow;
import dev.cuesheet.aws.redshift.RedshiftTarget;
import dev.cuesheet.aws.redshift.SqlFailedException;
import dev.cuesheet.aws.redshift.SqlStatement;
import dev.cuesheet.aws.redshift.StatementStatus;
import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Json;
import dev.cuesheet.cli.UserError;
import dev.cuesheet.cli.aws.AwsConnection;
import dev.cuesheet.report.TextTable;
import dev.cuesheet.report.TextTable.Align;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Asks the warehouse one question. */
@Command(
        name = "sql",
        sortOptions = false,
        description = "Runs one SQL statement in the warehouse, by the Redshift Data API, and prints its rows.",
        footer = {
            "",
            "Examples:",
            "  cuesheet sql \"SELECT count(*) FROM sales\"",
            "  cuesheet sql --json \"SELECT catname, sum(pricepaid) AS paid FROM sales_consolidated GROUP BY 1\""
        })
public final class SqlCommand implements Callable<Integer> {
    private static final Set<String> NUMBERS = Set.of("int2", "int4", "int8", "numeric", "float4", "float8", "oid");

    @ParentCommand
    private @Nullable CuesheetCommand cuesheet;

    @Parameters(paramLabel = "SQL", description = "The statement.")
    private String sql = "";

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            defaultValue = "tickit",
            description = "Redshift cluster (default ${DEFAULT-VALUE}).")
    private String cluster = "";

    @Option(
            names = "--database",
            paramLabel = "NAME",
            defaultValue = "dev",
            description = "Database (default ${DEFAULT-VALUE}).")
    private String database = "";

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            defaultValue = "tickit",
            description = {
                "Schema of tables that are named without one (default ${DEFAULT-VALUE}).",
                "With \"\" nothing is set, and the statement runs outside a transaction."
            })
    private String schema = "";

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Database user (default: the user that belongs to the credentials).")
    private @Nullable String user;

    @Option(names = "--json", description = "Print an array of objects by column name; decimals keep every digit.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        var root = Parent.of(cuesheet);
        try (var aws = AwsConnection.open(root)) {
            var data = aws.clients().redshiftData();
            var status = execute(data);
            if (status.hasResultSet()) {
                show(root, data, status.id());
            } else if (json) {
                Json.print(root.shell().out(), List.of());
            } else {
                root.shell().err().println(status.rows() > 0 ? status.rows() + " rows changed" : "Done");
            }
        }
        return CommandLines.SUCCESS;
    }

    /** The Data API has no session to set the schema in before, so both go in one batch. */
    private StatementStatus execute(RedshiftData data) throws InterruptedException {
        var target = RedshiftTarget.ofCluster(cluster, database);
        target = user == null ? target : target.asUser(user);
        try {
            if (schema.isBlank()) {
                return data.execute(target, SqlStatement.of(sql));
            }
            var path = "SET search_path TO \"%s\", public".formatted(schema.replace("\"", "\"\""));
            return data.executeInTransaction(target, List.of(path, sql)).steps().get(1);
        } catch (SqlFailedException e) {
            var status = e.status();
            throw new UserError(
                    status.failedStep()
                            .map(StatementStatus::error)
                            .filter(error -> !error.isEmpty())
                            .orElse(status.error()),
                    e);
        }
    }

    private void show(CuesheetCommand root, RedshiftData data, String statement) {
        try (var rows = data.rows(statement)) {
            if (json) {
                printJson(root.shell().out(), rows.iterator());
            } else {
                printTable(root, rows.iterator());
            }
        }
    }

    /** Row by row: a large result never stands in memory as a whole. */
    private static void printJson(PrintStream out, Iterator<RedshiftRow> rows) {
        out.print('[');
        for (boolean first = true; rows.hasNext(); first = false) {
            out.print((first ? "\n " : ",\n ") + Json.of(rows.next().asMap()));
        }
        out.println("\n]");
    }

    /** Alignment needs every row before the first line. */
    private static void printTable(CuesheetCommand root, Iterator<RedshiftRow> rows) {
        var table = new TextTable();
        long count = 0;
        while (rows.hasNext()) {
            var row = rows.next();
            if (count++ == 0) {
                row.columns().forEach(column -> table.column(column.name(), align(column)));
            }
            table.row(cells(row));
        }
        if (count > 0) {
            root.shell().out().print(table.render(root.screen()));
        }
        root.shell().err().printf("(%d %s)%n", count, count == 1 ? "row" : "rows");
    }

    private static List<String> cells(RedshiftRow row) {
        var cells = new ArrayList<String>(row.columns().size());
        for (int i = 0; i < row.columns().size(); i++) {
            var value = row.value(i);
            cells.add(value == null ? "" : String.valueOf(value));
        }
        return cells;
    }

    private static Align align(RedshiftColumn column) {
        return NUMBERS.contains(column.type()) ? Align.RIGHT : Align.LEFT;
    }
}
