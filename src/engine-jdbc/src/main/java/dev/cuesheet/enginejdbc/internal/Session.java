package dev.cuesheet.enginejdbc.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** One connection as the tables see it: statements are made once and closed with the session. For one thread. */
public final class Session implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Session(Connection connection) {
        this.connection = connection;
    }

    /** The statement for this text, its parameters as they were left; not to be closed by who asks. */
    PreparedStatement statement(String sql) throws SQLException {
        var statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    /** Executes one statement without parameters. */
    void execute(String sql) throws SQLException {
        statement(sql).execute();
    }

    Connection connection() {
        return connection;
    }

    /** Closes the statements; the connection is its giver's. */
    @Override
    public void close() throws SQLException {
        for (var statement : statements.values()) {
            statement.close();
        }
        statements.clear();
    }
}
