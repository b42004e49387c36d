package org.aptheke.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.aptheke.digest.Digest;
import org.aptheke.repo.Expectation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds version 1 of the form: files of one version of the program are read by the next. */
final class IndexFormatTest {
    /** Made by a program of its own, from what {@link IndexFormat} says. */
    private static final String EXAMPLE = """
            6170742d706f6f6c010000000400000001000000000000000100000000000000
            b8000000000000003801000000000000000102030405060708090a0b0c0d0e0f
            00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
            3ff99525071ec7412100840050000000000000706f6f6c2f6d61696e2f682f68
            656c6c6f2f68656c6c6f5f315f616c6c2e646562e3b0c44298fc1c149afbf4c8
            996fb92427ae41e4649b934ca495991b7852b855000000000000000000000000
            0000000000000000000000000000000000000000000000000000000000000000
            0000000000000000000000000000000000000000000000000000000000000000
            0000000000000000000000000000000068000000a5cdf9bc0000000000000000
            000000000000000000000000000000000000000000000000
            """;

    @TempDir
    Path directory;

    @Test
    void commit_oneFile_isTheExampleByteForByte() throws IOException {
        var content = Digest.ofHex("00112233445566778899aabbccddeeff".repeat(2));
        var hash = new PathHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

        try (var builder = new PoolIndexBuilder(new RealDirectory(directory), content, hash, PoolLimits.DEFAULT)) {
            builder.add("pool/main/h/hello/hello_1_all.deb", Expectation.of(Digest.EMPTY, 20480));
            builder.commit();
        }

        assertThat(HexFormat.of().formatHex(Files.readAllBytes(directory.resolve(content.toHex()))))
                .isEqualTo(EXAMPLE.replace("\n", ""));
    }
}
