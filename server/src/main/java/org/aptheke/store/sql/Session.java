package org.aptheke.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A connection with the statements prepared on it so far. Not thread-safe. */
final class Session implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Session(Connection connection) {
        this.connection = connection;
    }

    /** Sets the parameters of a statement. */
    interface Binder {
        void bind(PreparedStatement statement) throws SQLException;
    }

    /** Makes a value of the current row. */
    interface Mapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /** Takes the current row. */
    interface RowTaker {
        void take(ResultSet row) throws SQLException;
    }

    /** Work with a session. */
    interface Work<T> {
        T with(Session session) throws SQLException;
    }

    <T> List<T> query(String sql, Binder binder, Mapper<T> mapper) throws SQLException {
        var list = new ArrayList<T>();
        forEach(sql, binder, row -> list.add(mapper.map(row)));
        return list;
    }

    /** Hands over row by row, for results that are too large for a list. */
    void forEach(String sql, Binder binder, RowTaker taker) throws SQLException {
        var statement = statement(sql);
        binder.bind(statement);
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                taker.take(rows);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new SQLException("a row cannot be read: " + e.getMessage(), e);
        }
    }

    void update(String sql, Binder binder) throws SQLException {
        var statement = statement(sql);
        binder.bind(statement);
        statement.executeUpdate();
    }

    private PreparedStatement statement(String sql) throws SQLException {
        var known = prepared.get(sql);
        if (known != null) {
            return known;
        }
        var statement = connection.prepareStatement(sql);
        prepared.put(sql, statement);
        return statement;
    }

    /** Runs a statement that is not worth keeping, and that may return rows. */
    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
