package org.aptheke.repo.codec;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/** How a file of a repository is compressed, as the end of its name says. */
public enum Compression {
    NONE(""),
    GZIP(".gz"),
    BZIP2(".bz2"),
    XZ(".xz"),
    LZMA(".lzma"),
    ZSTD(".zst");

    private static final List<Compression> ALL = List.of(values());

    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    /** What the name says; {@link #NONE} when it says nothing known. */
    public static Compression ofName(String fileName) {
        return ALL.stream()
                .filter(compression -> compression != NONE && fileName.endsWith(compression.suffix))
                .findFirst()
                .orElse(NONE);
    }

    /** The end of the names of such files, with its dot; empty for {@link #NONE}. */
    public String suffix() {
        return suffix;
    }

    /** The name without its suffix: {@code Packages} of {@code Packages.xz}. */
    public static String plainName(String fileName) {
        return fileName.substring(0, fileName.length() - ofName(fileName).suffix.length());
    }

    /**
     * The content, which must be closed, and closes the file below. Reading throws an {@link ExpansionLimitException}, a
     * {@link CorruptDataException}, or what the file below throws. For one thread; takes up to
     * {@link ExpansionLimits#maxMemoryBytes} while it is open.
     */
    public InputStream open(InputStream compressed, ExpansionLimits limits) throws IOException {
        return ExpandedStream.open(this, compressed, limits);
    }

    InputStream decoder(InputStream source, ExpansionLimits limits) throws IOException {
        return switch (this) {
            case NONE -> source;
            // The one of the JDK calls itself once more for each member, until the stack is full.
            case GZIP ->
                GzipCompressorInputStream.builder()
                        .setInputStream(source)
                        .setDecompressConcatenated(true)
                        .get();
            case BZIP2 -> new BZip2CompressorInputStream(source, true);
            // Without a cache each block gets a new window: 60 bytes make the decoder clear 64 MiB.
            case XZ -> new XZInputStream(source, kibibytes(limits), true, new BasicArrayCache());
            case LZMA -> new LZMAInputStream(source, kibibytes(limits));
            case ZSTD -> zstd(source, limits);
        };
    }

    private static InputStream zstd(InputStream source, ExpansionLimits limits) throws IOException {
        try {
            return new ZstdInputStreamNoFinalizer(source).setLongMax(log2(limits.maxMemoryBytes()));
        } catch (LinkageError e) {
            throw new CodecUnavailableException("zstd cannot be used on this system: " + e.getMessage(), e);
        }
    }

    private static int kibibytes(ExpansionLimits limits) {
        return (int) Math.min(Integer.MAX_VALUE, limits.maxMemoryBytes() >> 10);
    }

    private static int log2(long bytes) {
        return Math.min(31, 63 - Long.numberOfLeadingZeros(bytes));
    }
}
