package org.aptheke.bundle;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import org.aptheke.digest.Digester;
import org.aptheke.repo.codec.CorruptDataException;
import org.aptheke.repo.codec.ExpansionLimitException;
import org.aptheke.repo.codec.PackReader;

/**
 * Reads a bundle from its beginning to its end, and believes nothing before it is shown: first who signed the list, then
 * of each content its size and its digest. What was read is right only when {@link #end} has returned. Used by one thread.
 */
public final class BundleReader implements Closeable {
    private static final int BUFFER_BYTES = 256 << 10;

    private final PackReader pack;
    private final BundleList list;
    private final ExporterKey exporter;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    /** Takes the bytes of a content; what it throws is not the bundle's fault. */
    public interface Taker {
        void take(ByteBuffer bytes) throws IOException, InterruptedException;
    }

    /** A fault of the bundle, which speaks for itself. */
    private interface Reading<T> {
        T read() throws IOException;
    }

    /**
     * Reads the list.
     *
     * @param trusted whose bundles are taken
     * @throws BundleRefusedException when it is none, is damaged, or is signed by somebody else; then {@code from} is still
     *     the caller's to close
     */
    public BundleReader(InputStream from, Set<ExporterKey> trusted) throws IOException {
        pack = refusing(() -> new PackReader(from));
        boolean right = false;
        try {
            var text = refusing(() -> {
                pack.next(SignedList.LIST, BundleList.MOST_BYTES);
                return pack.readAll();
            });
            var signature = refusing(() -> {
                pack.expect(SignedList.SIGNATURE, SignedList.SIGNATURE_BYTES);
                return pack.readAll();
            });
            exporter = SignedList.exporter(signature);
            requireTrusted(trusted);
            if (!SignedList.isRight(signature, text)) {
                throw new BundleRefusedException(
                        "the bundle is refused: its list is not what " + exporter + " has signed; get it anew");
            }
            list = refusing(() -> BundleText.read(text));
            right = true;
        } finally {
            if (!right) {
                pack.close();
            }
        }
    }

    private void requireTrusted(Set<ExporterKey> trusted) throws BundleRefusedException {
        if (!trusted.contains(exporter)) {
            throw new BundleRefusedException("the bundle is refused: it is signed by " + exporter
                    + ", which is not trusted here; if that is what \"aptheke export --key\" prints where it was made,"
                    + " put it into import.trusted_keys, or say --trust for this time");
        }
    }

    public BundleList list() {
        return list;
    }

    public ExporterKey exporter() {
        return exporter;
    }

    /** Reads the next content of the list. */
    public void read(BundleList.Packed content, Taker taker) throws IOException, InterruptedException {
        var digester = new Digester();
        refusing(() -> {
            pack.expect(SignedList.memberOf(content.digest()), content.size());
            return content;
        });
        int count = refusing(() -> pack.read(buffer));
        while (count >= 0) {
            digester.update(ByteBuffer.wrap(buffer, 0, count));
            taker.take(ByteBuffer.wrap(buffer, 0, count));
            count = refusing(() -> pack.read(buffer));
        }
        if (!digester.current().equals(content.digest())) {
            throw new BundleRefusedException("the bundle is refused: "
                    + content.names().getFirst().key() + " is not what its list says; get it anew");
        }
    }

    /** Reads the end; then all of it was right. */
    public void end() throws IOException {
        refusing(() -> {
            pack.end();
            return list;
        });
    }

    private static <T> T refusing(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (CorruptDataException | ExpansionLimitException | MalformedListException e) {
            throw new BundleRefusedException("the bundle is refused: " + e.getMessage() + "; get it anew", e);
        }
    }

    @Override
    public void close() throws IOException {
        pack.close();
    }
}
