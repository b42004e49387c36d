package org.aptheke.repo.apt;

import java.io.InputStream;
import java.util.HexFormat;
import java.util.Random;
import org.aptheke.testkit.Samples;

/**
 * A Packages file of any length that is made while it is read: stanzas like Debian's, with digests that do not compress.
 * The same in every run. For one thread.
 */
public final class SyntheticPackages extends InputStream {
    private final int count;
    private final Random random = new Random(42);
    private byte[] stanza = {};
    private int position;
    private int made;

    public SyntheticPackages(int count) {
        this.count = count;
    }

    /** The path of the package with this number. */
    public static String path(int number) {
        return "pool/main/p/package-%d/package-%d_1.%d-1_amd64.deb".formatted(number, number, number % 10);
    }

    @Override
    public int read() {
        return isEmpty() ? -1 : stanza[position++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (isEmpty()) {
            return -1;
        }
        int copied = Math.min(length, stanza.length - position);
        System.arraycopy(stanza, position, target, offset, copied);
        position += copied;
        return copied;
    }

    private boolean isEmpty() {
        if (position == stanza.length && made < count) {
            stanza = Samples.utf8(next(made++));
            position = 0;
        }
        return position == stanza.length;
    }

    private String next(int number) {
        return """
                Package: package-%d
                Source: package
                Version: 1.%d-1
                Installed-Size: %d
                Maintainer: Nobody in Particular <nobody@example.org>
                Architecture: amd64
                Depends: libc6 (>= 2.%d), libgcc-s1 (>= 3.0), package-%d, libstdc++6 (>= 13.1)
                Description: one package of many, made up for a test
                Homepage: https://example.org/package/%d
                Description-md5: %s
                Tag: implemented-in::c++, interface::commandline, role::program,
                 scope::utility, use::checking
                Section: misc
                Priority: optional
                Filename: %s
                Size: %d
                MD5sum: %s
                SHA256: %s

                """.formatted(
                        number,
                        number % 10,
                        random.nextInt(100_000),
                        random.nextInt(40),
                        random.nextInt(count),
                        number,
                        hex(16),
                        path(number),
                        1000 + number,
                        hex(16),
                        hex(32));
    }

    private String hex(int bytes) {
        var digest = new byte[bytes];
        random.nextBytes(digest);
        return HexFormat.of().formatHex(digest);
    }
}
