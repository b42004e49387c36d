package org.aptheke.suite;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.aptheke.cache.CacheKey;
import org.aptheke.events.Event;
import org.aptheke.events.EventSink;
import org.aptheke.fetch.Brought;
import org.aptheke.fetch.Fetches;
import org.aptheke.http.PercentEncoding;
import org.aptheke.http.TargetUri;
import org.aptheke.repo.Expectation;
import org.aptheke.repo.apt.IndexConsumer;
import org.aptheke.repo.apt.IndexKind;
import org.aptheke.repo.apt.Member;
import org.aptheke.repo.codec.Compression;
import org.aptheke.repo.codec.ExpansionLimits;
import org.aptheke.store.BlobSource;
import org.aptheke.store.Catalog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches ahead, after a suite has changed, what is new in it of packages that clients use: files that the new Packages
 * name and the old ones did not, of a package and architecture of which a file was used lately. One suite at a time. Safe
 * for use by many threads.
 */
final class Warming implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Warming.class);
    private static final int MOST_USED = 100_000;
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final Catalog catalog;
    private final Contents contents;
    private final BlobSource blobs;
    private final Fetches fetches;
    private final Supplier<SuiteRules> suiteRules;
    private final Supplier<WarmRules> rules;
    private final InstantSource clock;
    private final EventSink events;
    private final Set<Suite> changed = ConcurrentHashMap.newKeySet();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("warming").factory());

    Warming(Suites.Parts parts) {
        this.catalog = parts.catalog();
        this.contents = parts.contents();
        this.blobs = parts.blobs();
        this.fetches = parts.fetches();
        this.suiteRules = parts.rules();
        this.rules = parts.warm();
        this.clock = parts.clock();
        this.events = parts.events();
    }

    /** A file to be fetched ahead. */
    private record Wanted(String path, Expectation expectation) {}

    /** A suite has a new generation: what it needs is fetched when the time has come. */
    void changed(Suite suite) {
        if (rules.get().isOn() && suite.id().inDists()) {
            changed.add(suite);
            runThoseDue();
        }
    }

    /** To be called now and then. */
    void runThoseDue() {
        if (!rules.get().mayRunAt(clock.instant())) {
            return;
        }
        for (var suite : List.copyOf(changed)) {
            if (changed.remove(suite) && !thread.isShutdown()) {
                thread.execute(() -> run(suite));
            }
        }
    }

    private void run(Suite suite) {
        try {
            fetch(suite);
        } catch (IOException e) {
            LOG.warn("{}: nothing is fetched ahead: {}", suite.id(), e.getMessage());
        } catch (InterruptedException e) {
            LOG.debug("{}: fetching ahead ends, the program is stopping", suite.id());
        }
    }

    private void fetch(Suite suite) throws IOException, InterruptedException {
        var state = suite.state();
        if (state.current().isEmpty() || state.retained().isEmpty()) {
            return;
        }
        var wanted = wanted(suite.id(), state);
        var root = Urls.archiveRoot(state.base());
        long left = rules.get().budgetBytes();
        int files = 0;
        for (var file : wanted) {
            long size = file.expectation().size().orElse(Long.MAX_VALUE);
            if (size > left || !rules.get().mayRunAt(clock.instant())) {
                continue;
            }
            if (bring(suite.id(), root, file)) {
                left -= size;
                files++;
            }
        }
        if (files > 0) {
            events.accept(new Event.SuiteNews(
                    clock.instant(),
                    suite.id().toString(),
                    "fetched ahead " + files + " files of " + (rules.get().budgetBytes() - left) + " bytes"));
        }
    }

    /** Whether it was fetched just now. */
    private boolean bring(SuiteId suite, TargetUri root, Wanted file) throws IOException, InterruptedException {
        var key = new CacheKey(suite.archiveRoot() + "/" + PercentEncoding.encoded(file.path()));
        if (contents.has(key, file.expectation())) {
            return false;
        }
        var place = Promises.pooled(key, file.expectation(), Urls.below(root, file.path()), "fetched ahead");
        return fetches.bring(MemberFetching.plan(place)) instanceof Brought.Stored;
    }

    // ---- what is wanted

    private List<Wanted> wanted(SuiteId suite, SuiteState state) throws IOException {
        var used = usedPaths(suite);
        var before = state.retained().getFirst();
        var packages = new HashSet<String>();
        read(suite, state.base(), before, entry -> {
            if (used.contains(entry.path())) {
                packages.add(entry.packageName().orElse("") + " "
                        + entry.architecture().orElse(""));
            }
        });
        if (packages.isEmpty()) {
            return List.of();
        }
        var known = new HashSet<String>();
        var wanted = new ArrayList<Wanted>();
        read(suite, state.base(), before, entry -> {
            if (packages.contains(
                    entry.packageName().orElse("") + " " + entry.architecture().orElse(""))) {
                known.add(entry.path());
            }
        });
        read(suite, state.base(), state.current().orElseThrow(), entry -> {
            boolean ours = packages.contains(
                    entry.packageName().orElse("") + " " + entry.architecture().orElse(""));
            if (ours && known.add(entry.path())) {
                wanted.add(new Wanted(entry.path(), entry.expectation()));
            }
        });
        return wanted;
    }

    /** As indexes write them. */
    private Set<String> usedPaths(SuiteId suite) throws IOException {
        var root = suite.archiveRoot() + "/";
        var since = clock.instant().minus(suiteRules.get().inUse());
        var used = new HashSet<String>();
        for (var key : catalog.usedSince(root, since, MOST_USED)) {
            PercentEncoding.decoded(key.text().substring(root.length())).ifPresent(used::add);
        }
        return used;
    }

    /** Reads the Packages of a generation that are in the store, each once. */
    private void read(SuiteId suite, TargetUri base, Generation generation, IndexConsumer consumer) throws IOException {
        var done = new HashSet<String>();
        for (var member :
                generation.release().members().filter(Warming::isPackages).toList()) {
            var place = Promises.member(suite, base, generation, member);
            if (!done.contains(Compression.plainName(member.path()))
                    && contents.has(place.key(), place.expectation())) {
                done.add(Compression.plainName(member.path()));
                var stored = contents.find(place.key(), place.expectation()).orElseThrow();
                var blob = blobs.open(stored.digest(), stored.size());
                if (blob.isPresent()) {
                    try (var file = blob.get();
                            var plain = Compression.ofName(member.path())
                                    .open(BlobStream.of(file), ExpansionLimits.DEFAULT)) {
                        var _ = IndexKind.PACKAGES.read(plain, consumer);
                    }
                }
            }
        }
    }

    private static boolean isPackages(Member member) {
        return IndexKind.ofPath(member.path())
                .filter(kind -> kind == IndexKind.PACKAGES)
                .isPresent();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            var _ = thread.awaitTermination(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
