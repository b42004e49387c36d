package org.aptheke.store.sql;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.Closeable;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A connection of a book that changes a few times in an hour: opened when needed, used by one thread at a time. */
final class BookConnection implements Closeable {
    private final Database database;
    private final String book;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable Session session;

    @GuardedBy("lock")
    private boolean closed;

    /** @param book what it is called in messages */
    BookConnection(Database database, String book) {
        this.database = database;
        this.book = book;
    }

    /** Work with a session that has no result. */
    interface Task {
        void with(Session session) throws SQLException;
    }

    /** Statements that belong together. */
    void change(Task changes) throws IOException {
        run(open -> {
            database.begin(open);
            changes.with(open);
            open.execute("COMMIT");
        });
    }

    /** Waits until all changes so far are durable. */
    void sync() throws IOException {
        run(database::sync);
    }

    void run(Task task) throws IOException {
        with(open -> {
            task.with(open);
            return true;
        });
    }

    /** A connection on which something failed is not used again, so that a transaction never stays open. */
    <T> T with(Session.Work<T> work) throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException(book + " is closed");
            }
            var open = session;
            if (open == null) {
                open = database.openForWriting();
                session = open;
            }
            return work.with(open);
        } catch (SQLException e) {
            try {
                closeSession();
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw failure(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            closeSession();
        } catch (SQLException e) {
            throw failure(e);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void closeSession() throws SQLException {
        var open = session;
        session = null;
        if (open != null) {
            open.close();
        }
    }

    private IOException failure(SQLException cause) {
        return new IOException(database + ": " + book + ": " + cause.getMessage(), cause);
    }

    static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return number(row, column).map(Instant::ofEpochMilli);
    }

    static Optional<Long> number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    static void setNumber(PreparedStatement statement, int column, Optional<Long> value) throws SQLException {
        if (value.isPresent()) {
            statement.setLong(column, value.get());
        } else {
            statement.setNull(column, Types.INTEGER);
        }
    }
}
