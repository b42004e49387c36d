package org.aptheke.bundle;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.aptheke.digest.Digester;
import org.aptheke.http.Content;
import org.aptheke.jobs.LongWork;
import org.aptheke.jobs.Watch;
import org.aptheke.repo.codec.PackWriter;

/** Writes a bundle: the list and its signature, then each content of the list in its order. Used by one thread. */
final class BundleWriter implements Closeable {
    private static final int BUFFER_BYTES = 256 << 10;

    private final PackWriter pack;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    /** Writes the beginning; {@code to} stays the caller's to close. */
    BundleWriter(OutputStream to) throws IOException {
        pack = new PackWriter(to);
    }

    /** Writes the list and who signs it, which come first. */
    void write(byte[] list, SigningKey key) throws IOException {
        member(SignedList.LIST, list);
        member(SignedList.SIGNATURE, SignedList.sign(key, list));
    }

    private void member(String name, byte[] bytes) throws IOException {
        pack.begin(name, bytes.length);
        pack.write(bytes, 0, bytes.length);
    }

    /** @throws IOException also when the content is no longer what it is called by */
    void write(BundleList.Packed content, Content.OpenFile file, Watch watch) throws IOException, InterruptedException {
        pack.begin(SignedList.memberOf(content.digest()), content.size());
        var digester = new Digester();
        long position = 0;
        var work = new LongWork(watch);
        while (position < content.size()) {
            int count = file.channel().read(buffer.clear(), position);
            if (count < 0) {
                throw damaged(content);
            }
            position += count;
            digester.update(buffer.flip());
            pack.write(buffer.array(), 0, count);
            work.moved(count);
        }
        if (!digester.current().equals(content.digest())) {
            throw damaged(content);
        }
    }

    private static IOException damaged(BundleList.Packed content) {
        return new IOException(content.names().getFirst().key()
                + " is damaged in the store, so the bundle cannot be ended; \"aptheke job start scrub\" finds and replaces"
                + " what is damaged");
    }

    /** Writes the end: now it is a bundle. */
    void finish() throws IOException {
        pack.finish();
    }

    @Override
    public void close() throws IOException {
        pack.close();
    }
}
