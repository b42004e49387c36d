package org.aptheke.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.CacheStatus;
import org.aptheke.cache.Decision;
import org.aptheke.cache.ForwardReason;
import org.aptheke.cache.Freshening;
import org.aptheke.cache.PartReuse;
import org.aptheke.cache.Reuse;
import org.aptheke.cache.Selection;
import org.aptheke.cache.StoredResponse;
import org.aptheke.events.Event;
import org.aptheke.events.EventSink;
import org.aptheke.fetch.FetchHead;
import org.aptheke.fetch.FetchOutcome;
import org.aptheke.fetch.FetchPlan;
import org.aptheke.fetch.Fetches;
import org.aptheke.http.CacheControl;
import org.aptheke.http.Fields;
import org.aptheke.http.RangeSpec;
import org.aptheke.http.Request;
import org.aptheke.origin.Authority;
import org.aptheke.origin.EgressRefusedException;
import org.aptheke.route.AccessRules;
import org.aptheke.route.Entrance;
import org.aptheke.route.Entry;
import org.aptheke.route.Route;
import org.aptheke.route.Router;
import org.aptheke.store.BlobSource;
import org.aptheke.store.Catalog;
import org.aptheke.suite.Client;
import org.aptheke.suite.Contents;
import org.aptheke.suite.Place;
import org.aptheke.suite.Suites;
import org.aptheke.upstream.Credentials;

/**
 * The way of a request: what is stored under its key, what the rules of reuse decide about that, and the answer that
 * follows: from the store, validated, or fetched. This is the page to read first. Safe for use by many threads.
 */
public final class Proxy implements DataPort {
    /** A range that begins at most this far behind what a running fetch has is waited for. */
    private static final long REACH_BYTES = 8L << 20;

    private final Parts parts;
    private final Hits hits;
    private final Arrivals arrivals;
    private final PromisedAnswers promised;
    private final PlainAnswers plainAnswers;

    /**
     * A request, and what its decision is based on.
     *
     * @param epoch of the key before the catalogue was read
     */
    private record Asked(Exchange exchange, CacheKey key, int epoch) {
        Request request() {
            return exchange.request();
        }
    }

    /** What a proxy is made of; the wiring fills it in. */
    public record Parts(
            Router router,
            AccessRules access,
            Entrance entrance,
            Credentials credentials,
            Reuse reuse,
            Catalog catalog,
            BlobSource blobs,
            Contents contents,
            Suites suites,
            Fetches fetches,
            HotEpochs epochs,
            UseBook uses,
            EventSink events,
            InstantSource clock) {}

    public Proxy(Parts parts, PlainAnswers plainAnswers) {
        this.parts = parts;
        this.hits = new Hits(parts.blobs(), parts.reuse());
        this.arrivals = new Arrivals();
        this.promised = new PromisedAnswers(parts, hits, arrivals);
        this.plainAnswers = plainAnswers;
    }

    @Override
    public boolean admits(InetAddress client) {
        return parts.access().admits(client);
    }

    @Override
    public Entry enter(InetAddress client, String requestTarget, Fields fields) {
        return parts.entrance().enter(client, requestTarget, fields);
    }

    @Override
    public Entry examine(InetAddress client, String requestTarget, Fields fields) throws InterruptedException {
        return parts.entrance().examine(client, requestTarget, fields);
    }

    @Override
    public Entry enterInside(InetAddress client, Optional<String> user, Fields fields) {
        return parts.entrance().enterInside(client, user, fields);
    }

    @Override
    public Route route(String method, String requestTarget, Fields fields) {
        return parts.router().route(method, requestTarget, fields);
    }

    @Override
    public Route routeInside(Authority origin, String method, String requestTarget, Fields fields) {
        return parts.router().routeInside(origin, method, requestTarget, fields);
    }

    @Override
    public Answer plain(Route route) {
        return plainAnswers.of(route);
    }

    @Override
    public Answer answer(Exchange exchange) throws InterruptedException {
        try {
            return place(asSeen(exchange));
        } catch (IOException e) {
            return ErrorAnswers.of(e, CacheStatus.forwarded(ForwardReason.MISS).render());
        }
    }

    /** What is promised has its own way to an answer; all else goes by RFC 9111. */
    private Answer place(Exchange exchange) throws IOException, InterruptedException {
        var client = new Client(exchange.client(), exchange.connection());
        var key = CacheKey.of(exchange.request().target());
        return switch (parts.suites().place(client, exchange.request(), key)) {
            case Place.Free() -> decide(exchange, key);
            case Place.Promised place -> promised.answer(exchange, place);
            case Place.Released place -> promised.answer(exchange, place);
            case Place.Passed(var reason) -> passed(exchange, key, reason);
            case Place.Expired(var reason) -> ErrorAnswers.of(504, reason, forwarded(ForwardReason.STALE));
            case Place.Refused(var reason) -> ErrorAnswers.of(502, reason, forwarded(ForwardReason.MISS));
        };
    }

    /** What came for this request; it is as good as the answer of a fetch that the request had joined. */
    private Answer passed(Exchange exchange, CacheKey key, ForwardReason reason)
            throws IOException, InterruptedException {
        var asked = new Asked(exchange, key, parts.epochs().of(key));
        var came = Reuse.select(exchange.request(), find(key))
                .filter(stored -> !stored.receivedAt().isBefore(exchange.receivedAt()));
        var answer = came.isPresent()
                ? fromStore(asked, came.get(), CacheStatus.forwarded(reason).stored(), Optional.empty())
                : Optional.<Answer>empty();
        return answer.isPresent() ? answer.get() : decide(exchange, key);
    }

    /** What a client may have of a target is decided before anything is looked up. */
    private Exchange asSeen(Exchange exchange) {
        var request = parts.credentials().seenBy(exchange.client(), exchange.request());
        return new Exchange(request, exchange.client(), exchange.connection(), exchange.receivedAt());
    }

    private Answer decide(Exchange exchange, CacheKey key) throws IOException, InterruptedException {
        parts.fetches().awaitFiled(key);
        var asked = new Asked(exchange, key, parts.epochs().of(key));
        var stored = find(key);
        return switch (parts.reuse().decide(asked.request(), stored, exchange.receivedAt())) {
            case Decision.Serve serve -> serve(asked, serve);
            case Decision.Validate(var candidate, var conditional, var reason) ->
                validate(asked, candidate, conditional, reason);
            case Decision.Forward(var reason) -> forward(asked, stored, reason);
            case Decision.Unsatisfiable() -> ErrorAnswers.notStored();
        };
    }

    /** A catalogue that fails costs hits, never answers. */
    private List<StoredResponse> find(CacheKey key) {
        try {
            return parts.catalog().find(key);
        } catch (IOException e) {
            storeTrouble("catalogue: " + ErrorAnswers.describe(e));
            return List.of();
        }
    }

    private void storeTrouble(String what) {
        parts.events().accept(new Event.StoreTrouble(parts.clock().instant(), what, false));
    }

    // ---- from the store

    /** With the time left; not for answers that are repeated from memory, where it would stand still. */
    private CacheStatus hit(StoredResponse stored, Instant now) {
        return CacheStatus.hit()
                .ttl(Duration.between(now, parts.reuse().freshUntil(stored)).toSeconds());
    }

    private Answer serve(Asked asked, Decision.Serve serve) throws IOException, InterruptedException {
        var stored = serve.stored();
        if (serve.validateAlso()) {
            parts.fetches().validateBehind(validation(asked, stored));
        }
        var answer = fromStore(
                asked,
                stored,
                serve.fresh() ? CacheStatus.hit() : hit(stored, asked.exchange().receivedAt()),
                serve.fresh() && isForAll(asked) ? Optional.of(asked.epoch()) : Optional.empty());
        return answer.isPresent() ? answer.get() : decide(asked.exchange(), asked.key());
    }

    /** Memory repeats answers without asking who the client is. */
    private boolean isForAll(Asked asked) {
        return !parts.credentials().concern(asked.request().target());
    }

    /** Empty when the blob is gone; the catalogue then forgets it. */
    private Optional<Answer> fromStore(Asked asked, StoredResponse stored, CacheStatus status, Optional<Integer> epoch)
            throws IOException {
        var now = parts.clock().instant();
        var answer = hits.answer(asked.request(), stored, status, epoch, now);
        if (answer.isEmpty()) {
            storeTrouble(stored.key() + ": its blob " + stored.digest() + " is gone");
            parts.catalog().remove(stored);
        } else {
            parts.uses().note(stored.key(), now);
        }
        return answer;
    }

    private FetchPlan validation(Asked asked, StoredResponse stored) {
        var conditional = Reuse.conditional(stored.fields());
        return conditional.isEmpty()
                ? plan(asked, new FetchPlan.Purpose.Retrieve())
                : plan(asked, new FetchPlan.Purpose.Validate(stored, conditional));
    }

    // ---- validated

    private Answer validate(Asked asked, StoredResponse stored, Fields conditional, ForwardReason reason)
            throws IOException, InterruptedException {
        var outcome = parts.fetches().join(plan(asked, new FetchPlan.Purpose.Validate(stored, conditional)));
        return conclude(asked, Optional.of(stored), reason, outcome);
    }

    // ---- fetched

    private Answer forward(Asked asked, List<StoredResponse> stored, ForwardReason reason)
            throws IOException, InterruptedException {
        var request = asked.request();
        var range = request.isHead() ? Optional.<RangeSpec>empty() : RangeSpec.parse(request.fields());
        if (range.isPresent()) {
            var answer = fromPart(asked, range.get());
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        var purpose = purpose(asked, stored, range);
        var outcome = parts.fetches().join(plan(asked, purpose));
        var selected = Reuse.select(request, stored);
        if (purpose instanceof FetchPlan.Purpose.Inspect
                && selected.isPresent()
                && outcome instanceof FetchOutcome.Arriving inspected
                && inspected.head().status() == 200) {
            var answer = inspected(asked, selected.get(), inspected, reason);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        return conclude(asked, selected, reason, outcome);
    }

    /** What a HEAD says of a stored response: it still holds, and the newer fields with it, or it is void (RFC 9111, 4.3.5). */
    private Optional<Answer> inspected(
            Asked asked, StoredResponse stored, FetchOutcome.Arriving arriving, ForwardReason reason) {
        var head = arriving.head();
        var updated = Freshening.applyHead(stored, head.fields(), head.requestedAt(), head.receivedAt());
        try {
            if (updated.isEmpty()) {
                parts.catalog().remove(stored);
                return Optional.empty();
            }
            parts.catalog().put(updated.get());
            var status = CacheStatus.forwarded(reason).forwardStatus(head.status());
            var answer = fromStore(asked, updated.get(), status, Optional.empty());
            if (answer.isPresent()) {
                arriving.reader().close();
            }
            return answer;
        } catch (IOException e) {
            storeTrouble("catalogue: " + ErrorAnswers.describe(e));
            return Optional.empty();
        }
    }

    private Optional<Answer> fromPart(Asked asked, RangeSpec range) throws IOException {
        var request = asked.request();
        var now = asked.exchange().receivedAt();
        for (var part : parts.catalog().findParts(asked.key())) {
            if (parts.reuse().mayServePart(request, part, now)
                    && Ranged.requested(request, part.fields()).isPresent()) {
                var whole = Hits.asWhole(part);
                var answer = hits.answerFromPart(
                        request,
                        part,
                        range,
                        hit(whole, now).render(),
                        parts.reuse().age(whole, now));
                if (answer.isPresent()) {
                    return answer;
                }
            }
        }
        return Optional.empty();
    }

    private FetchPlan.Purpose purpose(Asked asked, List<StoredResponse> stored, Optional<RangeSpec> range)
            throws IOException {
        var request = asked.request();
        boolean arriving = parts.fetches().isArriving(asked.key());
        if (request.isHead()) {
            return arriving ? new FetchPlan.Purpose.Retrieve() : new FetchPlan.Purpose.Inspect();
        }
        if (range.isPresent()) {
            return purposeOfRange(asked, range.get());
        }
        var conditions = OriginFields.conditions(request.fields());
        return stored.isEmpty() && !conditions.isEmpty() && !arriving
                ? new FetchPlan.Purpose.Relay(conditions)
                : new FetchPlan.Purpose.Retrieve();
    }

    /** The whole, where it has that range soon; else that range alone. */
    private FetchPlan.Purpose purposeOfRange(Asked asked, RangeSpec range) throws IOException {
        var whole = new FetchPlan.Purpose.Retrieve();
        long first = switch (range) {
            case RangeSpec.From(long position) -> position;
            case RangeSpec.Between(long position, long _) -> position;
            case RangeSpec.Suffix _ -> Long.MAX_VALUE;
        };
        boolean resumes = range instanceof RangeSpec.From && (first == 0 || isSoonInPart(asked, first));
        if (resumes || parts.fetches().isArriving(plan(asked, whole), first, REACH_BYTES)) {
            return whole;
        }
        // Who loads a file in pieces leaves the first of them early; the next client is to find it whole.
        parts.fetches().finish(asked.key());
        return new FetchPlan.Purpose.RetrieveRange(
                OriginFields.ranges(asked.request().fields()));
    }

    /** Whether a part is kept whose continuation has that position soon, which is less to fetch than a range apart. */
    private boolean isSoonInPart(Asked asked, long position) throws IOException {
        return parts.catalog().findParts(asked.key()).stream()
                .anyMatch(part -> part.first() == 0
                        && position <= part.end() + REACH_BYTES
                        && PartReuse.isContinuable(part)
                        && Selection.matches(part, asked.request()));
    }

    private FetchPlan plan(Asked asked, FetchPlan.Purpose purpose) {
        var request = asked.request();
        boolean shared = !request.fields().contains("Authorization")
                && !CacheControl.of(request.fields()).noStore();
        return new FetchPlan(
                        asked.key(),
                        request,
                        OriginFields.of(request.fields()),
                        purpose,
                        shared,
                        () -> parts.epochs().of(asked.key()) == asked.epoch())
                .forClient(asked.exchange().client());
    }

    /** What came, or what is stored when the origin failed and the rules allow it (RFC 9111, 4.2.4; RFC 5861, 4). */
    private Answer conclude(Asked asked, Optional<StoredResponse> stored, ForwardReason reason, FetchOutcome outcome)
            throws IOException, InterruptedException {
        var usable = stored.filter(candidate -> parts.reuse()
                .mayServeStaleOnError(asked.request(), candidate, parts.clock().instant()));
        return switch (outcome) {
            case FetchOutcome.Overtaken() -> decide(asked.exchange(), asked.key());
            case FetchOutcome.NotModified(var refreshed, boolean collapsed) -> {
                var status = CacheStatus.forwarded(reason).forwardStatus(304);
                var answer = fromStore(asked, refreshed, collapsed ? status.collapsed() : status, Optional.empty());
                yield answer.isPresent() ? answer.get() : decide(asked.exchange(), asked.key());
            }
            case FetchOutcome.Arriving(var head, var reader, boolean collapsed) -> {
                var instead = head.status() >= 500 ? usable : stored.filter(kept -> outlives(asked, kept, head));
                if (instead.isPresent()) {
                    var stale = stale(asked, instead.get(), "origin answered " + head.status());
                    if (stale.isPresent()) {
                        reader.close();
                        yield stale.get();
                    }
                }
                yield arrivals.answer(asked.request(), head, reader, collapsed, reason);
            }
            case FetchOutcome.Failed(EgressRefusedException refused) -> ErrorAnswers.of(refused, forwarded(reason));
            case FetchOutcome.Failed(var cause) -> {
                var stale = usable.isPresent()
                        ? stale(asked, usable.get(), ErrorAnswers.describe(cause))
                        : Optional.<Answer>empty();
                if (stale.isPresent()) {
                    yield stale.get();
                }
                yield stored.filter(Reuse::demandsCheck).isPresent()
                        ? ErrorAnswers.ofUnchecked(cause, forwarded(reason))
                        : ErrorAnswers.of(cause, forwarded(reason));
            }
        };
    }

    /** Who says no-cache wants to know what the origin says. */
    private static boolean outlives(Asked asked, StoredResponse stored, FetchHead head) {
        return Reuse.outlives(stored, head.status())
                && !CacheControl.of(asked.request().fields()).noCache();
    }

    private Optional<Answer> stale(Asked asked, StoredResponse stored, String why) throws IOException {
        var status = hit(stored, parts.clock().instant()).detail("stale: " + why);
        return fromStore(asked, stored, status, Optional.empty())
                .map(answer -> new Answer(answer.response(), answer.cacheStatus(), "stale: " + why, Optional.empty()));
    }

    private static String forwarded(ForwardReason reason) {
        return CacheStatus.forwarded(reason).render();
    }
}
