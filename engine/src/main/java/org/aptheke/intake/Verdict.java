package org.aptheke.intake;

import java.io.IOException;
import java.util.List;

/** What is to be done with a file that was compared. */
sealed interface Verdict {
    /** Suites in use promise it. */
    record Named(List<Candidate.Name> names) implements Verdict {
        public Named {
            names = List.copyOf(names);
        }
    }

    /** Nothing in use promises it; it is kept by its digest, for an index that does later. */
    record Kept() implements Verdict {}

    /** It is not what it should be. */
    record Damaged(String why) implements Verdict {}

    /** It is nothing that an index would name. */
    record Foreign(String why) implements Verdict {}

    static Verdict of(Candidate candidate) throws IOException {
        var file = candidate.file();
        if (!candidate.names().isEmpty()) {
            return new Named(candidate.names());
        }
        if (file.stored().isPresent()) {
            // Its checksums of other algorithms were not computed, so that nothing can be said against it.
            return new Kept();
        }
        boolean outdated = file.kind() == SourceFile.Kind.INDEX;
        if (candidate.contradiction().isPresent() && !outdated) {
            return new Damaged(candidate.contradiction().get());
        }
        if (file.claim() == SourceFile.Claim.BROKEN_OFF) {
            return new Damaged("it is not as long as was noted of it");
        }
        var fault = PackageForm.fault(file.path(), file.name());
        if (fault.isPresent()) {
            return new Damaged(fault.get());
        }
        var namesake =
                candidate.namesake().filter(other -> other.promise().size().orElse(-1) == file.size());
        if (namesake.isPresent()) {
            return new Damaged("it has name and size of " + namesake.get().where() + ", and is another: "
                    + Comparison.difference(candidate, namesake.get().promise()));
        }
        return switch (file.kind()) {
            case PACKAGE -> new Kept();
            case INDEX -> outdated(candidate);
            case RELEASE_FILE -> new Foreign("a release file of a suite that is not known here");
            case OTHER -> new Foreign("no index names it, and it is not a package by its name");
        };
    }

    private static Verdict outdated(Candidate candidate) {
        return candidate.contradiction().isPresent()
                ? new Foreign("an index of another release than the current one")
                : new Kept();
    }
}
