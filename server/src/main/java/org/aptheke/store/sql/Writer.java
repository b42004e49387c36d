package org.aptheke.store.sql;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.aptheke.cache.CacheKey;
import org.aptheke.store.Catalog;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. It waits a moment for more work, takes all there is, and does it in one transaction: the
 * more there is, the less each costs. When that fails it keeps the work, and tries again with a new connection: after a pause that grows,
 * or when someone waits for it.
 */
final class Writer implements Runnable {
    /** A transaction costs as much as a dozen rows. */
    private static final Duration GATHER = Duration.ofMillis(25);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Database database;
    private final Trouble trouble;
    private final Semaphore room;
    private final LinkedBlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    private final Semaphore tryNow = new Semaphore(0);
    private final Thread thread = Thread.ofPlatform().name("catalog-writer").unstarted(this);

    private @Nullable Session session;

    /** {@code session} is the first connection; a permit of {@code room} is given back for each key that is written. */
    Writer(Database database, Session session, Trouble trouble, Semaphore room) {
        this.database = database;
        this.session = session;
        this.trouble = trouble;
        this.room = room;
    }

    /** What waits to be done. */
    sealed interface Work {
        /** A key has changes in an overlay. */
        record Dirty(Overlay<?> overlay, CacheKey key) implements Work {}

        record Used(Map<CacheKey, Catalog.Uses> uses) implements Work {}

        record Summed(Checksums checksums, Checksums.Noted noted) implements Work {}

        /** Completed when all work before it is durable, and in any case after the next attempt. */
        record Barrier(CompletableFuture<Void> reached) implements Work {}

        /** As a barrier; afterwards the thread ends. */
        record Stop(CompletableFuture<Void> reached) implements Work {}
    }

    void start() {
        thread.start();
    }

    /** Waits for the end of the thread, after {@link Work.Stop}. */
    void join() throws InterruptedException {
        thread.join();
    }

    void enqueue(Work work) {
        queue.add(work);
        if (work instanceof Work.Barrier || work instanceof Work.Stop) {
            tryNow.release();
        }
    }

    @Override
    public void run() {
        var batch = new ArrayList<Work>();
        var pause = FIRST_PAUSE;
        boolean stop = false;
        while (!stop || !queue.isEmpty()) {
            if (batch.isEmpty()) {
                batch.add(next());
                gather();
            }
            tryNow.drainPermits();
            queue.drainTo(batch);
            stop |= batch.stream().anyMatch(Work.Stop.class::isInstance);
            if (attempt(batch)) {
                pause = FIRST_PAUSE;
            } else if (stop) {
                break;
            } else {
                pause(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
        closeSession();
    }

    /** Nobody ends this thread by an interrupt: it ends when what it holds is written. */
    private Work next() {
        @Nullable Work work = null;
        while (work == null) {
            try {
                work = queue.take();
            } catch (InterruptedException e) {
                work = null;
            }
        }
        return work;
    }

    /** What comes a moment later shares the transaction, unless someone waits for it. */
    private void gather() {
        pause(GATHER);
    }

    private void pause(Duration pause) {
        try {
            boolean asked = tryNow.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
            if (asked) {
                tryNow.release();
            }
        } catch (InterruptedException e) {
            // As above: an interrupt only shortens the pause.
            return;
        }
    }

    /** Does the work; what remains of the batch afterwards is to be tried again. */
    private boolean attempt(List<Work> batch) {
        try {
            write(batch);
        } catch (SQLException e) {
            var failure = trouble.noted(e, "cannot be written");
            trouble.writeFailed(failure);
            closeSession();
            release(batch, failure);
            batch.removeIf(work -> work instanceof Work.Barrier || work instanceof Work.Stop);
            return false;
        }
        trouble.writeSucceeded();
        release(batch, null);
        batch.clear();
        return true;
    }

    private void write(List<Work> batch) throws SQLException {
        var session = session();
        var written = new ArrayList<Overlay.Snapshot<?>>();
        boolean sync = false;
        database.begin(session);
        for (var work : batch) {
            switch (work) {
                case Work.Dirty(var overlay, var key) -> written.add(overlay.write(key, session));
                case Work.Used(var uses) -> note(uses, session);
                case Work.Summed(var checksums, var noted) -> checksums.write(noted, session);
                case Work.Barrier barrier -> sync = true;
                case Work.Stop end -> sync = true;
            }
        }
        session.execute("COMMIT");
        batch.forEach(Writer::committed);
        // What came for a key while it was written follows in the next batch.
        batch.removeIf(work -> !(work instanceof Work.Barrier || work instanceof Work.Stop));
        for (var snapshot : written) {
            if (snapshot.committed()) {
                queue.add(new Work.Dirty(snapshot.overlay(), snapshot.key()));
            } else {
                room.release();
            }
        }
        if (sync) {
            database.sync(session);
        }
    }

    private static void committed(Work work) {
        if (work instanceof Work.Summed(var checksums, var noted)) {
            checksums.committed(noted);
        }
    }

    private static void note(Map<CacheKey, Catalog.Uses> uses, Session session) throws SQLException {
        for (var entry : uses.entrySet()) {
            long last = entry.getValue().last().toEpochMilli();
            session.update(Responses.NOTE_USES_SQL, statement -> {
                statement.setLong(1, entry.getValue().count());
                statement.setLong(2, last);
                statement.setLong(3, last);
                statement.setString(4, entry.getKey().text());
            });
        }
    }

    private static void release(List<Work> batch, @Nullable IOException failure) {
        for (var work : batch) {
            switch (work) {
                case Work.Barrier(var reached) -> release(reached, failure);
                case Work.Stop(var reached) -> release(reached, failure);
                case Work.Dirty dirty -> {}
                case Work.Used used -> {}
                case Work.Summed summed -> {}
            }
        }
    }

    private static void release(CompletableFuture<Void> reached, @Nullable IOException failure) {
        if (failure == null) {
            reached.complete(null);
        } else {
            reached.completeExceptionally(failure);
        }
    }

    private Session session() throws SQLException {
        var open = session;
        if (open == null) {
            open = database.openForWriting();
            session = open;
        }
        return open;
    }

    private void closeSession() {
        var open = session;
        session = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                trouble.noted(e, "cannot be closed");
            }
        }
    }
}
