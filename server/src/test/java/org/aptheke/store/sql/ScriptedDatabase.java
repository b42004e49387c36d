package org.aptheke.store.sql;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** SQLite that runs full, or stands still, when told to. */
final class ScriptedDatabase implements Database {
    private final Sqlite sqlite;
    private final AtomicInteger transactions = new AtomicInteger();
    private final Semaphore mayBegin = new Semaphore(Integer.MAX_VALUE / 2);
    private volatile int maxPages = Integer.MAX_VALUE - 1;

    ScriptedDatabase(Path file) {
        sqlite = new Sqlite(file);
    }

    /** Connections for writing that are opened from now on cannot make the file longer than this. */
    void limitPages(int pages) {
        maxPages = pages;
    }

    /** No transaction begins until {@link #goOn}. */
    void standStill() {
        mayBegin.drainPermits();
    }

    void goOn() {
        mayBegin.release(Integer.MAX_VALUE / 2);
    }

    int transactions() {
        return transactions.get();
    }

    @Override
    public Session openForWriting() throws SQLException {
        var session = sqlite.openForWriting();
        session.execute("PRAGMA max_page_count = " + maxPages);
        return session;
    }

    @Override
    public Session openForReading() throws SQLException {
        return sqlite.openForReading();
    }

    @Override
    public void begin(Session session) throws SQLException {
        mayBegin.acquireUninterruptibly();
        transactions.incrementAndGet();
        sqlite.begin(session);
    }

    @Override
    public void sync(Session session) throws SQLException {
        sqlite.sync(session);
    }

    @Override
    public boolean isDamage(SQLException failure) {
        return sqlite.isDamage(failure);
    }

    @Override
    public void noteDamage() {
        sqlite.noteDamage();
    }

    @Override
    public String migrations() {
        return sqlite.migrations();
    }

    @Override
    public String toString() {
        return sqlite.toString();
    }
}
