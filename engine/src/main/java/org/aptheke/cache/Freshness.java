package org.aptheke.cache;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.aptheke.http.CacheControl;
import org.aptheke.http.DeltaSeconds;
import org.aptheke.http.Fields;
import org.aptheke.http.HttpDate;
import org.aptheke.http.ListSyntax;
import org.aptheke.repo.ResourceKind;

/**
 * How old a response is and how long it may be reused (RFC 9111, 4.2), as a shared cache counts. Stateless but for the
 * policy.
 *
 * <p>Without a word of the origin only names are trusted: a file named by its digest for ever, a package for a day, the
 * absence of a file for seconds; everything else has no freshness and is validated each time, because a release file
 * that was guessed fresh would freeze its suite. {@code CDN-Cache-Control} (RFC 9213) is not read: it is addressed to
 * caches that the origin's owner hired, and this is not one.
 */
final class Freshness {
    /** For what never changes; as long as the longest number a response can say. */
    static final Duration UNLIMITED = DeltaSeconds.MAX;

    private final FreshnessPolicy policy;

    Freshness(FreshnessPolicy policy) {
        this.policy = policy;
    }

    /** RFC 9111, 4.2.1, bounded by the policy; never negative. */
    Duration lifetime(StoredResponse stored) {
        return lifetime(ResourceKind.of(stored.key().path()), stored.status(), stored.fields(), stored.receivedAt());
    }

    Duration lifetime(ResourceKind kind, int status, Fields fields, Instant receivedAt) {
        var said = explicitLifetime(fields, receivedAt);
        if (status == 404 || status == 410) {
            return atMost(policy.notFound(), said);
        }
        return switch (kind) {
            case BY_HASH -> said.orElse(UNLIMITED);
            case IMMUTABLE_BY_NAME -> atMost(policy.immutableByName(), said);
            case RELEASE_FILE, SUITE_MEMBER, OPAQUE -> said.orElse(Duration.ZERO);
        };
    }

    /** RFC 9111, 4.2.3: what the answer's age is now; never negative. */
    Duration age(StoredResponse stored, Instant now) {
        return notNegative(Duration.between(ageZero(stored), now));
    }

    /** The instant at which its age was zero: its age is the time since then. */
    Instant ageZero(StoredResponse stored) {
        return stored.receivedAt().minus(initialAge(stored));
    }

    /** The instant from which on it is stale; before {@link StoredResponse#receivedAt} when it always was. */
    Instant freshUntil(StoredResponse stored) {
        return ageZero(stored).plus(lifetime(stored));
    }

    /** What the origin said, if anything; the most restrictive reading where it contradicts itself. */
    static Optional<Duration> explicitLifetime(Fields fields, Instant receivedAt) {
        var directives = CacheControl.of(fields);
        return directives.sMaxAge().or(directives::maxAge).or(() -> untilExpires(fields, receivedAt));
    }

    private static Optional<Duration> untilExpires(Fields fields, Instant receivedAt) {
        List<String> lines = fields.all("Expires").stream().distinct().toList();
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        // RFC 9111, 5.3: an invalid date is in the past, "0" above all; so are two different ones (4.2.1).
        var expires =
                lines.size() == 1 ? HttpDate.parseExpiration(lines.getFirst(), receivedAt) : Optional.<Instant>empty();
        return Optional.of(expires.map(end -> notNegative(Duration.between(date(fields, receivedAt), end)))
                .orElse(Duration.ZERO));
    }

    private static Duration initialAge(StoredResponse stored) {
        var fields = stored.fields();
        // Date has whole seconds: its fraction of a second is not age.
        var received = stored.receivedAt().truncatedTo(ChronoUnit.SECONDS);
        var apparent = notNegative(Duration.between(date(fields, stored.receivedAt()), received));
        var delay = notNegative(Duration.between(stored.requestedAt(), stored.receivedAt()));
        var corrected = receivedAge(fields).plus(delay);
        return apparent.compareTo(corrected) > 0 ? apparent : corrected;
    }

    /** RFC 9110, 6.6.1: without a valid Date it is the time of receipt. */
    private static Instant date(Fields fields, Instant receivedAt) {
        return fields.first("Date")
                .flatMap(value -> HttpDate.parse(value, receivedAt))
                .orElseGet(() -> receivedAt.truncatedTo(ChronoUnit.SECONDS));
    }

    /** RFC 9111, 5.1: of several values the first counts; one that is not a non-negative integer is passed over. */
    private static Duration receivedAge(Fields fields) {
        return ListSyntax.members(fields, "Age").stream()
                .findFirst()
                .flatMap(DeltaSeconds::parse)
                .orElse(Duration.ZERO);
    }

    private static Duration atMost(Duration cap, Optional<Duration> said) {
        return said.filter(lifetime -> lifetime.compareTo(cap) < 0).orElse(cap);
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
