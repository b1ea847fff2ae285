package dev.cuesheet.operators.quality;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Asks any database that has a JDBC driver, on a connection of its own for each question. */
public final class JdbcSqlSource implements SqlSource {
    /** Classes of SQLSTATE that pass by themselves: connection, rollback, resources, somebody's intervention, the system. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58");

    private final DataSource database;
    private final String quote;

    private JdbcSqlSource(DataSource database, String quote) {
        this.database = requireNonNull(database, "database");
        this.quote = quote;
    }

    /** Quotes names as the SQL standard says, with double quotes. */
    public static JdbcSqlSource of(DataSource database) {
        return new JdbcSqlSource(database, "\"");
    }

    /** Quotes names with another character, such as MySQL's backtick. */
    public JdbcSqlSource quotingWith(char character) {
        return new JdbcSqlSource(database, String.valueOf(character));
    }

    @Override
    public String quoted(String name) {
        return quote + name.replace(quote, quote + quote) + quote;
    }

    @Override
    public Optional<SqlRow> first(SqlQuestion question, TaskContext context) {
        var plain = NamedValues.of(question);
        try (var connection = database.getConnection();
                var statement = prepared(connection, plain)) {
            context.onCancel(() -> cancel(statement));
            try (var answer = statement.executeQuery()) {
                return answer.next() ? Optional.of(row(answer)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw passes(e)
                    ? TaskFailure.retryable("the database did not answer: " + e.getMessage(), e)
                    : new SqlRefusedException(String.valueOf(e.getMessage()).strip(), e);
        }
    }

    private static PreparedStatement prepared(Connection connection, NamedValues plain) throws SQLException {
        var statement = connection.prepareStatement(plain.sql());
        try {
            for (int i = 0; i < plain.values().size(); i++) {
                statement.setObject(i + 1, bindable(plain.values().get(i)));
            }
            statement.setMaxRows(1);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    /** JDBC 4.2 promises the other types of java.time, and not this one. */
    private static Object bindable(Object value) {
        return value instanceof Instant instant ? OffsetDateTime.ofInstant(instant, ZoneOffset.UTC) : value;
    }

    private static SqlRow row(ResultSet answer) throws SQLException {
        var described = answer.getMetaData();
        var columns = new ArrayList<String>();
        var values = new ArrayList<@Nullable Object>();
        for (int i = 1; i <= described.getColumnCount(); i++) {
            columns.add(described.getColumnLabel(i));
            values.add(answer.getObject(i));
        }
        return new SqlRow(columns, values);
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            // The question was answered already, or the driver cannot cancel; the attempt is interrupted in any case.
        }
    }

    private static boolean passes(SQLException failure) {
        var state = failure.getSQLState();
        return failure instanceof SQLTransientException
                || failure instanceof SQLRecoverableException
                || failure instanceof SQLNonTransientConnectionException
                || (state != null && state.length() >= 2 && PASSING.contains(state.substring(0, 2)));
    }
}
