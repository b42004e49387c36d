package org.aptheke.pool;

import java.io.Closeable;
import java.io.IOException;
import java.util.UUID;
import org.aptheke.digest.Digest;
import org.aptheke.repo.Expectation;

/**
 * A pool index being written: committed, or it never was. Its memory is one buffer and the table, 8 to 24 bytes for each
 * path; the records go to the file as they come. Not thread-safe.
 *
 * <p>An index appears in five steps: its bytes are written to {@code new-ID}; then the header, in front of them; the
 * file is synced; it is renamed to the digest of the content; the directory is synced. Whatever step is the last before
 * the power goes, the digest names nothing or all of it. What else can be left is {@code new-ID}, which
 * {@link PoolIndexes} removes at its next start.
 */
final class PoolIndexBuilder implements PromiseSink, Closeable {
    /** How the names begin of files that are not whole. */
    static final String NEW = "new-";

    private final IndexDirectory directory;
    private final Digest content;
    private final PathHash hash;
    private final PoolLimits limits;
    private final String name = NEW + UUID.randomUUID();
    private final IndexOutput output;
    private final PathBytes path = new PathBytes();
    private final SlotTable table = new SlotTable();
    private long records;
    private boolean renamed;

    PoolIndexBuilder(IndexDirectory directory, Digest content, PathHash hash, PoolLimits limits) throws IOException {
        this.directory = directory;
        this.content = content;
        this.hash = hash;
        this.limits = limits;
        output = new IndexOutput(directory.create(name), IndexFormat.HEADER_BYTES);
    }

    @Override
    public void add(String text, Expectation promise) throws IOException {
        if (!path.encode(text)) {
            throw new PoolIndexRefusedException("a path of 1 to " + PathBytes.MOST
                    + " bytes of UTF-8 is expected, not these " + text.length() + " characters: " + shortened(text));
        }
        int tag = SlotTable.tag(path.hash(hash));
        int slot = table.find(tag);
        while (table.position(slot) != 0) {
            var record = output.record(table.position(slot));
            if (IndexRecord.isOf(record, 0, path)) {
                addAgain(slot, tag, text, IndexRecord.promise(record, 0), promise);
                return;
            }
            slot = table.findNext(slot, tag);
        }
        append(slot, tag, KeptPromise.of(promise));
    }

    /** Many source packages share a file, and each index entry promises it. */
    private void addAgain(int slot, int tag, String text, Expectation kept, Expectation promise) throws IOException {
        var both = KeptPromise.ofBoth(kept, KeptPromise.of(promise))
                .orElseThrow(() -> new ContradictoryPromisesException(text, kept, promise));
        if (!both.equals(kept)) {
            append(slot, tag, both);
        }
    }

    private void append(int slot, int tag, Expectation kept) throws IOException {
        if (table.position(slot) == 0 && table.taken() == limits.entries()) {
            throw new PoolIndexRefusedException("more than " + limits.entries() + " paths");
        }
        table.put(slot, tag, output.position());
        output.put(path, kept);
        records++;
        requireRoom(output.position());
    }

    private void requireRoom(long bytes) throws PoolIndexRefusedException {
        if (bytes > limits.bytes()) {
            throw new PoolIndexRefusedException("more than " + limits.bytes() + " bytes");
        }
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    /** Makes the index durable and visible under the digest of its content. */
    void commit() throws IOException {
        output.align(Long.BYTES);
        long tableAt = output.position();
        requireRoom(tableAt + (long) Long.BYTES * table.size());
        for (int slot = 0; slot < table.size(); slot++) {
            output.put(table.slot(slot));
        }
        var counts = new IndexFormat.Counts(records, table.taken(), table.bits());
        output.finish(new IndexFormat.Header(content, hash, counts, tableAt, output.crc()).toBytes());
        directory.rename(name, content.toHex());
        renamed = true;
        directory.sync();
    }

    /** Removes the file unless it was committed. */
    @Override
    public void close() throws IOException {
        try (output) {
            if (!renamed) {
                directory.delete(name);
            }
        }
    }
}
