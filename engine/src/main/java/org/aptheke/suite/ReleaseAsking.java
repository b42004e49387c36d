package org.aptheke.suite;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.Reuse;
import org.aptheke.cache.StoredResponse;
import org.aptheke.fetch.FetchOutcome;
import org.aptheke.fetch.FetchPlan;
import org.aptheke.fetch.Fetches;
import org.aptheke.http.Content;
import org.aptheke.http.Fields;
import org.aptheke.http.Request;
import org.aptheke.http.TargetUri;

/** Asks an origin for the release files of a suite, conditionally where some are stored. Safe for use by many threads. */
final class ReleaseAsking {
    /** As apt asks, so that caches in between check too. */
    private static final Fields FIELDS = Fields.of("Cache-Control", "max-age=0");

    private static final Fields AROUND_CACHES = Fields.of("Cache-Control", "no-cache", "Pragma", "no-cache");

    private static final int ATTEMPTS = 3;

    private final Fetches fetches;
    private final Contents contents;
    private final long maxBytes;

    ReleaseAsking(Fetches fetches, Contents contents, long maxBytes) {
        this.fetches = fetches;
        this.contents = contents;
        this.maxBytes = maxBytes;
    }

    /** What the origin has. */
    sealed interface Seen {
        /** These belong together: no other was published between the first and the last of them. */
        record Files(Map<ReleaseName, StoredResponse> files) implements Seen {
            public Files {
                files = Map.copyOf(files);
            }
        }

        /** There is no release file. */
        record Absent(int status) implements Seen {}

        /** It cannot be asked, or its answer cannot be used. */
        record Away(String reason) implements Seen {}
    }

    /** One file. */
    private sealed interface One {
        record Present(StoredResponse stored) implements One {}

        record Absent(int status) implements One {}

        record Away(String reason) implements One {}
    }

    Seen ask(SuiteId suite, TargetUri base, Set<ReleaseName> names) throws IOException, InterruptedException {
        return ask(new Asked(suite, base, FIELDS), names);
    }

    /** The same, whatever is stored here or on the way, and of another mirror where there is one. */
    Seen askAroundCaches(SuiteId suite, TargetUri base, Set<ReleaseName> names)
            throws IOException, InterruptedException {
        return ask(new Asked(suite, base, AROUND_CACHES), names);
    }

    /** Of which suite, where, and how. */
    private record Asked(SuiteId suite, TargetUri base, Fields fields) {
        boolean aroundCaches() {
            return fields.equals(AROUND_CACHES);
        }
    }

    private Seen ask(Asked asked, Set<ReleaseName> names) throws IOException, InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var first = one(asked, ReleaseName.IN_RELEASE);
            switch (first) {
                case One.Away(var reason) -> {
                    return new Seen.Away(reason);
                }
                case One.Absent absent -> {
                    var seen = detached(asked, absent);
                    if (seen.isPresent()) {
                        return seen.get();
                    }
                }
                case One.Present(var inRelease) -> {
                    var seen = beside(asked, inRelease, names);
                    if (seen.isPresent()) {
                        return seen.get();
                    }
                }
            }
        }
        return new Seen.Away("its release files change while they are read");
    }

    /** Release with Release.gpg; empty when it changed meanwhile. */
    private Optional<Seen> detached(Asked asked, One.Absent inRelease) throws IOException, InterruptedException {
        return switch (one(asked, ReleaseName.RELEASE)) {
            case One.Away(var reason) -> Optional.of(new Seen.Away(reason));
            case One.Absent _ -> Optional.of(new Seen.Absent(inRelease.status()));
            case One.Present(var release) -> {
                yield signed(asked, release, new EnumMap<>(ReleaseName.class));
            }
        };
    }

    /** Adds a Release with its signature, and makes sure that it is still that Release; empty when it is not. */
    private Optional<Seen> signed(Asked asked, StoredResponse release, Map<ReleaseName, StoredResponse> files)
            throws IOException, InterruptedException {
        files.put(ReleaseName.RELEASE, release);
        switch (one(asked, ReleaseName.RELEASE_GPG)) {
            case One.Away(var reason) -> {
                return Optional.of(new Seen.Away(reason));
            }
            case One.Absent _ -> {
                return Optional.of(new Seen.Files(files)); // an unsigned repository
            }
            case One.Present(var signature) -> files.put(ReleaseName.RELEASE_GPG, signature);
        }
        var again = one(asked, ReleaseName.RELEASE);
        boolean same =
                again instanceof One.Present(var stored) && stored.digest().equals(release.digest());
        return same ? Optional.of(new Seen.Files(files)) : Optional.empty();
    }

    /** The other names that clients ask for beside an InRelease. */
    private Optional<Seen> beside(Asked asked, StoredResponse inRelease, Set<ReleaseName> names)
            throws IOException, InterruptedException {
        var files = new EnumMap<ReleaseName, StoredResponse>(ReleaseName.class);
        files.put(ReleaseName.IN_RELEASE, inRelease);
        if (!names.contains(ReleaseName.RELEASE) && !names.contains(ReleaseName.RELEASE_GPG)) {
            return Optional.of(new Seen.Files(files));
        }
        return switch (one(asked, ReleaseName.RELEASE)) {
            case One.Away(var reason) -> Optional.of(new Seen.Away(reason));
            case One.Absent _ -> Optional.of(new Seen.Files(files));
            case One.Present(var release) -> {
                yield signed(asked, release, files);
            }
        };
    }

    private One one(Asked asked, ReleaseName name) throws IOException, InterruptedException {
        var key = asked.suite.key(name.fileName());
        var request = new Request("GET", Urls.below(asked.base, name.fileName()), asked.fields);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var latest = asked.aroundCaches() ? Optional.<StoredResponse>empty() : latest(key);
            var plan = new FetchPlan(key, request, asked.fields, purpose(latest), true, () -> true);
            switch (fetches.join(plan)) {
                case FetchOutcome.Overtaken() -> {
                    // Somebody else has just fetched it; once more, on what is stored now.
                }
                case FetchOutcome.NotModified(var refreshed, var _) -> {
                    return new One.Present(refreshed);
                }
                case FetchOutcome.Failed(var cause) -> {
                    return new One.Away(describe(cause));
                }
                case FetchOutcome.Arriving(var head, var reader, var _) -> {
                    try (reader) {
                        var refusal = drain(head.status(), reader);
                        if (refusal.isPresent()) {
                            return refusal.get();
                        }
                    }
                    fetches.awaitEnd(plan);
                    return latest(key)
                            .<One>map(One.Present::new)
                            .orElseGet(() -> new One.Away(name.fileName() + " cannot be stored"));
                }
            }
        }
        return new One.Away(name.fileName() + " changes while it is read");
    }

    private Optional<StoredResponse> latest(CacheKey key) throws IOException {
        for (var stored : contents.under(key)) {
            if (contents.isReadable(stored.digest(), stored.size())) {
                return Optional.of(stored);
            }
        }
        return Optional.empty();
    }

    private static FetchPlan.Purpose purpose(Optional<StoredResponse> latest) {
        return latest.map(stored -> new FetchPlan.Purpose.Validate(stored, Reuse.conditional(stored.fields())))
                .filter(validate -> !validate.conditional().isEmpty())
                .<FetchPlan.Purpose>map(validate -> validate)
                .orElseGet(FetchPlan.Purpose.Retrieve::new);
    }

    /** Reads to the end of a 200; says what is wrong with any other answer. */
    private Optional<One> drain(int status, Content.Arrival reader) throws InterruptedException {
        if (status == 404 || status == 410) {
            return Optional.of(new One.Absent(status));
        }
        if (status != 200) {
            return Optional.of(new One.Away("answers " + status));
        }
        long bytes = 0;
        try {
            while (bytes <= maxBytes) {
                switch (reader.next()) {
                    case Content.Piece.End() -> {
                        return Optional.empty();
                    }
                    case Content.Piece.InFile(var _, var _, long count) -> bytes += count;
                    case Content.Piece.InMemory(var buffer) -> bytes += buffer.remaining();
                }
            }
        } catch (IOException e) {
            return Optional.of(new One.Away(describe(e)));
        }
        return Optional.of(new One.Away("a release file of more than " + maxBytes + " bytes"));
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
