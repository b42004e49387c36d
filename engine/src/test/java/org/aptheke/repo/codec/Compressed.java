package org.aptheke.repo.codec;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;
import org.tukaani.xz.XZOutputStream;

/** Compresses bytes for tests. */
public final class Compressed {
    private Compressed() {}

    public static byte[] bytes(Compression compression, byte[] plain) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var encoder = encoder(compression, out)) {
            encoder.write(plain);
        }
        return out.toByteArray();
    }

    /** The same compressed file so many times in a row, which all formats but lzma take for one content. */
    public static byte[] repeated(Compression compression, byte[] plain, int times) throws IOException {
        var member = bytes(compression, plain);
        var all = new byte[Math.multiplyExact(member.length, times)];
        for (int i = 0; i < times; i++) {
            System.arraycopy(member, 0, all, i * member.length, member.length);
        }
        return all;
    }

    public static OutputStream encoder(Compression compression, OutputStream out) throws IOException {
        return switch (compression) {
            case NONE -> out;
            case GZIP -> new GZIPOutputStream(out);
            case BZIP2 -> new BZip2CompressorOutputStream(out);
            case XZ -> new XZOutputStream(out, new LZMA2Options(1));
            case LZMA -> new LZMAOutputStream(out, new LZMA2Options(1), -1);
            case ZSTD -> new ZstdOutputStreamNoFinalizer(out);
        };
    }
}
