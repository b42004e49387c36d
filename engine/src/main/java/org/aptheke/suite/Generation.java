package org.aptheke.suite;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.aptheke.repo.apt.ReleaseFile;
import org.aptheke.store.Blob;

/**
 * One release of a suite, and all that it promises. Immutable.
 *
 * @param number counts up within the suite
 * @param files the release files that belong together; one at least
 * @param release what they say
 * @param supersededAt when another took its place; empty while it is the current one
 * @param verdict how the signature was judged, for people
 * @param known whether a known key vouched for it
 * @param datesTell whether its {@code Last-Modified} tells it from all older ones
 */
public record Generation(
        long number,
        Map<ReleaseName, Blob> files,
        ReleaseFile release,
        Instant adoptedAt,
        Optional<Instant> supersededAt,
        String verdict,
        boolean known,
        boolean datesTell) {
    public Generation {
        files = Map.copyOf(files);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("a generation without a release file");
        }
    }

    /** Whether these release files are of this generation: those that both have are the same, and there is one. */
    boolean has(Map<ReleaseName, Blob> others) {
        var common = others.keySet().stream().filter(files::containsKey).toList();
        return !common.isEmpty() && common.stream().allMatch(name -> Objects.equals(files.get(name), others.get(name)));
    }

    Generation superseded(Instant at) {
        return new Generation(number, files, release, adoptedAt, Optional.of(at), verdict, known, datesTell);
    }
}
