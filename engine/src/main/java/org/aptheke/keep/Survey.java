package org.aptheke.keep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.aptheke.digest.Digest;
import org.aptheke.jobs.Watch;
import org.aptheke.repo.Expectation;
import org.aptheke.repo.apt.PackageFile;
import org.aptheke.repo.apt.VersionOrder;
import org.aptheke.store.Blob;
import org.aptheke.store.BlobCensus;
import org.aptheke.suite.SuiteNames;

/**
 * Looks at everything once: what is stored, what the catalogue names, when it was used, what suites name, what is pinned.
 * The result is a table by content, because many keys and suites share one. Used by one thread.
 */
final class Survey {
    private static final int GIVE_WAY_EVERY = 1 << 12;

    private final HouseParts parts;
    private final Watch watch;
    private final Wanted wanted;
    private final ContentTable table = new ContentTable();
    private final List<String> notes = new ArrayList<>();
    private final ArchiveRoots roots;
    private final List<SuiteNames> suites;
    private long oldEmptyRows;
    private int taken;

    /**
     * What makes a difference.
     *
     * @param suite which suites are in use
     * @param unusedBefore a named package that was not used since then, in milliseconds since 1970, must be among the newest
     * @param newest how many versions of a package are such
     * @param emptyBefore rows without content that were not used since then are counted
     */
    record Wanted(Predicate<SuiteNames> suite, long unusedBefore, int newest, long emptyBefore) {
        /** All suites, and nothing is too old. */
        static final Wanted ALL = new Wanted(suite -> true, Long.MIN_VALUE, 1, Long.MIN_VALUE);
    }

    Survey(HouseParts parts, Wanted wanted, Watch watch) {
        this.parts = parts;
        this.wanted = wanted;
        this.watch = watch;
        this.suites = parts.suites().get();
        this.roots =
                new ArchiveRoots(suites.stream().map(SuiteNames::archiveRoot).toList());
    }

    ContentTable table() {
        return table;
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /** How many rows without content were not used for long. */
    long oldEmptyRows() {
        return oldEmptyRows;
    }

    Survey made() throws IOException, InterruptedException {
        parts.catalog().flush();
        for (int shelf = 0; shelf < BlobCensus.SHELVES; shelf++) {
            watch.doing("looking at blobs, " + (shelf + 1) + " of " + BlobCensus.SHELVES);
            watch.giveWay();
            parts.blobs().forEachBlob(shelf, (digest, size, writtenAt) -> {
                int number = table.add(digest);
                table.size(number, size);
                table.flag(number, ContentTable.STORED);
                table.storedAt(number, writtenAt.toEpochMilli());
            });
        }
        watch.doing("reading the catalogue");
        parts.contents().forEachContent((key, content, size, use) -> {
            if (size == 0 && use.lastMillis() < wanted.emptyBefore()) {
                oldEmptyRows++;
            }
            int number = table.find(content);
            if (number >= 0) {
                table.usedAt(number, use.lastMillis());
                table.addUses(number, use.count());
                table.flag(number, ContentTable.ENTERED);
                if (roots.contain(key.text())) {
                    table.flag(number, ContentTable.OF_AN_ARCHIVE);
                }
            }
            giveWayNowAndThen();
        });
        parts.pins().forEach(digest -> flag(digest, ContentTable.PINNED));
        for (var suite : suites) {
            if (wanted.suite().test(suite)) {
                watch.doing("reading what " + suite + " names");
                name(suite);
            }
        }
        if (roots.anyInDoubt()) {
            watch.doing("looking for what may be named by missing indexes");
            parts.contents().forEachContent((key, content, size, use) -> {
                if (roots.isInDoubt(key.text())) {
                    flag(content, ContentTable.IN_DOUBT);
                }
                giveWayNowAndThen();
            });
        }
        return this;
    }

    private void giveWayNowAndThen() throws InterruptedException {
        if (++taken % GIVE_WAY_EVERY == 0) {
            watch.giveWay();
        }
    }

    private void name(SuiteNames suite) throws IOException, InterruptedException {
        var ages = new PackageAges(table, wanted.newest());
        var unread = suite.forEach(new Naming((number, path) -> {
            if (number >= 0 && table.lastUse(number) < wanted.unusedBefore()) {
                ages.suspect(path);
            }
        }));
        if (!unread.isEmpty()) {
            roots.doubt(suite.archiveRoot());
            notes.add(suite + ": " + String.join(", ", unread)
                    + " cannot be read, so nothing of this archive is removed as unnamed");
        }
        if (ages.anySuspected()) {
            suite.forEach(new Naming(ages::note));
            ages.judge();
        }
    }

    private void flag(Digest digest, int flag) {
        int number = table.find(digest);
        if (number >= 0) {
            table.flag(number, flag);
        }
    }

    /** Takes a stored file of a pool. */
    private interface PackageTaker {
        void take(int number, String path);
    }

    /** Hands over what a suite names. */
    private final class Naming implements SuiteNames.Taker {
        private final PackageTaker packages;

        Naming(PackageTaker packages) {
            this.packages = packages;
        }

        @Override
        public void releaseFile(Blob blob) {
            flag(blob.digest(), ContentTable.NAMED | ContentTable.ESSENTIAL);
        }

        @Override
        public void member(String path, Expectation promise) throws IOException {
            int flags = SuiteNames.isIndex(path) ? ContentTable.NAMED | ContentTable.ESSENTIAL : ContentTable.NAMED;
            var digest = NamedContents.digest(parts.catalog(), promise);
            if (digest.isPresent()) {
                flag(digest.get(), flags);
            }
        }

        @Override
        public void pool(String index, String archiveRoot, String path, Expectation promise) throws IOException {
            var digest = NamedContents.digest(parts.catalog(), promise);
            int number = digest.isPresent() ? table.find(digest.get()) : -1;
            if (number >= 0) {
                table.flag(number, ContentTable.NAMED);
            }
            packages.take(number, path);
        }
    }

    /** Which of the versions of a package that one suite names are the newest. */
    private static final class PackageAges {
        private final ContentTable table;
        private final int newest;
        private final TreeMap<String, List<Version>> bySeries = new TreeMap<>();

        private record Version(String version, int number) {}

        PackageAges(ContentTable table, int newest) {
            this.table = table;
            this.newest = newest;
        }

        void suspect(String path) {
            PackageFile.of(path).ifPresent(file -> bySeries.put(file.series(), new ArrayList<>()));
        }

        boolean anySuspected() {
            return !bySeries.isEmpty();
        }

        /** Also of versions that are not stored: they make those that are older. */
        void note(int number, String path) {
            var file = PackageFile.of(path);
            if (file.isPresent()) {
                bySeries.computeIfPresent(file.get().series(), (series, versions) -> {
                    versions.add(new Version(file.get().version(), number));
                    return versions;
                });
            }
        }

        void judge() {
            for (var versions : bySeries.values()) {
                var order = versions.stream()
                        .map(Version::version)
                        .distinct()
                        .sorted(VersionOrder.INSTANCE.reversed())
                        .toList();
                for (var version : versions) {
                    if (version.number() >= 0) {
                        boolean old = order.indexOf(version.version()) >= newest;
                        table.flag(version.number(), old ? ContentTable.OUTDATED : ContentTable.NEWEST);
                    }
                }
            }
        }
    }
}
