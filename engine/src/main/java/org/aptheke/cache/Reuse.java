package org.aptheke.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.aptheke.http.CacheControl;
import org.aptheke.http.Fields;
import org.aptheke.http.HttpDate;
import org.aptheke.http.ListSyntax;
import org.aptheke.http.Request;

/**
 * Decides what of the store may answer a request (RFC 9111, 4 and 5.2; RFC 5861), as a shared cache. Pure; safe for use
 * by many threads.
 *
 * <p>Conditions and ranges of the client play no part: a decision is about the whole representation, and
 * {@link org.aptheke.http.Preconditions} and {@link org.aptheke.http.RangeSpec} apply to what comes of it.
 */
public final class Reuse {
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
        var chosen = choose(request, stored);
        var decision = chosen.map(response -> decide(response, asked, now))
                .orElseGet(() -> new Decision.Forward(whyNone(request, stored)));
        return asked.onlyIfCached() && !(decision instanceof Decision.Serve) ? new Decision.Unsatisfiable() : decision;
    }

    /**
     * Whether the stored response may be served although it is stale or the client asked for a check, because the
     * origin could not be reached or answered with 5xx (RFC 9111, 4.2.4; RFC 5861, 4). Without {@code stale-if-error}
     * there is no limit: a dead upstream gets the stored answer. Never for an error: an origin that is away must not
     * look like one that lacks the file.
     */
    public boolean mayServeStaleOnError(Request request, StoredResponse stored, Instant now) {
        var said = CacheControl.of(stored.fields());
        if (stored.status() >= 400 || said.noCache() || !Selection.matches(stored, request) || !allows(request, said)) {
            return false;
        }
        var staleness = staleness(stored, now);
        if (staleness.isNegative()) {
            return true;
        }
        return !forbidsStale(said)
                && within(staleness, said.staleIfError())
                && within(staleness, CacheControl.of(request.fields()).staleIfError());
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

    private static Optional<StoredResponse> choose(Request request, List<StoredResponse> stored) {
        // RFC 9111, 4: of several that fit, the most recent by Date.
        return stored.stream()
                .filter(response -> Selection.matches(response, request))
                .filter(response -> allows(request, CacheControl.of(response.fields())))
                .max(Comparator.comparing(Reuse::date).thenComparing(StoredResponse::receivedAt));
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

    private Decision decide(StoredResponse stored, RequestDirectives asked, Instant now) {
        var said = CacheControl.of(stored.fields());
        if (asked.noCache()) {
            return check(stored, ForwardReason.REQUEST);
        }
        if (said.noCache()) {
            return check(stored, ForwardReason.STALE);
        }
        var staleness = staleness(stored, now);
        if (!asked.acceptsAge(stored, freshness.age(stored, now), policy, now)) {
            return check(stored, staleness.isNegative() ? ForwardReason.REQUEST : ForwardReason.STALE);
        }
        if (staleness.isNegative()) {
            return asked.minFresh().compareTo(staleness.negated()) <= 0
                    ? new Decision.Serve(stored, freshness.age(stored, now), true, false)
                    : check(stored, ForwardReason.REQUEST);
        }
        return decideStale(stored, asked, now);
    }

    private Decision decideStale(StoredResponse stored, RequestDirectives asked, Instant now) {
        var said = CacheControl.of(stored.fields());
        if (forbidsStale(said) || !asked.minFresh().isZero()) {
            return check(stored, ForwardReason.STALE);
        }
        var staleness = staleness(stored, now);
        if (asked.maxStale().filter(limit -> staleness.compareTo(limit) <= 0).isPresent()) {
            return new Decision.Serve(stored, freshness.age(stored, now), false, false);
        }
        // RFC 9111, 5.2.1.1: who says max-age does not want a stale response; an error is never repeated when stale.
        boolean revalidating = stored.status() < 400
                && !asked.limitsAge()
                && said.staleWhileRevalidate()
                        .filter(window -> staleness.compareTo(window) < 0)
                        .isPresent();
        return revalidating
                ? new Decision.Serve(stored, freshness.age(stored, now), false, true)
                : check(stored, ForwardReason.STALE);
    }

    private static Decision check(StoredResponse stored, ForwardReason reason) {
        var conditional = conditional(stored.fields());
        return conditional.isEmpty()
                ? new Decision.Forward(reason)
                : new Decision.Validate(stored, conditional, reason);
    }

    /** How long it has been stale; negative while it is fresh. */
    private Duration staleness(StoredResponse stored, Instant now) {
        return freshness.age(stored, now).minus(freshness.lifetime(stored));
    }

    /** RFC 9111, 4.2.4: for a shared cache s-maxage forbids it as proxy-revalidate does (5.2.2.10). */
    private static boolean forbidsStale(CacheControl said) {
        return said.mustRevalidate() || said.proxyRevalidate() || said.sMaxAge().isPresent();
    }

    private static boolean within(Duration staleness, Optional<Duration> limit) {
        return limit.map(most -> staleness.compareTo(most) <= 0).orElse(true);
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

        boolean limitsAge() {
            return maxAge.isPresent();
        }

        /**
         * {@code max-age=0} means: validated within {@code checkAfter}. apt says it with every index, and a thousand
         * clients in one minute are one check.
         */
        boolean acceptsAge(StoredResponse stored, Duration age, FreshnessPolicy policy, Instant now) {
            if (maxAge.isEmpty()) {
                return true;
            }
            return maxAge.get().isZero()
                    ? Duration.between(stored.receivedAt(), now).compareTo(policy.checkAfter()) < 0
                    : age.compareTo(maxAge.get()) <= 0;
        }
    }
}
