package org.aptheke.ca;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The authorities of an installation: the one that signs and, during a rotation, the one that is to follow it. Immutable.
 */
public final class CaSet {
    private static final Duration ENDS_SOON = Duration.ofDays(90);

    private final CertificateAuthority current;
    private final Optional<CertificateAuthority> next;

    CaSet(CertificateAuthority current, Optional<CertificateAuthority> next) {
        this.current = current;
        this.next = next;
    }

    CertificateAuthority current() {
        return current;
    }

    Optional<CertificateAuthority> next() {
        return next;
    }

    /** What clients are to trust, in PEM: during a rotation both authorities. */
    public String bundle() {
        return PemFile.text(all().map(CertificateAuthority::certificate).toList());
    }

    /** Whether certificates for all hosts of the pattern can be signed now. */
    public boolean covers(String pattern) {
        return current.permitted().permits(pattern);
    }

    /** What an operator should know, one line each, naming the command that helps. */
    public List<String> remarks(Collection<String> patterns, Instant now) {
        var remarks = new ArrayList<String>();
        var uncovered = patterns.stream().filter(pattern -> !covers(pattern)).toList();
        if (!uncovered.isEmpty()) {
            remarks.add(uncovered(String.join(", ", uncovered), patterns));
        }
        if (next.isEmpty() && now.isAfter(current.validUntil().minus(ENDS_SOON))) {
            remarks.add(
                    "the certificate authority ends on " + current.validUntil() + "; renew it with: aptheke ca rotate");
        }
        return remarks;
    }

    /** For a person, some lines for each authority. */
    public List<String> description() {
        var lines = new ArrayList<String>(described("signs", current));
        next.ifPresent(authority -> lines.addAll(described("next", authority)));
        return lines;
    }

    private static List<String> described(String role, CertificateAuthority authority) {
        return List.of(
                role + ": " + authority,
                "  SHA-256 " + authority.fingerprint(),
                "  valid until " + authority.validUntil(),
                "  may sign for " + authority.permitted());
    }

    Stream<CertificateAuthority> all() {
        return Stream.concat(Stream.of(current), next.stream());
    }

    private String uncovered(String names, Collection<String> patterns) {
        boolean nextCovers =
                next.isPresent() && patterns.stream().allMatch(next.get().permitted()::permits);
        return "intercept.hosts names what the certificate authority may not sign for and what is therefore not intercepted: "
                + names + "; "
                + (nextCovers
                        ? "the next authority may: when all clients trust it, run: aptheke ca activate"
                        : "make an authority that may with: aptheke ca rotate");
    }
}
