package org.aptheke.upstream;

import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.aptheke.http.AddressText;
import org.aptheke.origin.Authority;

/**
 * An origin that was seen to redirect http to https.
 *
 * @param http host and port that redirected
 * @param httpsPort where it redirected to, at the same host
 * @param since when it was seen
 * @param until when that is forgotten
 */
public record SecureOrigin(Authority http, int httpsPort, Instant since, Instant until) {
    /** A line of the file, for example {@code deb.example.org:80 443 2026-11-25T10:00:00Z 2026-12-25T10:00:00Z}. */
    String line() {
        return name() + " " + httpsPort + " " + since + " " + until;
    }

    /** Host and port, an IPv6 address in brackets. */
    public String name() {
        return AddressText.inUri(http.host(), http.port());
    }

    /** What a line of the file says; empty when it is no such line. */
    static Optional<SecureOrigin> parse(String line) {
        String[] words = line.strip().split("\\s+", -1);
        if (words.length != 4 || !words[1].matches("[1-9][0-9]{0,4}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SecureOrigin(
                    Authority.parse(words[0], 80),
                    Integer.parseInt(words[1]),
                    Instant.parse(words[2]),
                    Instant.parse(words[3])));
        } catch (URISyntaxException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
