package org.aptheke.pool;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.aptheke.digest.Digest;
import org.aptheke.repo.Expectation;
import org.jspecify.annotations.Nullable;

/**
 * What one Packages or Sources content promises, by path. Safe for use by many threads; there is nothing to close.
 *
 * <p>Its file is mapped while it is in use. When too many are ({@link PoolLimits#mapped}), it may be unmapped at any
 * time, also in the middle of a lookup, which then maps it again and starts over: counting the lookups instead would
 * have all cores write to one word of memory. When {@link PoolIndexes#retainOnly} or the end of the program has dropped
 * the index, it promises nothing.
 */
public final class PoolIndex implements PromiseSource {
    private final Digest content;
    private final IndexDirectory directory;
    private final MappedBound bound;
    private final AtomicReference<@Nullable MappedIndex> mapped = new AtomicReference<>();
    private final long paths;
    private volatile boolean dropped;
    private volatile boolean lost;

    /** Set by lookups, without order: it only has to be seen some time. */
    private boolean used;

    PoolIndex(Digest content, long paths, IndexDirectory directory, MappedBound bound) {
        this.content = content;
        this.paths = paths;
        this.directory = directory;
        this.bound = bound;
    }

    /** Of the Packages or Sources file. */
    public Digest content() {
        return content;
    }

    /** How many paths it has. */
    public long paths() {
        return paths;
    }

    /**
     * What is promised of the file at this path.
     *
     * @param path relative to the archive root, with nothing percent-encoded
     * @throws IOException when the index can no longer be read: what it promises is not known
     */
    public Optional<Expectation> find(String path) throws IOException {
        var match = new PoolMatch();
        return find(path, match) ? Optional.of(match.promise()) : Optional.empty();
    }

    /** The same without allocation: true when there is such a promise, which is in the match then. */
    public boolean find(CharSequence path, PoolMatch match) throws IOException {
        return match.begin(path) && find(match);
    }

    /** Looks for the path with which the match has begun. */
    boolean find(PoolMatch match) throws IOException {
        while (true) {
            var file = mapped();
            if (file == null) {
                return false;
            }
            try {
                return file.find(match);
            } catch (IllegalStateException e) {
                requireUnmapped(file, e);
            }
        }
    }

    /**
     * Hands over all promises, in the order in which the index had them.
     *
     * @throws IOException when the index is dropped meanwhile, or can no longer be read
     */
    @Override
    public void writeTo(PromiseSink sink) throws IOException {
        long position = IndexFormat.HEADER_BYTES;
        long record = 0;
        while (true) {
            var file = mapped();
            if (file == null) {
                throw new IOException("pool index " + content + " was dropped");
            }
            MappedIndex.Entry entry;
            boolean inForce;
            try {
                if (record == file.records()) {
                    return;
                }
                entry = file.entry(position);
                inForce = file.isInForce(entry.path(), position);
            } catch (IllegalStateException e) {
                requireUnmapped(file, e);
                continue;
            }
            if (inForce) {
                sink.add(entry.path(), entry.promise());
            }
            position = entry.next();
            record++;
        }
    }

    private static void requireUnmapped(MappedIndex file, IllegalStateException failure) {
        if (file.isOpen()) {
            throw failure;
        }
    }

    /** The file, mapped again when it was not; null when the index is dropped. */
    private @Nullable MappedIndex mapped() throws IOException {
        var file = mapped.get();
        if (file == null) {
            return mapAgain();
        }
        if (!used) {
            used = true;
        }
        return file;
    }

    private @Nullable MappedIndex mapAgain() throws IOException {
        if (dropped) {
            return null;
        }
        try {
            use(MappedIndex.map(directory, content, false));
        } catch (NoSuchFileException | DamagedIndexException e) {
            if (dropped) {
                return null;
            }
            lost = true;
            throw e;
        }
        return mapped();
    }

    /** Takes its file, unless it has one already. */
    void use(MappedIndex file) {
        if (!mapped.compareAndSet(null, file)) {
            file.close();
            return;
        }
        bound.add(this);
        if (dropped) {
            drop();
        }
    }

    /** Whether its file is gone or damaged, as far as was noticed. */
    boolean isLost() {
        return lost;
    }

    /** Whether a lookup came since the last call. */
    boolean takeUsed() {
        boolean was = used;
        used = false;
        return was;
    }

    void unmap() {
        var file = mapped.getAndSet(null);
        if (file != null) {
            file.close();
        }
    }

    void drop() {
        dropped = true;
        unmap();
        bound.remove(this);
    }
}
