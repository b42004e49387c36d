package org.aptheke.store.sql;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredPart;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.Digest;
import org.aptheke.events.EventSink;
import org.aptheke.store.Catalog;
import org.aptheke.store.StoreUnusableException;

/**
 * The catalogue in a database. Changes return at once: they stand in memory, over what is read from the database, until
 * the one thread that writes has committed them, many in one transaction. What was found lately is kept in memory, so
 * that most finds need no SQL. Safe for use by many threads.
 *
 * <p>When the database cannot be written (a full disk, say), changes stay in memory and are tried again, an event says
 * so, and finding goes on; only when no more can wait does a change fail. A database that is damaged is moved aside at
 * the start: losing it loses no blob.
 */
public final class SqlCatalog implements Catalog {
    private static final long ROOM_CHECK_MILLIS = 100;

    /** The greatest character: behind all keys that go on after a prefix. */
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private final Trouble trouble;
    private final Writer writer;
    private final ReadPool reads;
    private final Semaphore room;
    private final FrontCache front;
    private final Table<StoredResponse> responseTable = new Responses();
    private final Table<StoredPart> partTable = new Parts();
    private final Overlay<StoredResponse> responses = new Overlay<>(responseTable);
    private final Overlay<StoredPart> parts = new Overlay<>(partTable);
    private final Checksums checksums = new Checksums();
    private final AtomicBoolean closed = new AtomicBoolean();

    private SqlCatalog(Database database, Session session, Settings settings, Trouble trouble) {
        this.trouble = trouble;
        room = new Semaphore(settings.maxWaiting());
        reads = new ReadPool(database, settings.readers());
        front = new FrontCache(settings.cacheBytes());
        writer = new Writer(database, session, trouble, room);
    }

    /**
     * Limits.
     *
     * @param cacheBytes memory for what was found lately, about
     * @param maxWaiting keys with changes that are not written yet; who changes more waits
     * @param readers connections for reading
     */
    public record Settings(long cacheBytes, int maxWaiting, int readers) {
        public static final Settings DEFAULT = new Settings(32 << 20, 50_000, 4);
    }

    /**
     * Opens the catalogue in a SQLite file, and makes it when there is none. A damaged one is moved aside, with an event.
     *
     * @throws StoreUnusableException when it cannot be opened, or a newer program made it
     */
    public static SqlCatalog open(Path file, Settings settings, InstantSource clock, EventSink events)
            throws IOException {
        var sqlite = new Sqlite(file);
        if (sqlite.damageNoted()) {
            moveAside(sqlite, clock, events, "damage was found while it was used");
        }
        try {
            return open(sqlite, settings, clock, events);
        } catch (SQLException e) {
            if (!sqlite.isDamage(e)) {
                throw new StoreUnusableException(file + " cannot be opened: " + e.getMessage(), e);
            }
            moveAside(sqlite, clock, events, String.valueOf(e.getMessage()));
        }
        try {
            return open(sqlite, settings, clock, events);
        } catch (SQLException e) {
            throw new StoreUnusableException(file + " cannot be made: " + e.getMessage(), e);
        }
    }

    private static void moveAside(Sqlite sqlite, InstantSource clock, EventSink events, String cause)
            throws IOException {
        var aside = sqlite.moveAside(clock.instant());
        new Trouble(sqlite, clock, events)
                .say(sqlite + " is damaged (" + cause + "); it is now " + aside + ", and an empty one begins", false);
    }

    static SqlCatalog open(Database database, Settings settings, InstantSource clock, EventSink events)
            throws SQLException, IOException {
        var session = database.openForWriting();
        boolean opened = false;
        try {
            Migrations.of(database).apply(session, clock.instant());
            var catalog = new SqlCatalog(database, session, settings, new Trouble(database, clock, events));
            catalog.writer.start();
            opened = true;
            return catalog;
        } finally {
            if (!opened) {
                session.close();
            }
        }
    }

    @Override
    public List<StoredResponse> find(CacheKey key) throws IOException {
        var known = front.find(key);
        if (known.isPresent()) {
            return known.get();
        }
        int epoch = front.epoch(key);
        var found = reading(() -> responses.find(key, reads));
        front.fill(key, found, epoch);
        return found;
    }

    @Override
    public Optional<StoredResponse> findByDigest(Digest content, Optional<String> credential) throws IOException {
        var waiting = responses
                .putting(content)
                .filter(response -> response.key().isOpenTo(credential))
                .limit(Responses.ENOUGH_OF_ONE_CONTENT)
                .max(Comparator.comparing(StoredResponse::receivedAt));
        var written = findWritten(content, credential);
        return Stream.concat(waiting.stream(), written.stream()).max(Comparator.comparing(StoredResponse::receivedAt));
    }

    /** The latest received of those in the database that still hold. */
    private Optional<StoredResponse> findWritten(Digest content, Optional<String> credential) throws IOException {
        Optional<StoredResponse> latest = Optional.empty();
        for (var row : reading(() -> Responses.withContent(content, reads))) {
            if (latest.isPresent() && !latest.get().receivedAt().isBefore(row.receivedAt())) {
                break;
            }
            if (!row.key().isOpenTo(credential)) {
                continue;
            }
            // What waits may have changed the row, so that another one of its key is found, or none.
            var found = find(row.key()).stream()
                    .filter(response -> response.digest().equals(content) && response.isFoundByContent())
                    .findFirst();
            latest = Stream.concat(latest.stream(), found.stream())
                    .max(Comparator.comparing(StoredResponse::receivedAt));
        }
        return latest;
    }

    @Override
    public Optional<Digest> findByChecksum(Checksum checksum) throws IOException {
        return reading(() -> checksums.find(checksum, reads));
    }

    @Override
    public void noteChecksum(Checksum checksum, Digest content) throws IOException {
        requireOpen();
        if (!trouble.writingFails()) {
            var noted = new Checksums.Noted(checksum, content);
            checksums.note(noted);
            writer.enqueue(new Writer.Work.Summed(checksums, noted));
        }
    }

    @Override
    public List<StoredPart> findParts(CacheKey key) throws IOException {
        return reading(() -> parts.find(key, reads));
    }

    @Override
    public List<StoredPart> parts() throws IOException {
        return reading(() -> parts.findAll(reads));
    }

    @Override
    public void put(StoredResponse response) throws IOException {
        FieldText.encode(response.fields());
        change(responses, response.key(), () -> responses.put(responseTable.asStored(response)));
        front.drop(response.key());
    }

    @Override
    public void putPart(StoredPart part) throws IOException {
        FieldText.encode(part.fields());
        change(parts, part.key(), () -> parts.put(partTable.asStored(part)));
    }

    @Override
    public void remove(StoredResponse response) throws IOException {
        change(responses, response.key(), () -> responses.remove(response));
        front.drop(response.key());
    }

    @Override
    public void removePart(StoredPart part) throws IOException {
        change(parts, part.key(), () -> parts.remove(part));
    }

    /** A change to an overlay; true when its key was clean before. */
    private interface Change {
        boolean make();
    }

    private void change(Overlay<?> overlay, CacheKey key, Change change) throws IOException {
        requireOpen();
        awaitRoom();
        if (change.make()) {
            writer.enqueue(new Writer.Work.Dirty(overlay, key));
        } else {
            room.release();
        }
    }

    private void awaitRoom() throws IOException {
        // Without a look at interrupts: what has come whole is still entered while the program stops.
        if (room.tryAcquire()) {
            return;
        }
        try {
            while (!room.tryAcquire(ROOM_CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                trouble.throwIfWritingFails();
                requireOpen();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** A hint only: while writing fails it is dropped. */
    @Override
    public void noteUses(Map<CacheKey, Uses> uses) throws IOException {
        requireOpen();
        if (!uses.isEmpty() && !trouble.writingFails()) {
            writer.enqueue(new Writer.Work.Used(Map.copyOf(uses)));
        }
    }

    @Override
    public Collection<CacheKey> keys(String prefix, int limit) throws IOException {
        var changed = responses.keys().stream()
                .filter(key -> key.text().startsWith(prefix))
                .toList();
        // Each change can take away one of those that the database has.
        int atMost = (int) Math.min(Integer.MAX_VALUE, (long) limit + changed.size());
        var texts = new TreeSet<String>(storedKeys(prefix, atMost));
        for (var key : changed) {
            if (find(key).isEmpty()) {
                texts.remove(key.text());
            } else {
                texts.add(key.text());
            }
        }
        return texts.stream().limit(limit).map(CacheKey::new).toList();
    }

    @Override
    public Collection<CacheKey> usedSince(String prefix, Instant since, int limit) throws IOException {
        var texts = reading(() -> reads.read(session -> session.query(
                Responses.USED_SQL,
                statement -> {
                    statement.setString(1, prefix);
                    statement.setString(2, prefix + LAST);
                    statement.setLong(3, since.toEpochMilli());
                    statement.setInt(4, limit);
                },
                row -> row.getString(1))));
        return texts.stream().map(CacheKey::new).toList();
    }

    private List<String> storedKeys(String prefix, int limit) throws IOException {
        return reading(() -> reads.read(session -> session.query(
                Responses.KEYS_SQL,
                statement -> {
                    statement.setString(1, prefix);
                    statement.setString(2, prefix + LAST);
                    statement.setInt(3, limit);
                },
                row -> row.getString(1))));
    }

    /** For the news that another node changed the rows of a key. */
    public void forget(CacheKey key) {
        front.drop(key);
    }

    /** For the case that such news may have been lost. */
    public void forgetAll() {
        front.dropAll();
    }

    @Override
    public void flush() throws IOException {
        requireOpen();
        var reached = new CompletableFuture<Void>();
        writer.enqueue(new Writer.Work.Barrier(reached));
        await(reached);
    }

    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        var reached = new CompletableFuture<Void>();
        writer.enqueue(new Writer.Work.Stop(reached));
        try {
            await(reached);
            writer.join();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            reading(() -> {
                reads.close();
                return true;
            });
        }
    }

    private static void await(CompletableFuture<Void> reached) throws IOException {
        try {
            reached.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            var cause = e.getCause();
            throw cause instanceof IOException failure ? failure : new IOException(cause);
        }
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        var failure = new InterruptedIOException("interrupted while waiting for the catalogue");
        failure.initCause(cause);
        return failure;
    }

    private void requireOpen() throws IOException {
        if (closed.get()) {
            throw new IOException("the catalogue is closed");
        }
    }

    /** Something that asks the database. */
    private interface Reading<T> {
        T read() throws SQLException;
    }

    private <T> T reading(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (SQLException e) {
            throw trouble.noted(e, "cannot be read");
        }
    }
}
