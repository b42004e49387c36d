package org.aptheke.intake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.aptheke.testkit.Samples;

/** The texts of a small archive with one suite, and packages that have the form of packages. */
final class Archive {
    private final Map<String, byte[]> pool = new TreeMap<>();
    private final String field;
    private final String date;

    /** @param algorithm of the only digest that its indexes have */
    Archive(String algorithm, String date) {
        this.field = algorithm;
        this.date = date;
    }

    static Archive of(String date) {
        return new Archive("SHA256", date);
    }

    /** An ar archive of one member. */
    static byte[] deb(long seed, int bytes) {
        var deb = new ByteArrayOutputStream();
        deb.writeBytes(utf8("!<arch>\n"));
        deb.writeBytes(utf8("data.tar        1700000000  0     0     100644  %-10d`\n".formatted(bytes)));
        deb.writeBytes(Samples.bytes(seed, bytes));
        return deb.toByteArray();
    }

    Archive add(String path, byte[] content) {
        pool.put(path, content);
        return this;
    }

    byte[] packages() {
        var text = new StringBuilder();
        pool.forEach((path, bytes) ->
                text.append("Package: %s\nVersion: 1\nArchitecture: all\nFilename: %s\nSize: %d\n%s: %s\n\n"
                        .formatted(
                                path.substring(path.lastIndexOf('/') + 1).replaceFirst("_.*", ""),
                                path,
                                bytes.length,
                                field.equals("MD5") ? "MD5sum" : field,
                                hex(bytes))));
        return utf8(text.toString());
    }

    byte[] release() {
        var index = packages();
        return utf8("Origin: Example\nSuite: stable\nDate: %s\nSHA256:\n %s %d main/binary-all/Packages\n"
                .formatted(date, Samples.sha256(index), index.length));
    }

    private String hex(byte[] bytes) {
        try {
            var name = field.equals("SHA256") ? "SHA-256" : field.toUpperCase(Locale.ROOT);
            return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
