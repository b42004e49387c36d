package org.aptheke.keep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.aptheke.digest.Digest;
import org.aptheke.digest.Digester;
import org.aptheke.jobs.Watch;
import org.aptheke.store.BlobSource;

/** Reads blobs at a rate, and tells what they are. Used by one thread. */
final class BlobReading {
    private static final int PIECE = 256 * 1024;

    private final BlobSource source;
    private final long bytesPerSecond;
    private final Watch watch;
    private final ByteBuffer buffer = ByteBuffer.allocate(PIECE);
    private long aheadUntil = System.nanoTime();

    BlobReading(BlobSource source, long bytesPerSecond, Watch watch) {
        this.source = source;
        this.bytesPerSecond = Math.max(1, bytesPerSecond);
        this.watch = watch;
    }

    /**
     * The digest of what is in the file of this name; empty when there is none any more.
     *
     * @throws IOException when it cannot be read: the disk says so
     */
    Optional<Digest> digest(Digest name, long size) throws IOException, InterruptedException {
        var blob = source.open(name, size);
        if (blob.isEmpty()) {
            return Optional.empty();
        }
        try (var file = blob.get()) {
            var digester = new Digester();
            long position = 0;
            while (position < size) {
                watch.giveWay();
                buffer.clear();
                int count = file.channel().read(buffer, position);
                if (count < 0) {
                    break;
                }
                digester.update(buffer.flip());
                position += count;
                keepRate(count);
            }
            return Optional.of(digester.current());
        }
    }

    private void keepRate(int bytes) throws InterruptedException {
        long now = System.nanoTime();
        aheadUntil = Math.max(now, aheadUntil) + (long) ((double) bytes / bytesPerSecond * 1e9);
        while (aheadUntil > now) {
            LockSupport.parkNanos(
                    Math.min(aheadUntil - now, Duration.ofMillis(100).toNanos()));
            watch.checkpoint();
            now = System.nanoTime();
        }
    }
}
