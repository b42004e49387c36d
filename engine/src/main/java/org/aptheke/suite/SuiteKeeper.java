package org.aptheke.suite;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.aptheke.events.Event;
import org.aptheke.events.EventSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks suites with their origins, and adopts new generations: docs/suites.md, "A check". Each check runs on a virtual
 * thread of its own, one at a time for a suite. Safe for use by many threads.
 */
final class SuiteKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SuiteKeeper.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
    private static final long SMALL_RELEASE_BYTES = 8 << 20;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ReleaseAsking asking;
    private final DocumentReader documents;
    private final MemberFetching members;
    private final Adoption adoption;
    private final SuiteCounters counters;
    private final Supplier<SuiteRules> rules;
    private final InstantSource clock;
    private final EventSink events;

    /** Why something else than what others have was passed by, so that it is said once. */
    private final ConcurrentHashMap<SuiteId, String> refusals = new ConcurrentHashMap<>();

    SuiteKeeper(
            ReleaseAsking asking,
            DocumentReader documents,
            MemberFetching members,
            Adoption adoption,
            SuiteCounters counters,
            Supplier<SuiteRules> rules,
            InstantSource clock,
            EventSink events) {
        this.asking = asking;
        this.documents = documents;
        this.members = members;
        this.adoption = adoption;
        this.counters = counters;
        this.rules = rules;
        this.clock = clock;
        this.events = events;
    }

    /** A check, and whether it was begun for this call. */
    record Begun(Check check, boolean fresh) {}

    /** Joins the check of the suite that runs, or begins one. */
    Begun check(Suite suite) {
        var fresh = new Check();
        var check = suite.joinOr(fresh);
        if (check == fresh) {
            threads.execute(() -> run(suite, fresh));
        }
        return new Begun(check, check == fresh);
    }

    /** What a look at the origin came to. */
    private sealed interface Step {
        record Done() implements Step {}

        /** A member does not fit: perhaps the origin is just being changed. */
        record Misfit() implements Step {}

        /** What it has may not become current. */
        record Refused(String reason) implements Step {}
    }

    private void run(Suite suite, Check check) {
        try {
            repeat(suite, check);
        } catch (IOException e) {
            away(suite, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            LOG.debug("{}: the check ends, the program is stopping", suite.id());
        } catch (RuntimeException | Error e) {
            LOG.error("{}: a fault of this program while checking", suite.id(), e);
            away(suite, "a fault of this program: " + e);
        } finally {
            suite.attempted(clock.instant(), retryAt(suite));
            suite.ended(check);
            counters.checks().increment();
            check.ended();
        }
    }

    /** While an origin is being changed file by file, what fits is seen soon by looking often. */
    private void repeat(Suite suite, Check check) throws IOException, InterruptedException {
        // A little less than the client that caused it waits: it is to see the end.
        long until = System.nanoTime() + rules.get().adoptWait().toNanos() * 4 / 5;
        var pause = FIRST_PAUSE;
        while (true) {
            var seen = asking.ask(suite.id(), suite.state().base(), suite.names());
            check.asked();
            boolean last = System.nanoTime() + pause.toNanos() >= until;
            var step = consider(suite, seen, last);
            if (step instanceof Step.Refused(var reason)) {
                step = considerElsewhere(suite, reason, last);
            }
            if (!(step instanceof Step.Misfit) || last) {
                return;
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2);
        }
    }

    /** A cache on the way may be to blame, or one mirror of several: what has been refused is asked for once more. */
    private Step considerElsewhere(Suite suite, String refused, boolean last) throws IOException, InterruptedException {
        var seen = asking.askAroundCaches(suite.id(), suite.state().base(), suite.names());
        var step = seen instanceof ReleaseAsking.Seen.Files ? consider(suite, seen, last) : new Step.Refused(refused);
        if (step instanceof Step.Refused(var reason)) {
            refuse(suite, reason);
        } else if (!refused.equals(refusals.put(suite.id(), refused))) {
            say(suite, "what one mirror or cache has is passed by: " + refused);
        }
        return step;
    }

    private Step consider(Suite suite, ReleaseAsking.Seen seen, boolean last) throws IOException, InterruptedException {
        return switch (seen) {
            case ReleaseAsking.Seen.Away(var reason) -> {
                away(suite, reason);
                yield new Step.Done();
            }
            case ReleaseAsking.Seen.Absent(int status) -> {
                absent(suite, status);
                yield new Step.Done();
            }
            case ReleaseAsking.Seen.Files files -> consider(suite, files, last);
        };
    }

    private Step consider(Suite suite, ReleaseAsking.Seen.Files seen, boolean last)
            throws IOException, InterruptedException {
        var now = clock.instant();
        var current = suite.current();
        boolean same = current.filter(generation -> generation.has(Document.blobs(seen.files()))
                        && generation.files().keySet().containsAll(seen.files().keySet()))
                .isPresent();
        if (same) {
            suite.update(before -> before.checked(
                    now,
                    before.standing() instanceof Standing.Current ? before.standing() : new Standing.Current(now)));
            return new Step.Done();
        }
        Document document;
        try {
            document = documents.read(suite.id(), seen.files(), now);
        } catch (MalformedReleaseException e) {
            var refused = new Step.Refused(String.valueOf(e.getMessage()));
            if (current.isPresent()) {
                return refused;
            }
            refuse(suite, refused.reason()); // it never was a suite
            return new Step.Done();
        }
        var objection = objection(suite, document);
        if (objection.isPresent()) {
            return new Step.Refused(objection.get());
        }
        return take(suite, document, last);
    }

    /** Why the document may not become current; empty when it may. */
    private Optional<String> objection(Suite suite, Document document) {
        if (!document.judgement().adoptable()) {
            return Optional.of(document.judgement().words());
        }
        var current = suite.current();
        if (current.isEmpty() || current.get().has(document.blobs())) {
            return Optional.empty();
        }
        var lessTrusted = document.lessTrustedThan(current.get());
        if (lessTrusted.isPresent()) {
            return lessTrusted;
        }
        var before = current.get().release().facts().date();
        var date = document.release().facts().date();
        boolean older = before.isPresent() && date.isPresent() && date.get().isBefore(before.get());
        boolean putOffLongEnough = !document.judgement().known() && isPutOffLongEnough(suite);
        return older && !putOffLongEnough
                ? Optional.of("its Date " + date.get() + " is older than that of the current one, " + before.get())
                : Optional.empty();
    }

    private Step take(Suite suite, Document document, boolean last) throws IOException, InterruptedException {
        var now = clock.instant();
        var candidate = adoption.candidate(suite, document, now);
        boolean first = suite.current().isEmpty();
        var wanted = wanted(suite, document, first, now);
        if (!first) {
            suite.update(before -> before.standing(new Standing.Adopting(unsettledSince(suite, now))));
        }
        var misfits = members.bring(suite.id(), suite.state().base(), candidate, wanted).stream()
                .filter(misfit -> !(first && misfit.absent()))
                .toList();
        boolean giveUp = first ? last : isPutOffLongEnough(suite) || isCurrentExpired(suite, now);
        if (!misfits.isEmpty() && !giveUp) {
            return behind(suite, misfits);
        }
        adoption.adopt(suite, candidate, document);
        misfits.forEach(misfit -> say(suite, "adopted without " + misfit.path() + ": " + misfit.reason()));
        return new Step.Done();
    }

    private SequencedCollection<String> wanted(Suite suite, Document document, boolean first, Instant now) {
        if (!first) {
            var since = now.minus(rules.get().inUse());
            return WantedMembers.of(document.release(), suite.uses(), since);
        }
        return document.release().facts().acquireByHash()
                ? List.of()
                : WantedMembers.ofSmallRelease(document.release(), SMALL_RELEASE_BYTES);
    }

    // ---- standings

    private Step behind(Suite suite, List<MemberFetching.Misfit> misfits) {
        var now = clock.instant();
        var misfit = misfits.getFirst();
        boolean news = !(suite.state().standing() instanceof Standing.Behind);
        suite.update(before ->
                before.checked(now, new Standing.Behind(unsettledSince(suite, now), misfit.path(), misfit.reason())));
        if (news) {
            say(
                    suite,
                    "a new release does not fit yet, the current one stays: " + misfit.path() + ": " + misfit.reason());
        }
        return new Step.Misfit();
    }

    private void refuse(Suite suite, String reason) {
        var now = clock.instant();
        boolean news =
                !(suite.state().standing() instanceof Standing.Refused(var _, var before) && before.equals(reason));
        suite.update(before -> before.checked(now, new Standing.Refused(unsettledSince(suite, now), reason)));
        if (news) {
            say(suite, "a release is not adopted: " + reason);
        }
    }

    private void away(Suite suite, String reason) {
        var now = clock.instant();
        boolean news = !(suite.state().standing() instanceof Standing.Away);
        suite.update(before -> before.standing(
                new Standing.Away(before.standing() instanceof Standing.Away(var since, var _) ? since : now, reason)));
        if (news && suite.current().isPresent()) {
            say(suite, "its origin is away, the current release stays: " + reason);
        }
    }

    /** A suite that is gone for good is forgotten; one that is missed for a moment is not. */
    private void absent(Suite suite, int status) {
        var now = clock.instant();
        boolean news = !(suite.state().standing() instanceof Standing.Missing);
        suite.update(before -> before.standing(new Standing.Missing(
                before.standing() instanceof Standing.Missing(var since, var _) ? since : now, status)));
        if (suite.current().isEmpty()) {
            return;
        }
        if (news) {
            say(suite, "the origin answers " + status + " for its release files, the current release stays");
        }
        boolean gone = suite.state().standing() instanceof Standing.Missing(var since, var _)
                && !since.plus(rules.get().giveUpAfter()).isAfter(now);
        if (gone) {
            adoption.drop(suite);
            say(
                    suite,
                    "dropped: its origin has had no release files for "
                            + rules.get().giveUpAfter());
        }
    }

    /** When a release was first seen that is not adopted. */
    private static Instant unsettledSince(Suite suite, Instant now) {
        return switch (suite.state().standing()) {
            case Standing.Adopting(var since) -> since;
            case Standing.Behind(var since, var _, var _) -> since;
            case Standing.Refused(var since, var _) -> since;
            case Standing.Unchecked _, Standing.Current _, Standing.Away _, Standing.Missing _ -> now;
        };
    }

    private boolean isPutOffLongEnough(Suite suite) {
        var now = clock.instant();
        return !unsettledSince(suite, now).plus(rules.get().giveUpAfter()).isAfter(now);
    }

    private static boolean isCurrentExpired(Suite suite, Instant now) {
        return suite.current()
                .flatMap(generation -> generation.release().facts().validUntil())
                .filter(until -> until.isBefore(now))
                .isPresent();
    }

    /** A suite that is behind is looked at again soon, and then less and less often. */
    private Instant retryAt(Suite suite) {
        if (!(suite.state().standing() instanceof Standing.Behind(var since, var _, var _))) {
            return Instant.MAX;
        }
        var now = clock.instant();
        var waited = Duration.between(since, now);
        var pause = waited.compareTo(LONGEST_RETRY) < 0 ? waited : LONGEST_RETRY;
        return now.plus(pause).plus(FIRST_PAUSE);
    }

    private void say(Suite suite, String what) {
        events.accept(new Event.SuiteNews(clock.instant(), suite.id().toString(), what));
    }

    /** What runs is interrupted; waits for its end, that nobody uses the stores when they are closed. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("suites: some work did not end within {}", STOP_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
