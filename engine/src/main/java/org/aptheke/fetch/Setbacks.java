package org.aptheke.fetch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Why sources did not bring what is promised, and which of the reasons is told. Not thread-safe. */
final class Setbacks {
    private final List<Setback> all = new ArrayList<>();

    /** What one source did instead. */
    sealed interface Setback {
        /** It sent something else. */
        record Mismatch(DigestMismatchException cause) implements Setback {}

        /** It could not be reached, broke off, or answered with nothing that is of use. */
        record Failure(IOException cause) implements Setback {}

        /** It answered with an error, which is passed on as it is. */
        record Refused(Refusal refusal) implements Setback {}
    }

    void add(Setback setback) {
        all.add(setback);
    }

    void add(IOException cause) {
        all.add(
                cause instanceof DigestMismatchException mismatch
                        ? new Setback.Mismatch(mismatch)
                        : new Setback.Failure(cause));
    }

    boolean areMismatches() {
        return all.stream().allMatch(Setback.Mismatch.class::isInstance);
    }

    boolean hasMismatch() {
        return all.stream().anyMatch(Setback.Mismatch.class::isInstance);
    }

    /**
     * The one that is told: a content that was wrong before a source that failed before one that refused, and that it is
     * not there only when all said so. Of several the first.
     */
    Setback worst() {
        return all.stream()
                .reduce((one, later) -> weight(later) > weight(one) ? later : one)
                .orElseThrow(() -> new IllegalStateException("no source was asked"));
    }

    private static int weight(Setback setback) {
        return switch (setback) {
            case Setback.Mismatch _ -> 3;
            case Setback.Failure _ -> 2;
            case Setback.Refused(var refusal) -> weight(refusal.status());
        };
    }

    private static int weight(int status) {
        if (status == 404 || status == 410) {
            return 0;
        }
        return status >= 500 ? 2 : 1;
    }
}
