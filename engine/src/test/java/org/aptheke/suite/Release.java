package org.aptheke.suite;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.aptheke.testkit.Samples;

/** The text of a release file, and a generation of an archive at an origin. */
public final class Release {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Map<String, byte[]> members = new TreeMap<>();
    private final Instant date;
    private Optional<Instant> validUntil = Optional.empty();
    private boolean byHash;

    private Release(Instant date) {
        this.date = date;
    }

    public static Release of(Instant date) {
        return new Release(date);
    }

    public Release with(String path, String text) {
        members.put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public Release validUntil(Instant until) {
        validUntil = Optional.of(until);
        return this;
    }

    public Release byHash() {
        byHash = true;
        return this;
    }

    /** A stanza of a Packages file. */
    public static String stanza(String name, String file, byte[] content) {
        return "Package: %s\nVersion: 1\nArchitecture: all\nFilename: %s\nSize: %d\nSHA256: %s\n\n"
                .formatted(name, file, content.length, Samples.sha256(content));
    }

    public String text() {
        var text = new StringBuilder("Origin: Example\nSuite: stable\nDate: " + DATE.format(date) + "\n");
        validUntil.ifPresent(
                until -> text.append("Valid-Until: ").append(DATE.format(until)).append('\n'));
        if (byHash) {
            text.append("Acquire-By-Hash: yes\n");
        }
        text.append("SHA256:\n");
        members.forEach(
                (path, bytes) -> text.append(" %s %d %s\n".formatted(Samples.sha256(bytes), bytes.length, path)));
        return text.toString();
    }

    /** Puts all of it below the suite's directory. */
    public void publish(FileOrigin origin, String suite) {
        publishMembers(origin, suite);
        publishRelease(origin, suite);
    }

    public void publishRelease(FileOrigin origin, String suite) {
        origin.put(suite + "/InRelease", text(), date);
    }

    public void publishMembers(FileOrigin origin, String suite) {
        members.forEach((path, bytes) -> {
            origin.put(suite + "/" + path, bytes, date);
            if (byHash) {
                var directory = path.substring(0, path.lastIndexOf('/') + 1);
                origin.put(suite + "/" + directory + "by-hash/SHA256/" + Samples.sha256(bytes), bytes, date);
            }
        });
    }
}
