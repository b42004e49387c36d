package org.aptheke.store.sql;

import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/** A few connections for reading, opened when needed. Safe for use by many threads; who finds none free, waits. */
final class ReadPool implements AutoCloseable {
    private final Database database;
    private final Semaphore places;
    private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();

    ReadPool(Database database, int connections) {
        this.database = database;
        this.places = new Semaphore(connections);
    }

    <T> T read(Session.Work<T> work) throws SQLException {
        places.acquireUninterruptibly();
        try {
            // The last one used, whose cache is warm.
            var session = idle.pollFirst();
            if (session == null) {
                session = database.openForReading();
            }
            boolean sound = false;
            try {
                var result = work.with(session);
                sound = true;
                return result;
            } finally {
                if (sound) {
                    idle.addFirst(session);
                } else {
                    session.close();
                }
            }
        } finally {
            places.release();
        }
    }

    /** Closes the idle ones; call it when nobody reads any more. */
    @Override
    public void close() throws SQLException {
        for (var session = idle.pollFirst(); session != null; session = idle.pollFirst()) {
            session.close();
        }
    }
}
