package org.aptheke.fetch;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.digest.Digester;
import org.aptheke.repo.Expectation;

/**
 * What is checked of a promised content: its size, and the digests that decide. These are the promised ones of the
 * strong algorithms; the weak ones only count where nothing stronger is promised. Immutable.
 */
final class PromiseCheck {
    private static final Set<DigestAlgorithm> STRONG = EnumSet.of(DigestAlgorithm.SHA256, DigestAlgorithm.SHA512);

    private final List<Checksum> decisive;
    private final OptionalLong size;

    PromiseCheck(Expectation expectation) {
        var strong = expectation.checksums().stream()
                .filter(checksum -> STRONG.contains(checksum.algorithm()))
                .toList();
        decisive = strong.isEmpty() ? expectation.checksums() : strong;
        size = expectation.size();
    }

    /** The algorithms to compute. */
    Set<DigestAlgorithm> algorithms() {
        return decisive.stream().map(Checksum::algorithm).collect(Collectors.toSet());
    }

    OptionalLong size() {
        return size;
    }

    /** Whether a content of that length may be the promised one. */
    boolean allows(long length) {
        return size.orElse(length) == length;
    }

    /** Refuses a content before it is read, by the length that its framing says. */
    void requireLength(String url, long length) throws DigestMismatchException {
        if (!allows(length)) {
            throw new DigestMismatchException(url, promised(), length + " bytes");
        }
    }

    /** Refuses a content that goes on behind its promised end. */
    DigestMismatchException longer(String url) {
        return new DigestMismatchException(url, promised(), "more than " + size.orElse(0) + " bytes");
    }

    /** Refuses a content that has nothing behind a position before its promised end. */
    DigestMismatchException shorter(String url, long end) {
        return new DigestMismatchException(url, promised(), "no bytes behind " + end);
    }

    /** Refuses a content that was read. */
    void requireAll(String url, long length, Digester digester) throws DigestMismatchException {
        var received = digester.checksums();
        if (!allows(length) || !received.containsAll(decisive)) {
            throw new DigestMismatchException(url, promised(), words(length, ofSameKinds(received)));
        }
    }

    /** The checksums by which the content can be found, besides its name in the store. */
    List<Checksum> furtherChecksums() {
        return decisive.stream()
                .filter(checksum -> checksum.algorithm() != DigestAlgorithm.SHA256)
                .toList();
    }

    private List<Checksum> ofSameKinds(List<Checksum> received) {
        return received.stream()
                .filter(checksum -> algorithms().contains(checksum.algorithm()))
                .toList();
    }

    private String promised() {
        return size.isPresent() ? words(size.getAsLong(), decisive) : join(new ArrayList<>(), decisive);
    }

    private static String words(long length, List<Checksum> checksums) {
        var words = new ArrayList<String>();
        words.add(length + " bytes");
        return join(words, checksums);
    }

    private static String join(List<String> words, List<Checksum> checksums) {
        checksums.stream().map(Checksum::toString).forEach(words::add);
        return String.join(", ", words);
    }
}
