package org.aptheke.suite;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.aptheke.cache.CacheKey;
import org.aptheke.http.TargetUri;

/**
 * Brings suites up to date without a client, as the update of a client does: by a check (docs/suites.md). Safe for use by
 * many threads.
 */
public final class SuiteUpdates {
    private final SuiteRegistry registry;
    private final SuiteKeeper keeper;
    private final SuiteIndexes indexes;
    private final SuiteFiles.Reading reading;
    private final InstantSource clock;

    SuiteUpdates(
            SuiteRegistry registry,
            SuiteKeeper keeper,
            SuiteIndexes indexes,
            SuiteFiles.Reading reading,
            InstantSource clock) {
        this.registry = registry;
        this.keeper = keeper;
        this.indexes = indexes;
        this.reading = reading;
        this.clock = clock;
    }

    /** What came of it. */
    public sealed interface Result {
        /**
         * There is a release to go by.
         *
         * @param remark why it is not the newest that the origin has; empty when it is
         */
        record Ready(SuiteFiles files, Optional<String> remark) implements Result {}

        /** The origin cannot be asked, has no release, or none that could be adopted. What is stored stays. */
        record Unavailable(String why) implements Result {}
    }

    /** The suite whose directory has that URL. */
    public static SuiteId suite(TargetUri directory) {
        return SuiteId.ofRelease(CacheKey.of(Urls.below(directory, ReleaseName.IN_RELEASE.fileName())))
                .orElseThrow();
    }

    /**
     * Begins to check a suite, or joins the check that runs. It counts as asked for.
     *
     * @param directory the URL of its directory, without a slash at the end
     */
    public Update begin(TargetUri directory) {
        var now = clock.instant();
        var suite = registry.obtain(suite(directory), directory, now);
        suite.asked(suite.state().base(), now);
        return new Update(suite, keeper.check(suite).check(), directory);
    }

    /** A check that runs. */
    public final class Update {
        private final Suite suite;
        private final Check check;
        private final TargetUri directory;

        private Update(Suite suite, Check check, TargetUri directory) {
            this.suite = suite;
            this.check = check;
            this.directory = directory;
        }

        /** Waits for the end; false when it does not come in time. */
        public boolean awaitEnded(Duration limit) throws InterruptedException {
            return check.awaitEnded(limit);
        }

        /** What came of it, after its end. */
        public Result result() {
            registry.forget(suite);
            var state = suite.state();
            return switch (state.standing()) {
                case Standing.Away _, Standing.Missing _ -> unavailable(state.standing());
                case Standing.Unchecked _,
                        Standing.Current _,
                        Standing.Adopting _,
                        Standing.Behind _,
                        Standing.Refused _ ->
                    state.current()
                            .<Result>map(generation -> new Result.Ready(
                                    new SuiteFiles(suite, generation, directory, indexes, reading, clock),
                                    state.standing().staleness()))
                            .orElseGet(() -> unavailable(state.standing()));
            };
        }

        private static Result unavailable(Standing standing) {
            return new Result.Unavailable(standing.staleness().orElse("there is no release of it"));
        }
    }
}
