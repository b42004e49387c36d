package org.aptheke.pool;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.aptheke.digest.Digest;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.repo.Expectation;

/**
 * Where a lookup leaves what it found, without allocation: a copy, so it stays right when the index goes away. Reusable
 * for any number of lookups; not thread-safe. All but {@link #found} may be asked only when something was found.
 */
public final class PoolMatch {
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final PathBytes path = new PathBytes();
    private MemorySegment record = MemorySegment.ofArray(new byte[512]);
    private boolean found;

    /** Whether the last lookup found a promise. */
    public boolean found() {
        return found;
    }

    /** Whether the size is promised. */
    public boolean hasSize() {
        requireFound();
        return IndexRecord.isSized(record, 0);
    }

    /** In bytes; 0 when it is not promised. */
    public long size() {
        requireFound();
        return IndexRecord.size(record, 0);
    }

    /** Whether the SHA-256 digest is promised; else {@link #promise} says what is. */
    public boolean hasSha256() {
        return sha256Position() >= 0;
    }

    /** A word of the promised SHA-256 digest, 0 to 3: {@link Digest#a} to {@link Digest#d}. */
    public long sha256(int word) {
        long position = sha256Position();
        if (position < 0 || word < 0 || word > 3) {
            throw new IllegalStateException("no word " + word + " of a SHA-256 digest");
        }
        return record.get(WORD, position + 8L * word);
    }

    /** Whether the SHA-256 digest is promised and this is it, and the size is not another one. */
    public boolean isOf(Digest digest, long size) {
        return hasSha256()
                && digest.a() == sha256(0)
                && digest.b() == sha256(1)
                && digest.c() == sha256(2)
                && digest.d() == sha256(3)
                && (!hasSize() || size == size());
    }

    /** The whole promise, as a new object. */
    public Expectation promise() {
        requireFound();
        return IndexRecord.promise(record, 0);
    }

    /** Begins a lookup; false when no index can have this path. */
    boolean begin(CharSequence wanted) {
        found = false;
        return path.encode(wanted);
    }

    PathBytes path() {
        return path;
    }

    /** Takes the record at this position. */
    void take(MemorySegment file, long at) {
        int length = IndexRecord.length(file, at);
        if (length > record.byteSize()) {
            record = MemorySegment.ofArray(new byte[IndexRecord.MOST_BYTES]);
        }
        MemorySegment.copy(file, at, record, 0, length);
        found = true;
    }

    private long sha256Position() {
        requireFound();
        return IndexRecord.digestPosition(record, 0, DigestAlgorithm.SHA256);
    }

    private void requireFound() {
        if (!found) {
            throw new IllegalStateException("nothing was found");
        }
    }
}
