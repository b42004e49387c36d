package org.aptheke.repo.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.tukaani.xz.MemoryLimitException;

/** What comes out of a decoder, within the limits; all that a decoder may throw becomes a named exception. */
final class ExpandedStream extends InputStream {
    private final Compression compression;
    private final CompressedSource source;
    private final Expansion expansion;
    private final InputStream decoder;

    private ExpandedStream(Compression compression, CompressedSource source, Expansion expansion, InputStream decoder) {
        this.compression = compression;
        this.source = source;
        this.expansion = expansion;
        this.decoder = decoder;
    }

    static ExpandedStream open(Compression compression, InputStream compressed, ExpansionLimits limits)
            throws IOException {
        var expansion = new Expansion(limits);
        var source = new CompressedSource(compressed, expansion);
        try {
            return new ExpandedStream(compression, source, expansion, compression.decoder(source, limits));
        } catch (IOException | RuntimeException e) {
            throw translated(compression, source, e);
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        int count;
        try {
            count = decoder.read(target, offset, length);
        } catch (IOException | RuntimeException e) {
            throw translated(compression, source, e);
        }
        if (count == 0) {
            throw new CorruptDataException("the decoder for " + compression + " does not move on");
        }
        expansion.gave(Math.max(0, count));
        return count;
    }

    @Override
    public void close() throws IOException {
        decoder.close();
    }

    /** Decoders run on bytes that anybody may have written, so that even an index out of bounds is a word about them. */
    private static IOException translated(Compression compression, CompressedSource source, Exception e) {
        if (source.failure().isPresent()) {
            return source.failure().get();
        }
        if (e instanceof CodecUnavailableException unavailable) {
            return unavailable;
        }
        if (e instanceof MemoryLimitException memory) {
            return new ExpansionLimitException("%s needs %d KiB of memory to expand, the limit is %d KiB"
                    .formatted(compression, memory.getMemoryNeeded(), memory.getMemoryLimit()));
        }
        if (e instanceof ZstdIOException zstd && zstd.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()) {
            return new ExpansionLimitException(compression + " needs a larger window than is allowed");
        }
        return new CorruptDataException(compression + " data is damaged or cut short: " + e.getMessage(), e);
    }
}
