package org.aptheke.ca;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Collectors;

/** Makes the shell script by which a client comes to trust the authorities. */
public final class InstallScript {
    private static final String TEMPLATE = "install.sh";

    private InstallScript() {}

    /**
     * The script for these authorities.
     *
     * @param cache where clients reach this program, without a path
     * @param patterns the intercepted hosts
     */
    public static String of(CaSet authorities, URI cache, Collection<String> patterns) {
        var fingerprints = authorities
                .all()
                .map(authority -> "#   " + authority + "\n#     SHA-256 " + authority.fingerprint())
                .collect(Collectors.joining("\n"));
        return template()
                .replace("@FINGERPRINTS@", fingerprints)
                .replace("@CACHE@", quoted(cache.toString().replaceAll("/+$", "")))
                .replace("@SHA256@", quoted(sha256(authorities.bundle())))
                .replace("@HOSTS@", quoted(words(patterns, false)))
                .replace("@PATTERNS@", quoted(words(patterns, true)));
    }

    private static String words(Collection<String> patterns, boolean withStar) {
        return patterns.stream()
                .filter(pattern -> pattern.startsWith("*") == withStar)
                .collect(Collectors.joining(" "));
    }

    /** As one word of the shell. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String template() {
        try (InputStream in = Objects.requireNonNull(InstallScript.class.getResourceAsStream(TEMPLATE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own resources", e);
        }
    }
}
