package org.aptheke.suite;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.ForwardReason;
import org.aptheke.events.EventSink;
import org.aptheke.fetch.Fetches;
import org.aptheke.http.CacheControl;
import org.aptheke.http.PercentEncoding;
import org.aptheke.http.Request;
import org.aptheke.pool.PoolIndexes;
import org.aptheke.repo.ByHashName;
import org.aptheke.repo.apt.ReleaseFile;
import org.aptheke.store.BlobSource;
import org.aptheke.store.Catalog;
import org.aptheke.store.SuiteBook;

/**
 * Tells of each request what it is for: a release file, a member or a pool file that is promised, or something that
 * nothing is known of. Asked before the rules of RFC 9111; blocks while a release file is checked. This is the page to
 * read first of this package. Safe for use by many threads.
 */
public final class Suites implements AutoCloseable {
    private static final Place FREE = new Place.Free();
    private static final Duration NO_RELEASE = Duration.ofMinutes(1);
    private static final Duration NOTHING_THERE = Duration.ofSeconds(10);
    private static final int MOST_UNFIT = 10_000;

    private final SuiteRegistry registry;
    private final SuiteKeeper keeper;
    private final SuiteIndexes indexes;
    private final Warming warming;
    private final ClientGenerations clients;

    /** Where there was nothing to adopt lately, and for how long that is believed. */
    private final Cache<SuiteId, Duration> unfit;

    private final Supplier<SuiteRules> rules;
    private final Trust trust;
    private final InstantSource clock;
    private final SuiteBookkeeping books;
    private final Adoption adoption;
    private final SuiteIntake intake;
    private final SuiteCounters counters = new SuiteCounters();
    private final SuiteUpdates updates;

    /** What it is made of; the wiring fills it in. */
    public record Parts(
            Catalog catalog,
            BlobSource blobs,
            Contents contents,
            SuiteBook book,
            Fetches fetches,
            PoolIndexes pool,
            Trust trust,
            Supplier<SuiteRules> rules,
            Supplier<WarmRules> warm,
            Runnable voidMemory,
            InstantSource clock,
            EventSink events) {}

    private Suites(Parts parts, SuiteRegistry registry, DocumentReader documents) {
        this.registry = registry;
        this.rules = parts.rules();
        this.trust = parts.trust();
        this.clock = parts.clock();
        this.clients = new ClientGenerations(parts.clock());
        this.unfit = Caffeine.newBuilder()
                .maximumSize(MOST_UNFIT)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(parts.clock().millis()))
                .expireAfter(Expiry.<SuiteId, Duration>writing((_, time) -> time))
                .build();
        this.indexes = new SuiteIndexes(parts.pool(), parts.contents(), parts.blobs(), parts.fetches());
        this.warming = new Warming(parts);
        this.adoption = new Adoption(parts.catalog(), parts.book(), counters, clock, parts.events(), suite -> {
            parts.voidMemory().run();
            indexes.follow(suite);
            warming.changed(suite);
        });
        this.keeper = new SuiteKeeper(
                new ReleaseAsking(parts.fetches(), parts.contents(), ReleaseFile.MAX_BYTES),
                documents,
                new MemberFetching(parts.fetches(), parts.contents()),
                adoption,
                counters,
                rules,
                clock,
                parts.events());
        this.intake = new SuiteIntake(registry, documents, adoption, indexes, clock);
        this.updates = new SuiteUpdates(
                registry, keeper, indexes, new SuiteFiles.Reading(parts.contents(), parts.blobs()), clock);
        this.books = new SuiteBookkeeping(registry, keeper, warming, parts.book(), rules, clock);
    }

    /** Reads what is known of suites; the clock of checks begins with {@link #start}. */
    public static Suites open(Parts parts) throws IOException {
        var documents = new DocumentReader(parts.blobs(), parts.trust());
        var registry = SuiteRegistry.read(parts.book(), documents, parts.clock().instant());
        var suites = new Suites(parts, registry, documents);
        registry.all().forEach(suites.indexes::follow);
        return suites;
    }

    public SuiteCounters counters() {
        return counters;
    }

    /** Begins to check suites in use without being asked. */
    public void start() {
        books.start();
    }

    /** What the request is for. Waits for a check of the suite when the request is due for one. */
    public Place place(Client client, Request request, CacheKey key) throws InterruptedException, IOException {
        // Another answer than all others get must not be promised to anybody.
        if (request.fields().contains("Authorization") || key.text().indexOf('?') >= 0) {
            return FREE;
        }
        // Before members: a release file may list those of suites below its own.
        var named = SuiteId.ofRelease(key);
        if (named.isPresent()) {
            var name = ReleaseName.of(key.text().substring(key.text().lastIndexOf('/') + 1))
                    .orElseThrow();
            return release(client, request, named.get(), name);
        }
        var above = registry.above(key);
        if (above.isPresent()) {
            var place = member(client, request, above.get(), key);
            if (place.isPresent()) {
                return place.get();
            }
        }
        var hash = ByHashName.of(key.text());
        if (hash.isPresent()) {
            return Promises.byName(key, hash.get().checksum(), request.target());
        }
        return pooled(client, request, key);
    }

    // ---- members

    private Optional<Place> member(Client client, Request request, Suite suite, CacheKey key)
            throws InterruptedException {
        var state = suite.state();
        var path = suite.id().relative(key);
        var hash = ByHashName.of(path);
        var mine = generationOf(client, suite.id(), state);
        if (hash.isPresent()) {
            return byHash(request, suite, state, mine, hash.get());
        }
        var name = PercentEncoding.decoded(path);
        if (mine.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        var promised = mine.get().release().member(name.get());
        if (promised.isPresent()) {
            return Optional.of(Promises.member(suite.id(), state.base(), mine.get(), promised.get()));
        }
        return indexes.patch(suite.id(), state.base(), mine.get(), name.get(), request.target());
    }

    private Optional<Place> byHash(
            Request request, Suite suite, SuiteState state, Optional<Generation> mine, ByHashName hash) {
        for (var generation : inOrder(mine, state.generations())) {
            var member = generation.release().memberWith(hash.checksum(), hash.directory());
            if (member.isPresent()) {
                return Optional.of(
                        Promises.memberByHash(suite.id(), state.base(), generation, member.get(), request.target()));
            }
        }
        return Optional.empty();
    }

    private Optional<Generation> generationOf(Client client, SuiteId suite, SuiteState state) {
        return clients.of(client, suite).flatMap(state::generation).or(state::current);
    }

    private static List<Generation> inOrder(Optional<Generation> first, List<Generation> all) {
        return first.map(mine -> {
                    var ordered = new ArrayList<>(all);
                    ordered.remove(mine);
                    ordered.addFirst(mine);
                    return List.<Generation>copyOf(ordered);
                })
                .orElse(all);
    }

    // ---- the pool

    private Place pooled(Client client, Request request, CacheKey key) throws IOException, InterruptedException {
        var suites = registry.ofArchive(key);
        if (suites.isEmpty()) {
            return FREE;
        }
        var promised = indexes.find(suites, suite -> generationOf(client, suite.id(), suite.state()), key);
        return promised.isPresent()
                ? Promises.pooled(key, promised.get(), request.target(), "index of the pool")
                : FREE;
    }

    // ---- release files

    private Place release(Client client, Request request, SuiteId id, ReleaseName name)
            throws InterruptedException, IOException {
        var now = clock.instant();
        if (unfit.getIfPresent(id) != null) {
            return FREE;
        }
        var base = Urls.directory(request.target());
        var suite = registry.obtain(id, base, now);
        suite.asked(base, now);
        var directives = CacheControl.of(request.fields());
        if (directives.onlyIfCached()) {
            return answer(client, request, suite, name, Optional.empty());
        }
        boolean midway =
                name == ReleaseName.RELEASE_GPG && clients.of(client, id).isPresent();
        boolean lacking = suite.current()
                .filter(generation -> !generation.files().containsKey(name))
                .isPresent();
        if (lacking) {
            suite.want(name);
        }
        boolean checked =
                suite.state().checkedAt().plus(rules.get().checkAfter()).isAfter(now) && !directives.noCache();
        Optional<ForwardReason> forwarded = Optional.empty();
        if (suite.current().isEmpty() || lacking || !(checked || midway)) {
            forwarded = Optional.of(reason(suite, directives));
            check(suite);
        }
        var place = answer(client, request, suite, name, forwarded);
        registry.forget(suite);
        return place instanceof Place.Free
                        && forwarded.isPresent()
                        && suite.current().isEmpty()
                ? unfit(suite, forwarded.get())
                : place;
    }

    /** Not to be looked at by suites for a moment: what is there is no release file, or nothing is there. */
    private Place unfit(Suite suite, ForwardReason forwarded) {
        return switch (suite.state().standing()) {
            case Standing.Refused _ -> {
                unfit.put(suite.id(), NO_RELEASE);
                yield new Place.Passed(forwarded);
            }
            case Standing.Missing _ -> {
                unfit.put(suite.id(), NOTHING_THERE);
                yield FREE;
            }
            case Standing.Unchecked _, Standing.Current _, Standing.Adopting _, Standing.Behind _, Standing.Away _ ->
                FREE;
        };
    }

    /** Who caused the check waits for the new generation; who joins it has the current one meanwhile. */
    private void check(Suite suite) throws InterruptedException {
        Duration wait = rules.get().adoptWait();
        var begun = keeper.check(suite);
        if (begun.fresh() || suite.current().isEmpty()) {
            begun.check().awaitEnded(wait);
        } else {
            begun.check().awaitAsked(wait);
        }
    }

    private static ForwardReason reason(Suite suite, CacheControl directives) {
        if (suite.current().isEmpty()) {
            return ForwardReason.URI_MISS;
        }
        return directives.noCache() ? ForwardReason.REQUEST : ForwardReason.STALE;
    }

    private Place answer(
            Client client, Request request, Suite suite, ReleaseName name, Optional<ForwardReason> forwarded) {
        var state = suite.state();
        var generation = name == ReleaseName.RELEASE_GPG ? generationOf(client, suite.id(), state) : state.current();
        if (generation.isEmpty()) {
            return unadopted(suite.id(), state.standing());
        }
        var blob = generation.get().files().get(name);
        if (blob == null) {
            return FREE;
        }
        var stale = state.standing().staleness();
        var until = generation.get().release().facts().validUntil();
        boolean expired = until.isPresent() && until.get().isBefore(clock.instant());
        if (stale.isPresent() && expired && !rules.get().staleBeyondValidUntil()) {
            return new Place.Expired(
                    suite.id() + ": " + stale.get() + ", and what is stored says that it is valid until " + until.get()
                            + " only (suites.stale_beyond_valid_until)");
        }
        if (!request.isHead()) {
            clients.given(client, suite.id(), generation.get());
        }
        return new Place.Released(
                Promises.release(suite.id(), state.base(), generation.get(), name, blob),
                state.checkedAt(),
                generation.get().datesTell(),
                forwarded,
                stale);
    }

    /** What the origin says goes on to the client, which judges for itself; unless the operator requires more. */
    private Place unadopted(SuiteId suite, Standing standing) {
        if (!trust.isStrict(suite) || standing instanceof Standing.Missing) {
            return FREE;
        }
        return new Place.Refused(
                switch (standing) {
                    case Standing.Refused(var _, var reason) -> suite + ": " + reason;
                    case Standing.Away(var _, var reason) -> suite + ": the origin is away: " + reason;
                    case Standing.Behind(var _, var member, var reason) -> suite + ": " + member + ": " + reason;
                    case Standing.Unchecked _, Standing.Current _, Standing.Adopting _, Standing.Missing _ ->
                        suite + ": its signature could not be checked in time";
                });
    }

    // ---- what became of it

    /** Notes that a promised member was delivered, or is being. */
    public void delivered(Place.Promised place) {
        place.member()
                .ifPresent(member -> registry.find(member.suite()).ifPresent(suite -> {
                    suite.used(member.path(), clock.instant());
                    indexes.arriving(suite, member, place);
                }));
    }

    /** A promised file is another at the origin: perhaps its suite has changed. */
    public void mismatched(CacheKey key) {
        registry.ofArchive(key).forEach(keeper::check);
    }

    /** How each suite is, by directory. */
    public List<SuiteStatus> status() {
        return registry.all().stream()
                .filter(suite -> suite.current().isPresent() || suite.isBeingChecked())
                .map(SuiteStatus::of)
                .sorted(Comparator.comparing(SuiteStatus::suite))
                .toList();
    }

    /** What of a suite is kept; empty when none of that directory has a generation. */
    public Optional<SuiteDetails> details(String directory) {
        return kept(directory).map(SuiteDetails::of);
    }

    /** Begins a check of a suite, unless one runs; false when none of that directory has a generation. */
    public boolean check(String directory) {
        var suite = kept(directory);
        suite.ifPresent(keeper::check);
        return suite.isPresent();
    }

    private Optional<Suite> kept(String directory) {
        return registry.all().stream()
                .filter(suite -> suite.id().directory().equals(directory)
                        && suite.current().isPresent())
                .findFirst();
    }

    /** Which generations promise the file with that key, as far as their indexes are read; waits for nothing. */
    public List<SuitePromise> promises(CacheKey key) {
        var promises = new ArrayList<SuitePromise>();
        SuiteId.ofRelease(key)
                .flatMap(registry::find)
                .ifPresent(suite -> promises.addAll(SuitePromise.releaseFile(suite, key)));
        registry.above(key).ifPresent(suite -> promises.addAll(SuitePromise.member(suite, key)));
        for (var suite : registry.ofArchive(key)) {
            for (var generation : suite.state().generations()) {
                indexes.findRead(suite, generation, key)
                        .ifPresent(promise -> promises.add(SuitePromise.pooled(suite, generation, promise)));
            }
        }
        return List.copyOf(promises);
    }

    /** Which generations a client at this address got last; by suite. */
    public List<ClientGeneration> generationsOf(InetAddress client) {
        return registry.all().stream()
                .filter(suite -> suite.current().isPresent())
                .sorted(Comparator.comparing(Suite::id))
                .flatMap(suite -> clients
                        .last(client, suite.id())
                        .map(given -> new ClientGeneration(
                                suite.id().directory(),
                                given.number(),
                                suite.current().get().number(),
                                given.at()))
                        .stream())
                .toList();
    }

    // ---- for jobs

    /** The suites that have generations in use, with what those name; by directory. */
    public List<SuiteNames> names() {
        return registry.all().stream()
                .filter(suite -> suite.current().isPresent())
                .sorted(Comparator.comparing(Suite::id))
                .map(suite -> new SuiteNames(suite, indexes, rules.get().inUse()))
                .toList();
    }

    /** How suites come from elsewhere than their origins. */
    public SuiteIntake intake() {
        return intake;
    }

    /** How suites are brought up to date without a client. */
    public SuiteUpdates updates() {
        return updates;
    }

    /** Drops a suite with its generations; what they named is named no more. A client that asks begins it anew. */
    public boolean forget(SuiteId id) throws IOException {
        var suite = registry.find(id);
        if (suite.isEmpty() || suite.get().current().isEmpty()) {
            return false;
        }
        adoption.drop(suite.get());
        registry.forget(suite.get());
        indexes.retainOnly(registry.all());
        return true;
    }

    /** Whether no suite is being checked. */
    boolean isIdle() {
        return registry.all().stream().noneMatch(Suite::isBeingChecked);
    }

    @Override
    public void close() {
        books.close();
        keeper.close();
        warming.close();
        indexes.close();
    }
}
