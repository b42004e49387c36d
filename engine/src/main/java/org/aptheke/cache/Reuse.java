package org.aptheke.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.aptheke.digest.Digest;
import org.aptheke.http.CacheControl;
import org.aptheke.http.Fields;
import org.aptheke.http.HttpDate;
import org.aptheke.http.ListSyntax;
import org.aptheke.http.Request;
import org.aptheke.repo.ResourceKind;

/**
 * Decides what of the store may answer a request (RFC 9111, 4 and 5.2; RFC 5861), as a shared cache. Pure; safe for use
 * by many threads.
 *
 * <p>Conditions and ranges of the client play no part: a decision is about the whole representation, and
 * {@link org.aptheke.http.Preconditions} and {@link org.aptheke.http.RangeSpec} apply to what comes of it.
 */
public final class Reuse {
    /** A request may have come a moment before the response that it is answered with; much more is no moment. */
    private static final Duration CLOCK_SLACK = Duration.ofMinutes(1);

    private final FreshnessPolicy policy;
    private final Freshness freshness;

    public Reuse(FreshnessPolicy policy) {
        this.policy = policy;
        this.freshness = new Freshness(policy);
    }

    /**
     * The decision for a GET or HEAD.
     *
     * @param stored all complete responses under the request's key, in any order
     */
    public Decision decide(Request request, List<StoredResponse> stored, Instant now) {
        var asked = RequestDirectives.of(request.fields());
        var decision = select(request, stored)
                .map(response -> decide(candidate(response, now), asked, now))
                .orElseGet(() -> new Decision.Forward(whyNone(request, stored)));
        return asked.onlyIfCached() && !(decision instanceof Decision.Serve) ? new Decision.Unsatisfiable() : decision;
    }

    /** The one response a decision is about, fresh or not: of those for this request the most recent (RFC 9111, 4). */
    public static Optional<StoredResponse> select(Request request, List<StoredResponse> stored) {
        return stored.stream()
                .filter(response -> Selection.matches(response, request))
                .filter(response -> allows(request, CacheControl.of(response.fields())))
                .max(Comparator.comparing(Reuse::date).thenComparing(StoredResponse::receivedAt));
    }

    /**
     * Whether the stored response may be served although it is stale or the client asked for a check, because the
     * origin could not be reached or answered with 5xx (RFC 9111, 4.2.4; RFC 5861, 4). Without {@code stale-if-error}
     * there is no limit: a dead upstream gets the stored answer. Never for an error: an origin that is away must not
     * look like one that lacks the file.
     */
    public boolean mayServeStaleOnError(Request request, StoredResponse stored, Instant now) {
        var candidate = candidate(stored, now);
        boolean usable = select(request, List.of(stored)).isPresent();
        if (!usable || stored.status() >= 400 || candidate.said().noCache()) {
            return false;
        }
        return candidate.isFresh()
                || (!candidate.forbidsStale()
                        && candidate.isStaleWithin(candidate.said().staleIfError())
                        && candidate.isStaleWithin(
                                CacheControl.of(request.fields()).staleIfError()));
    }

    /**
     * Whether a package stays what it is although its origin, asked for a check, has it no more. By that name nothing else
     * will be had any more, and who wants it has an index from before: the archive dropped it, and clients know its digest.
     * RFC 9111, 4.3.3 knows no such files; an origin that demands a check gets its way, and one that may have withdrawn it from
     * those with credentials.
     *
     * @param status what the origin answered
     */
    public static boolean outlives(StoredResponse stored, int status) {
        return (status == 404 || status == 410)
                && stored.isFoundByContent()
                && stored.key().isOpenTo(Optional.empty())
                && ResourceKind.of(stored.key().path()) == ResourceKind.IMMUTABLE_BY_NAME
                && !demandsCheck(stored);
    }

    /** Whether its origin said that it is not to be used unchecked, so that only a check can answer (RFC 9111, 5.2.2). */
    public static boolean demandsCheck(StoredResponse stored) {
        var said = CacheControl.of(stored.fields());
        return said.noCache() || forbidsStale(said);
    }

    /**
     * Whether an incomplete response may answer this request without asking the origin, as far as fields and freshness
     * go (RFC 9111, 3.3); whether its bytes do is for {@link PartReuse#covers} to say.
     */
    public boolean mayServePart(Request request, StoredPart part, Instant now) {
        return decide(request, List.of(asResponse(part)), now) instanceof Decision.Serve;
    }

    /** As {@link #age(StoredResponse, Instant)}. */
    public Duration age(StoredPart part, Instant now) {
        return freshness.age(asResponse(part), now);
    }

    /** Its current age (RFC 9111, 4.2.3); goes into the field {@code Age} in whole seconds. */
    public Duration age(StoredResponse stored, Instant now) {
        return freshness.age(stored, now);
    }

    /** The instant at which its age was zero. */
    public Instant ageZero(StoredResponse stored) {
        return freshness.ageZero(stored);
    }

    /** The end of its freshness. A {@code no-cache} response was never fresh. */
    public Instant freshUntil(StoredResponse stored) {
        boolean never = CacheControl.of(stored.fields()).noCache();
        return never ? freshness.ageZero(stored) : freshness.freshUntil(stored);
    }

    /**
     * The fields that make a request for this response conditional (RFC 9111, 4.3.1), with its validators as they came;
     * empty when it has none.
     */
    public static Fields conditional(Fields stored) {
        var conditional = Fields.builder();
        stored.first("ETag").ifPresent(tag -> conditional.add("If-None-Match", tag));
        stored.first("Last-Modified").ifPresent(date -> conditional.add("If-Modified-Since", date));
        return conditional.build();
    }

    private static StoredResponse asResponse(StoredPart part) {
        return new StoredResponse(
                part.key(),
                part.selecting(),
                206,
                part.fields(),
                Digest.EMPTY,
                part.end() - part.first(),
                part.requestedAt(),
                part.receivedAt(),
                part.receivedAt(),
                false);
    }

    private static Instant date(StoredResponse stored) {
        return stored.fields().first("Date").flatMap(HttpDate::parse).orElse(stored.receivedAt());
    }

    /**
     * RFC 9111, 3.5, read from the other side too: who sends credentials gets an answer of the store only when the
     * origin said that it is for all.
     */
    private static boolean allows(Request request, CacheControl said) {
        return !request.fields().contains("Authorization") || Storability.sharesAuthorized(said);
    }

    private static ForwardReason whyNone(Request request, List<StoredResponse> stored) {
        if (stored.isEmpty()) {
            return ForwardReason.URI_MISS;
        }
        boolean selected = stored.stream().anyMatch(response -> Selection.matches(response, request));
        return selected ? ForwardReason.MISS : ForwardReason.VARY_MISS;
    }

    private Candidate candidate(StoredResponse stored, Instant now) {
        var age = freshness.age(stored, now);
        // Received in what is the future now: the clock was set back, and nobody knows the age any more.
        boolean unknown = stored.receivedAt().isAfter(now.plus(CLOCK_SLACK));
        var lifetime = unknown ? Duration.ZERO : freshness.lifetime(stored);
        return new Candidate(stored, CacheControl.of(stored.fields()), age, age.minus(lifetime));
    }

    private Decision decide(Candidate candidate, RequestDirectives asked, Instant now) {
        if (asked.noCache()) {
            return candidate.check(ForwardReason.REQUEST);
        }
        if (candidate.said().noCache()) {
            return candidate.check(ForwardReason.STALE);
        }
        if (!candidate.isFresh()) {
            return decideStale(candidate, asked);
        }
        boolean checked = asked.maxAge()
                .map(limit -> isCheckedWithin(limit, candidate, now))
                .orElse(true);
        boolean lasts = candidate.staleness().negated().compareTo(asked.minFresh()) >= 0;
        return checked && lasts ? candidate.serve(false) : candidate.check(ForwardReason.REQUEST);
    }

    /**
     * RFC 9111, 5.2.1.1. {@code max-age=0} means: validated within {@code checkAfter}. apt says it with every index, and
     * a thousand clients in one minute are one check. It says it with names that are digests too, where an age says
     * nothing: what they name cannot change.
     */
    private boolean isCheckedWithin(Duration limit, Candidate candidate, Instant now) {
        if (ResourceKind.of(candidate.stored().key().path()) == ResourceKind.BY_HASH) {
            return true;
        }
        if (limit.isZero()) {
            return Duration.between(candidate.stored().receivedAt(), now).compareTo(policy.checkAfter()) < 0;
        }
        return candidate.age().compareTo(limit) <= 0;
    }

    private static Decision decideStale(Candidate candidate, RequestDirectives asked) {
        boolean tooOld = asked.maxAge()
                .filter(limit -> candidate.age().compareTo(limit) > 0)
                .isPresent();
        if (tooOld || candidate.forbidsStale() || asked.minFresh().isPositive()) {
            return candidate.check(ForwardReason.STALE);
        }
        if (asked.maxStale().isPresent() && candidate.isStaleWithin(asked.maxStale())) {
            return candidate.serve(false);
        }
        // RFC 9111, 5.2.1.1: who says max-age does not want a stale response. An error is not worth repeating.
        boolean whileRevalidating = asked.maxAge().isEmpty()
                && candidate.stored().status() < 400
                && candidate
                        .said()
                        .staleWhileRevalidate()
                        .filter(window -> candidate.staleness().compareTo(window) < 0)
                        .isPresent();
        return whileRevalidating ? candidate.serve(true) : candidate.check(ForwardReason.STALE);
    }

    /** RFC 9111, 4.2.4; s-maxage forbids it as proxy-revalidate does (5.2.2.10). */
    private static boolean forbidsStale(CacheControl said) {
        return said.mustRevalidate() || said.proxyRevalidate() || said.sMaxAge().isPresent();
    }

    /**
     * The selected response as it stands now.
     *
     * @param staleness how long it has been stale; negative while it is fresh
     */
    private record Candidate(StoredResponse stored, CacheControl said, Duration age, Duration staleness) {
        boolean isFresh() {
            return staleness.isNegative();
        }

        boolean forbidsStale() {
            return Reuse.forbidsStale(said);
        }

        boolean isStaleWithin(Optional<Duration> limit) {
            return limit.map(most -> staleness.compareTo(most) <= 0).orElse(true);
        }

        Decision serve(boolean validateAlso) {
            return new Decision.Serve(stored, age, isFresh(), validateAlso);
        }

        Decision check(ForwardReason reason) {
            var conditional = conditional(stored.fields());
            return conditional.isEmpty()
                    ? new Decision.Forward(reason)
                    : new Decision.Validate(stored, conditional, reason);
        }
    }

    /** What the client asks of a cache. */
    private record RequestDirectives(
            boolean noCache,
            boolean onlyIfCached,
            Optional<Duration> maxAge,
            Duration minFresh,
            Optional<Duration> maxStale) {
        static RequestDirectives of(Fields request) {
            var directives = CacheControl.of(request);
            // RFC 9111, 5.4: Pragma counts only where Cache-Control is not there.
            boolean pragma = !request.contains("Cache-Control") && hasNoCache(request);
            return new RequestDirectives(
                    directives.noCache() || pragma,
                    directives.onlyIfCached(),
                    directives.maxAge(),
                    directives.minFresh().orElse(Duration.ZERO),
                    directives.maxStale());
        }

        private static boolean hasNoCache(Fields request) {
            return ListSyntax.members(request, "Pragma").stream().anyMatch("no-cache"::equalsIgnoreCase);
        }
    }
}
