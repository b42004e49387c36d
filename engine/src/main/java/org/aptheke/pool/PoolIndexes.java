package org.aptheke.pool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.aptheke.digest.Digest;
import org.aptheke.events.Event;
import org.aptheke.events.EventSink;
import org.jspecify.annotations.Nullable;

/**
 * All pool indexes of the program, in the directory {@code pool-index} below the data directory: one file for each
 * Packages or Sources content, named by the digest of that. They are derived data: one that is missing or damaged is
 * built again from the content. Safe for use by many threads; no second process may write there.
 */
public final class PoolIndexes implements Closeable {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final IndexDirectory directory;
    private final PoolLimits limits;
    private final InstantSource clock;
    private final EventSink events;
    private final MappedBound bound;
    private final Semaphore buildSlots;
    private final SecureRandom random = new SecureRandom();

    /** The key of the first index that was opened or built: the others are built with it too, for faster lookups. */
    private final AtomicReference<@Nullable PathHash> sharedHash = new AtomicReference<>();

    /** Those that were opened and not dropped: one object for each content. */
    private final ConcurrentHashMap<Digest, PoolIndex> indexes = new ConcurrentHashMap<>();

    /** Those being built, for all who want the same. */
    private final ConcurrentHashMap<Digest, CompletableFuture<Optional<PoolIndex>>> builds = new ConcurrentHashMap<>();

    private volatile boolean closed;

    PoolIndexes(IndexDirectory directory, PoolLimits limits, InstantSource clock, EventSink events) throws IOException {
        this.directory = directory;
        this.limits = limits;
        this.clock = clock;
        this.events = events;
        bound = new MappedBound(limits.mapped());
        buildSlots = new Semaphore(limits.builds());
        removeLeftovers();
    }

    /** Begins with what is there; only names are read. The directory is made when there is none. */
    public static PoolIndexes in(Path data, PoolLimits limits, InstantSource clock, EventSink events)
            throws IOException {
        return new PoolIndexes(new RealDirectory(data.resolve("pool-index")), limits, clock, events);
    }

    private void removeLeftovers() throws IOException {
        for (var name : directory.list()) {
            if (name.startsWith(PoolIndexBuilder.NEW)) {
                directory.delete(name);
            }
        }
    }

    /** The index of this content; empty when it has not been built, or must be built again. */
    public Optional<PoolIndex> open(Digest content) throws IOException {
        var open = indexes.get(content);
        if (open != null && open.isLost()) {
            indexes.remove(content, open);
        } else if (open != null) {
            return Optional.of(open);
        }
        try {
            var file = MappedIndex.map(directory, content, true);
            sharedHash.compareAndSet(null, file.hash());
            return Optional.of(register(content, file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (DamagedIndexException e) {
            // It stays: removing it could hit the one that another thread has built meanwhile.
            events.accept(new Event.StoreTrouble(clock.instant(), String.valueOf(e.getMessage()), false));
            return Optional.empty();
        }
    }

    private PoolIndex register(Digest content, MappedIndex file) {
        var index = new PoolIndex(content, file.paths(), directory, bound);
        var first = indexes.putIfAbsent(content, index);
        var registered = first == null ? index : first;
        registered.use(file);
        if (closed) {
            registered.drop();
        }
        return registered;
    }

    /**
     * The index of this content, built from the source unless it is there. Who asks for one that is being built waits
     * for it, and gets its failure too.
     *
     * @param source hands over what this content promises; it throws when what it reads is not this content
     * @throws PoolIndexRefusedException when no index can be built from this content
     */
    public PoolIndex build(Digest content, PromiseSource source) throws IOException, InterruptedException {
        while (true) {
            var build = new CompletableFuture<Optional<PoolIndex>>();
            var running = builds.putIfAbsent(content, build);
            if (running == null) {
                return build(content, source, build);
            }
            var built = await(running);
            if (built.isPresent()) {
                return built.get();
            }
        }
    }

    private static Optional<PoolIndex> await(CompletableFuture<Optional<PoolIndex>> build)
            throws IOException, InterruptedException {
        try {
            return build.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        }
    }

    private PoolIndex build(Digest content, PromiseSource source, CompletableFuture<Optional<PoolIndex>> build)
            throws IOException, InterruptedException {
        try {
            var there = open(content);
            var index = there.isPresent() ? there.get() : buildNow(content, source);
            build.complete(Optional.of(index));
            return index;
        } catch (IOException e) {
            build.completeExceptionally(e);
            throw e;
        } finally {
            builds.remove(content);
            // When this thread was interrupted, or has met a bug: that is no reason for others to give up.
            build.complete(Optional.empty());
        }
    }

    private PoolIndex buildNow(Digest content, PromiseSource source) throws IOException, InterruptedException {
        buildSlots.acquire();
        try (var builder = new PoolIndexBuilder(directory, content, sharedHash(), limits)) {
            source.writeTo(builder);
            builder.commit();
        } finally {
            buildSlots.release();
        }
        return register(content, MappedIndex.map(directory, content, true));
    }

    private PathHash sharedHash() {
        var random = PathHash.random(this.random);
        var shared = sharedHash.compareAndExchange(null, random);
        return shared == null ? random : shared;
    }

    /**
     * Drops all others and removes their files; of those being built right now, none. An index that was built for a
     * generation not yet in use must be named too, or it has to be built again.
     */
    public void retainOnly(Set<Digest> contents) throws IOException {
        for (var content : indexes.keySet()) {
            if (isIdle(content, contents)) {
                drop(content);
            }
        }
        for (var name : directory.list()) {
            if (DIGEST.matcher(name).matches() && isIdle(Digest.ofHex(name), contents)) {
                drop(Digest.ofHex(name));
                directory.delete(name);
            }
        }
    }

    private boolean isIdle(Digest content, Set<Digest> inUse) {
        return !inUse.contains(content) && !builds.containsKey(content);
    }

    private void drop(Digest content) {
        var index = indexes.remove(content);
        if (index != null) {
            index.drop();
        }
    }

    /** How many files are mapped now. */
    public int mappedFiles() {
        return bound.count();
    }

    /** Drops all indexes, and leaves their files. Lookups that still come find nothing. */
    @Override
    public void close() {
        closed = true;
        indexes.keySet().forEach(this::drop);
    }
}
