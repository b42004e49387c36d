package org.aptheke.suite;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.aptheke.store.Blob;
import org.aptheke.store.BlobSource;

/** Reads small blobs whole. */
final class BlobBytes {
    private BlobBytes() {}

    /** @throws IOException when it is gone, or larger than {@code mostBytes} */
    static ByteBuffer read(BlobSource blobs, Blob blob, int mostBytes) throws IOException {
        if (blob.size() > mostBytes) {
            throw new IOException(blob.digest() + " has " + blob.size() + " bytes, more than " + mostBytes);
        }
        var opened = blobs.open(blob.digest(), blob.size());
        if (opened.isEmpty()) {
            throw new IOException(blob.digest() + " is gone from the store");
        }
        try (var file = opened.get()) {
            var bytes = ByteBuffer.allocate((int) blob.size());
            while (bytes.hasRemaining()) {
                if (file.channel().read(bytes, bytes.position()) < 0) {
                    throw new EOFException(blob.digest() + " ends at " + bytes.position());
                }
            }
            return bytes.flip();
        }
    }
}
