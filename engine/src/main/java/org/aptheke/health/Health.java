package org.aptheke.health;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aptheke.jobs.RunState;
import org.aptheke.jobs.RunView;
import org.aptheke.origin.ParentStatus;
import org.aptheke.remap.MirrorStatus;
import org.aptheke.suite.Standing;
import org.aptheke.suite.SuiteStatus;

/** How all is: well when there is no reason why not. */
public record Health(List<Reason> reasons) {
    /** Who began these sees what comes of them, and may have asked for what cannot be. */
    private static final Set<String> BY_HAND =
            Set.of("drop", "purge", "import", "import-sent", "import-bundle", "export");

    /**
     * What it is judged by.
     *
     * @param remaps the mirrors of each, by its name
     * @param runs the latest of jobs, latest first
     * @param offline whether origins are not asked at all
     */
    public record Signs(
            List<SuiteStatus> suites,
            Map<String, List<MirrorStatus>> remaps,
            List<ParentStatus> parents,
            StoreRoom room,
            StoreTroubles troubles,
            List<RunView> runs,
            boolean offline) {}

    public Health {
        reasons = List.copyOf(reasons);
    }

    public boolean isWell() {
        return reasons.isEmpty();
    }

    public static Health of(Signs signs, Instant now) {
        var reasons = new ArrayList<Reason>();
        store(signs, now, reasons);
        if (signs.offline()) {
            reasons.add(new Reason(
                    "offline", "no origin is asked: what is not stored is answered with 504", "aptheke offline off"));
        }
        for (var suite : signs.suites()) {
            trouble(suite.standing(), suite.suite()).ifPresent(reasons::add);
        }
        mirrors(signs, reasons);
        jobs(signs.runs(), reasons);
        return new Health(reasons);
    }

    private static void store(Signs signs, Instant now, List<Reason> reasons) {
        if (signs.room().isFull()) {
            reasons.add(new Reason(
                    "store",
                    "it is full: what comes is passed through and not kept",
                    "raise store.budget, give it a larger disk, or drop a suite (aptheke suites)"));
        }
        signs.troubles()
                .at(now)
                .ifPresent(what -> reasons.add(new Reason(
                        "store", what, "look at the disk and the permissions of the data directory, and at the log")));
    }

    /** Why a suite is not as it should be; empty when it is, as far as is known. */
    public static Optional<Reason> trouble(Standing standing, String suite) {
        return switch (standing) {
            case Standing.Unchecked _, Standing.Current _, Standing.Adopting _ -> Optional.empty();
            case Standing.Behind(var since, var member, var reason) ->
                Optional.of(new Reason(
                        suite,
                        "behind since " + seconds(since) + ": " + member + ": " + reason,
                        "clients get the last release that fits; it mends itself when the origin is whole again"));
            case Standing.Refused(var since, var reason) ->
                Optional.of(new Reason(
                        suite,
                        "a newer release is refused since " + seconds(since) + ": " + reason,
                        "look whether the key has changed: signatures.keyrings, [[repository]]"));
            case Standing.Away(var since, var reason) ->
                Optional.of(new Reason(
                        suite,
                        "its origin is away since " + seconds(since) + ": " + reason,
                        "clients get what is stored; look at the line, or name another mirror ([[remap]])"));
            case Standing.Missing(var since, int status) ->
                Optional.of(new Reason(
                        suite,
                        "its origin answers " + status + " for the release files since " + seconds(since),
                        "when it is gone for good: aptheke drop " + suite));
        };
    }

    private static Instant seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    private static void mirrors(Signs signs, List<Reason> reasons) {
        signs.remaps().forEach((name, mirrors) -> {
            if (!mirrors.isEmpty()
                    && mirrors.stream().allMatch(mirror -> mirror.restsUntil().isPresent())) {
                reasons.add(new Reason(
                        "remap " + name,
                        "all of its mirrors fail: " + mirrors.getFirst().lastFailure(),
                        "look at the line, or name another mirror ([[remap]])"));
            }
        });
        for (var parent : signs.parents()) {
            if (parent.restsUntil().isPresent()) {
                reasons.add(new Reason(
                        "parent " + parent.parent().name(),
                        "it fails: " + parent.lastFailure(),
                        "look at the parent proxy ([[parent]])"));
            }
        }
    }

    /** Of each kind, the last run that has ended counts. */
    private static void jobs(List<RunView> runs, List<Reason> reasons) {
        var seen = new HashSet<String>();
        for (var view : runs) {
            var run = view.run();
            boolean first =
                    view.state().hasEnded() && !run.planOnly() && !BY_HAND.contains(run.kind()) && seen.add(run.kind());
            if (first && view.state() == RunState.FAILED) {
                reasons.add(new Reason(
                        "job " + run.kind(),
                        "run " + run.number() + " failed: " + run.message(),
                        "aptheke job report " + run.number()));
            }
        }
    }
}
