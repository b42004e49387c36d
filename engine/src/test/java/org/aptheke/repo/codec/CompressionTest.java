package org.aptheke.repo.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

final class CompressionTest {
    private static final int MIB = 1 << 20;

    /** Compressible, and the same in every run. */
    private static byte[] text(int length) {
        var text = new StringBuilder(length + 100);
        for (int i = 0; text.length() < length; i++) {
            text.append("Package: p")
                    .append(i * 7919)
                    .append("\nVersion: 1.")
                    .append(i % 17)
                    .append("\n\n");
        }
        return Samples.utf8(text.substring(0, length));
    }

    private static byte[] expanded(Compression compression, InputStream compressed, ExpansionLimits limits)
            throws IOException {
        try (var in = compression.open(compressed, limits)) {
            return in.readAllBytes();
        }
    }

    private static byte[] expanded(Compression compression, byte[] compressed) throws IOException {
        return expanded(compression, new ByteArrayInputStream(compressed), ExpansionLimits.DEFAULT);
    }

    /** A file whose bytes come one at a time, from a function of their position. */
    private static final class OneByOne extends InputStream {
        private interface Octets {
            int at(int position) throws IOException;
        }

        private final Octets octets;
        private int position;

        OneByOne(Octets octets) {
            this.octets = octets;
        }

        @Override
        public int read() throws IOException {
            return octets.at(position++);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int octet = read();
            if (octet < 0) {
                return -1;
            }
            target[offset] = (byte) octet;
            return 1;
        }
    }

    /** How much comes out before the end or a failure. */
    private static long drained(Compression compression, byte[] compressed, ExpansionLimits limits) throws IOException {
        var buffer = new byte[64 << 10];
        long total = 0;
        try (var in = compression.open(new ByteArrayInputStream(compressed), limits)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                total += count;
            }
        }
        return total;
    }

    @ParameterizedTest
    @CsvSource({
        "Packages, NONE, Packages",
        "main/binary-amd64/Packages.gz, GZIP, main/binary-amd64/Packages",
        "Sources.bz2, BZIP2, Sources",
        "Packages.xz, XZ, Packages",
        "Packages.lzma, LZMA, Packages",
        "Packages.zst, ZSTD, Packages",
        "Packages.lz4, NONE, Packages.lz4",
        "icons-64x64.tar.gz, GZIP, icons-64x64.tar",
        ".xz, XZ, ''",
    })
    void ofName_suffix_saysCompression(String name, Compression compression, String plainName) {
        assertThat(Compression.ofName(name)).isEqualTo(compression);
        assertThat(Compression.plainName(name)).isEqualTo(plainName);
    }

    @ParameterizedTest
    @EnumSource
    void open_whatWasCompressed_comesBack(Compression compression) throws IOException {
        var plain = text(MIB);

        assertThat(expanded(compression, Compressed.bytes(compression, plain))).isEqualTo(plain);
    }

    @ParameterizedTest
    @EnumSource
    void open_empty_isEmpty(Compression compression) throws IOException {
        assertThat(expanded(compression, Compressed.bytes(compression, new byte[0])))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "LZMA")
    void open_severalMembers_areOneContent(Compression compression) throws IOException {
        var all = Compressed.repeated(compression, text(1000), 3);

        // So that no decoder can take the end of what arrived for the end of the file.
        var dribbling = new OneByOne(position -> position < all.length ? all[position] & 0xff : -1);

        assertThat(expanded(compression, dribbling, ExpansionLimits.DEFAULT)).hasSize(3000);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void open_cutShortAnywhere_isCorrupt(Compression compression) throws IOException {
        var whole = Compressed.bytes(compression, text(2000));

        for (int length = 1; length < whole.length; length++) {
            var part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> expanded(compression, part))
                    .describedAs("%d of %d bytes", length, whole.length)
                    .isInstanceOf(CorruptDataException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void open_somethingElse_isCorrupt(Compression compression) {
        for (var bytes : List.of(Samples.utf8("<html>captive portal</html>\n"), Samples.bytes(1, 100_000))) {
            assertThatThrownBy(() -> expanded(compression, bytes))
                    // What stands where lzma has the size of its window may be too much of it.
                    .isInstanceOfAny(CorruptDataException.class, ExpansionLimitException.class)
                    .hasMessageContaining(compression.name());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void open_randomlyDamaged_isItselfOrANamedFailure(Compression compression) throws IOException {
        var whole = Compressed.bytes(compression, text(5_000));
        var random = new Random(7);

        for (int round = 0; round < 300; round++) {
            var damaged = whole.clone();
            for (int i = 0; i <= round % 4; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(drained(compression, damaged, ExpansionLimits.DEFAULT))
                        .isLessThan(100 * 5_000);
            } catch (CorruptDataException | ExpansionLimitException e) {
                assertThat(e).hasMessageContaining(" ");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void open_moreThanMaxBytes_isRefused(Compression compression) throws IOException {
        var limits = new ExpansionLimits(10_000, 100, 128 * MIB);
        var atLimit = Compressed.bytes(compression, text(10_000));
        var above = Compressed.bytes(compression, text(10_001));

        assertThat(drained(compression, atLimit, limits)).isEqualTo(10_000);
        assertThatThrownBy(() -> drained(compression, above, limits))
                .isInstanceOf(ExpansionLimitException.class)
                .hasMessageContaining("10000");
    }

    /** Two GiB of zeros in at most 2 MB: refused after little more than 1 MiB of them. */
    @ParameterizedTest
    @EnumSource(names = {"XZ", "BZIP2", "ZSTD"})
    void open_twoGibibytesFromTwoMegabytes_isRefusedAtOnce(Compression compression) throws IOException {
        var bomb = Compressed.repeated(compression, new byte[16 * MIB], 128);
        var taken = new AtomicInteger();

        assertThat(bomb.length).isLessThan(2_000_000);
        try (var in = compression.open(new ByteArrayInputStream(bomb), ExpansionLimits.DEFAULT)) {
            assertThatThrownBy(() -> {
                        for (int n = in.read(new byte[4096]); n >= 0; n = in.read(new byte[4096])) {
                            taken.addAndGet(n);
                        }
                    })
                    .isInstanceOf(ExpansionLimitException.class)
                    .hasMessageContaining("100 to 1");
        }
        assertThat(taken.get()).isLessThan(10 * MIB);
    }

    /** Whoever lifts the ratio still has the limit in bytes. */
    @Test
    void open_bombWithoutLimitOfRatio_endsAtMaxBytes() throws IOException {
        var bomb = Compressed.repeated(Compression.XZ, new byte[16 * MIB], 16);
        var limits = new ExpansionLimits(64 * MIB, Integer.MAX_VALUE, 128 * MIB);

        assertThatThrownBy(() -> drained(Compression.XZ, bomb, limits))
                .isInstanceOf(ExpansionLimitException.class)
                .hasMessageContaining(String.valueOf(64 * MIB));
    }

    /** Some decoders call themselves for each member, or set up tables for each. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"NONE", "LZMA"})
    void open_endlessEmptyMembers_isRefused(Compression compression) throws IOException {
        var empties = Compressed.repeated(compression, new byte[0], 300_000);

        assertThatThrownBy(() -> drained(compression, empties, ExpansionLimits.DEFAULT))
                .isInstanceOf(ExpansionLimitException.class)
                .hasMessageContaining("waste");
    }

    @Test
    void open_gzipHeaderWithoutEnd_isRefusedBeforeItFillsTheMemory() {
        // ID, deflate, a file name follows, four bytes of time, two more; then the name.
        var header = new byte[] {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 3};
        var endless = new OneByOne(position -> position < header.length ? header[position] & 0xff : 'x');

        assertThatThrownBy(() -> expanded(Compression.GZIP, endless, ExpansionLimits.DEFAULT))
                .isInstanceOf(ExpansionLimitException.class);
    }

    @Test
    void open_windowAboveTheMemoryLimit_isRefused() throws IOException {
        var small = new ExpansionLimits(2L << 30, 100, 4 * MIB);
        var xz = new ByteArrayOutputStream();
        try (var out = new XZOutputStream(xz, new LZMA2Options(6))) {
            out.write(text(1000));
        }
        var zstd = new ByteArrayOutputStream();
        try (var out = new ZstdOutputStreamNoFinalizer(zstd, 1).setLong(24)) {
            out.write(Samples.bytes(3, 20 * MIB));
        }

        assertThatThrownBy(() -> drained(Compression.XZ, xz.toByteArray(), small))
                .isInstanceOf(ExpansionLimitException.class)
                .hasMessageContaining("4096 KiB");
        assertThatThrownBy(() -> drained(Compression.ZSTD, zstd.toByteArray(), small))
                .isInstanceOf(ExpansionLimitException.class)
                .hasMessageContaining("window");
        assertThat(drained(Compression.XZ, xz.toByteArray(), ExpansionLimits.DEFAULT))
                .isEqualTo(1000);
        assertThat(drained(Compression.ZSTD, zstd.toByteArray(), ExpansionLimits.DEFAULT))
                .isEqualTo(20 * MIB);
    }

    @ParameterizedTest
    @EnumSource
    void open_fileBelowFails_itsExceptionComesThrough(Compression compression) throws IOException {
        var whole = Compressed.bytes(compression, Samples.bytes(5, 200_000));
        var broken = new IOException("disk");
        var failing = new OneByOne(position -> {
            if (position == 100_000) {
                throw broken;
            }
            return whole[position] & 0xff;
        });

        assertThatThrownBy(() -> expanded(compression, failing, ExpansionLimits.DEFAULT))
                .isSameAs(broken);
    }

    @ParameterizedTest
    @EnumSource
    void close_always_closesTheFileBelow(Compression compression) throws IOException {
        var closed = new AtomicInteger();
        var file = new ByteArrayInputStream(Compressed.bytes(compression, text(100))) {
            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };

        compression.open(file, ExpansionLimits.DEFAULT).close();

        assertThat(closed).hasPositiveValue();
    }
}
