package org.aptheke.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.aptheke.digest.Digest;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.RunState;
import org.aptheke.jobs.RunView;
import org.aptheke.mirror.MirrorJob;
import org.aptheke.mirror.MirrorParts;
import org.aptheke.mirror.MirrorRules;
import org.aptheke.mirror.NamePatterns;
import org.aptheke.store.JobBook.Count;
import org.aptheke.store.JobBook.Outcome;
import org.aptheke.suite.Release;
import org.aptheke.suite.SuiteId;
import org.aptheke.suite.SuiteWorld;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mirrors over a real catalogue and a real store: planned, brought, kept, released. */
@Timeout(120)
final class MirrorTest {
    private static final String HOST = "deb.example.org";
    private static final String ARCHIVE = HOST + "/debian";
    private static final String STABLE = ARCHIVE + "/dists/stable";
    private static final String INDEX = "main/binary-amd64/Packages";
    private static final int SIZE = 20_000;

    /** Less than anything that is stored. */
    private static final Budget TINY = new Budget(OptionalLong.of(1_000), 0.95, 0.85, 0);

    @TempDir
    Path directory;

    private House house;
    private final Map<String, byte[]> pool = new TreeMap<>();
    private final List<MirrorRules> rules = new ArrayList<>();
    private int releases;

    @BeforeEach
    void open() throws IOException {
        house = House.in(directory, it -> List.of(job(it), new EvictJob(it.parts, () -> TINY)));
        house.rules = new ExpireRules(
                Duration.ofDays(30), Duration.ofDays(90), 1, Duration.ofDays(90), Set.of(new SuiteId(STABLE)));
        rules.add(mirror(choice(false, false)));
    }

    private MirrorJob job(House it) {
        var parts = new MirrorParts(it.world.suites, it.world.fetches, it.world.catalog, it.pins, 3, it.clock);
        return new MirrorJob(parts, () -> List.copyOf(rules));
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    // ---- an archive

    private static String file(String name, String version) {
        return "pool/%s_%s_all.deb".formatted(name, version);
    }

    private static byte[] content(String name, String version) {
        return Samples.bytes((name + version).hashCode(), SIZE);
    }

    private void add(String name, String version) {
        var bytes = content(name, version);
        pool.put(file(name, version), bytes);
        house.origin.put(ARCHIVE + "/" + file(name, version), bytes, house.clock.instant());
    }

    private void publish() {
        var packages = new StringBuilder();
        pool.forEach((file, bytes) -> {
            var parts = file.substring("pool/".length()).split("_", -1);
            packages.append("Package: %s\nVersion: %s\nArchitecture: all\nFilename: %s\nSize: %d\nSHA256: %s\n\n"
                    .formatted(parts[0], parts[1], file, bytes.length, Samples.sha256(bytes)));
        });
        publish(packages.toString());
    }

    private void publish(String packages) {
        Release.of(house.clock.instant().plusSeconds(releases++))
                .byHash()
                .with(INDEX, packages)
                .with("main/i18n/Translation-en", "Package: apt\n")
                .with("main/Contents-amd64", "usr/bin/apt apt\n")
                .publish(house.origin, STABLE);
    }

    private static MirrorRules.Choice choice(boolean newest, boolean related) {
        return new MirrorRules.Choice(
                List.of("main"),
                List.of("amd64"),
                NamePatterns.ALL,
                NamePatterns.ALL,
                newest,
                false,
                related,
                EnumSet.allOf(MirrorRules.Extra.class));
    }

    private static MirrorRules mirror(MirrorRules.Choice choice) {
        return mirror(choice, OptionalLong.empty(), Optional.empty());
    }

    private static MirrorRules mirror(
            MirrorRules.Choice choice, OptionalLong budget, Optional<MirrorRules.Hours> hours) {
        var place = new MirrorRules.Place("stable", new TargetUri(Scheme.HTTP, HOST, 80, "/debian/dists/stable", ""));
        return new MirrorRules("debian", List.of(place), choice, budget, 0, hours);
    }

    private void replaceRules(MirrorRules other) {
        rules.clear();
        rules.add(other);
    }

    // ---- runs

    private RunView runToTheEnd(String... arguments) throws IOException, InterruptedException {
        var given = new TreeMap<String, String>();
        for (int i = 0; i < arguments.length; i += 2) {
            given.put(arguments[i], arguments[i + 1]);
        }
        var begun = house.runner.begin(MirrorJob.KIND, new Arguments(given), false, "a test");
        return house.runner.awaitEnd(begun.run().number(), House.LONG).orElseThrow();
    }

    private static long bytes(RunView run, Outcome outcome) {
        return run.report().counts().stream()
                .filter(count -> count.outcome() == outcome)
                .mapToLong(Count::bytes)
                .sum();
    }

    private long poolRequests() {
        return house.origin.requests.stream()
                .filter(url -> url.contains("/pool/"))
                .count();
    }

    private boolean has(byte[] content) throws IOException {
        var blob = house.world.blobs.open(Digest.ofHex(Samples.sha256(content)), content.length);
        if (blob.isPresent()) {
            blob.get().close();
        }
        return blob.isPresent();
    }

    private boolean isPinned(byte[] content) throws IOException {
        return house.pins.isPinned(Digest.ofHex(Samples.sha256(content)));
    }

    @Test
    void run_emptyStore_bringsAllThatWasPlannedAndServesItOffline() throws Exception {
        for (int i = 0; i < 10; i++) {
            add("pkg" + i, "1");
        }
        publish();

        var planned = house.plan(MirrorJob.KIND);
        assertThat(poolRequests()).isZero();
        var done = house.run(MirrorJob.KIND);

        assertThat(done.report().counts().stream().filter(count -> count.outcome() == Outcome.DONE))
                .extracting(Count::reason, Count::count, Count::bytes)
                .contains(tuple("debian stable: packages", 10L, 10L * SIZE));
        assertThat(bytes(done, Outcome.DONE)).isEqualTo(bytes(planned, Outcome.PLANNED));
        assertThat(poolRequests()).isEqualTo(10);
        house.origin.away = true;
        house.world.offline.set(true);
        house.get(1, STABLE + "/InRelease");
        house.get(1, STABLE + "/" + INDEX);
        house.get(1, STABLE + "/main/Contents-amd64");
        house.get(1, STABLE + "/main/i18n/Translation-en");
        for (var file : pool.entrySet()) {
            assertThat(house.get(1, ARCHIVE + "/" + file.getKey())).isEqualTo(file.getValue());
        }
        house.audit();
    }

    @Test
    void run_nothingNew_asksForTheReleaseAlone() throws Exception {
        add("apt", "1");
        publish();
        house.run(MirrorJob.KIND);
        house.origin.requests.clear();

        var again = house.run(MirrorJob.KIND);

        assertThat(house.origin.requests).containsExactly(STABLE + "/InRelease");
        assertThat(House.count(again, Outcome.PLANNED)).isZero();
    }

    @Test
    void run_newVersion_replacesTheOldOneWhoseContentMayGo() throws Exception {
        add("apt", "1");
        add("vim", "1");
        publish();
        house.run(MirrorJob.KIND);
        pool.remove(file("apt", "1"));
        add("apt", "2");
        publish();

        var run = house.run(MirrorJob.KIND);

        assertThat(run.report().counts()).contains(new Count(Outcome.DONE, "debian stable: packages", 1, SIZE));
        assertThat(isPinned(content("apt", "2"))).isTrue();
        assertThat(isPinned(content("vim", "1"))).isTrue();
        assertThat(isPinned(content("apt", "1"))).isFalse();
    }

    @Test
    void expire_afterAYear_keepsWhatIsMirroredAndItsSuite() throws Exception {
        add("apt", "1");
        add("apt", "2");
        publish();
        house.run(MirrorJob.KIND);

        house.pass(Duration.ofDays(365));
        house.run("expire");

        house.world.offline.set(true);
        house.get(1, STABLE + "/InRelease");
        house.get(1, STABLE + "/" + INDEX);
        assertThat(house.get(1, ARCHIVE + "/" + file("apt", "1"))).isEqualTo(content("apt", "1"));
    }

    @Test
    void expire_mirrorGoneFromTheConfiguration_itsFilesGo() throws Exception {
        add("apt", "1");
        add("apt", "2");
        publish();
        house.run(MirrorJob.KIND);

        rules.clear();
        assertThat(job(house).releaseRemoved()).containsExactly("mirror debian " + STABLE);
        house.rules = ExpireRules.DEFAULT;
        house.pass(Duration.ofDays(200));
        house.run("expire");

        assertThat(house.pins.owners()).isEmpty();
        assertThat(has(content("apt", "1"))).isFalse();
        assertThat(has(content("apt", "2"))).isFalse();
    }

    @Test
    void run_ofAnotherMirror_releasesOneThatIsGone() throws Exception {
        add("apt", "1");
        publish();
        house.run(MirrorJob.KIND);
        var place = rules.getFirst().suites();
        replaceRules(new MirrorRules("other", place, choice(false, false), OptionalLong.empty(), 0, Optional.empty()));

        house.run(MirrorJob.KIND);

        assertThat(house.pins.owners().keySet()).containsExactly("mirror other " + STABLE);
    }

    @Test
    void evict_storeOverItsBudget_leavesWhatIsMirrored() throws Exception {
        add("apt", "1");
        publish();
        house.run(MirrorJob.KIND);
        var other = Samples.bytes(5, SIZE);
        house.origin.put(ARCHIVE + "/other", other, house.clock.instant());
        house.get(1, ARCHIVE + "/other");
        house.settle();

        house.run("evict");

        assertThat(has(other)).isFalse();
        assertThat(has(content("apt", "1"))).isTrue();
    }

    @Test
    void run_budget_isNotExceeded() throws Exception {
        for (int i = 0; i < 10; i++) {
            add("pkg" + i, "1");
        }
        publish();
        replaceRules(mirror(choice(false, false), OptionalLong.of(5L * SIZE), Optional.empty()));

        var run = house.run(MirrorJob.KIND);

        assertThat(bytes(run, Outcome.DONE)).isBetween(4L * SIZE, 5L * SIZE);
        assertThat(poolRequests()).isEqualTo(4);
        assertThat(run.report().notes())
                .anyMatch(note -> note.contains("6 files of " + 6 * SIZE + " bytes are left out"));
        house.origin.requests.clear();
        house.run(MirrorJob.KIND);
        assertThat(poolRequests())
                .as("the budget is of all that is mirrored, not of a run")
                .isZero();
    }

    @Test
    void run_fileOfSeveralIndexes_isCountedOnce() throws Exception {
        add("apt", "1");
        var packages = Release.stanza("apt", file("apt", "1"), content("apt", "1"));
        Release.of(house.clock.instant())
                .with(INDEX, packages)
                .with("main/binary-all/Packages", packages)
                .publish(house.origin, STABLE);
        replaceRules(mirror(choice(false, false), OptionalLong.of(SIZE / 2), Optional.empty()));

        var run = house.run(MirrorJob.KIND);

        assertThat(run.report().notes())
                .anyMatch(note -> note.contains(": 1 files of " + packages.length() + " bytes are there already"))
                .anyMatch(note -> note.contains(": 1 files of " + SIZE + " bytes are left out"));
    }

    @Test
    void run_newest_onlyTheNewestVersions() throws Exception {
        add("apt", "1.9");
        add("apt", "1.10");
        publish();
        replaceRules(mirror(choice(true, false)));

        house.run(MirrorJob.KIND);

        assertThat(has(content("apt", "1.10"))).isTrue();
        assertThat(has(content("apt", "1.9"))).isFalse();
    }

    @Test
    void run_related_onlyWhatClientsHadInSomeVersion() throws Exception {
        add("apt", "1");
        add("vim", "1");
        publish();
        house.get(1, STABLE + "/InRelease");
        house.get(1, STABLE + "/" + INDEX);
        house.get(1, ARCHIVE + "/" + file("apt", "1"));
        house.settle();
        add("apt", "2");
        add("vim", "2");
        publish();
        replaceRules(mirror(choice(true, true)));

        for (int i = 0; i < 3; i++) {
            house.run(MirrorJob.KIND);
        }

        assertThat(has(content("apt", "2"))).isTrue();
        assertThat(has(content("vim", "1"))).isFalse();
        assertThat(has(content("vim", "2"))).isFalse();
    }

    @Test
    void run_outsideItsHours_leavesTheFilesForThem() throws Exception {
        add("apt", "1");
        publish();
        var night = new MirrorRules.Hours(LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneId.of("UTC"));
        replaceRules(mirror(choice(false, false), OptionalLong.empty(), Optional.of(night)));

        var noon = house.run(MirrorJob.KIND);
        assertThat(poolRequests()).isZero();
        assertThat(House.count(noon, Outcome.SKIPPED)).isEqualTo(House.count(noon, Outcome.PLANNED));
        assertThat(noon.report().notes()).anyMatch(note -> note.contains("between 22:00-06:00 only"));

        house.run(MirrorJob.KIND, "now", "true");
        assertThat(has(content("apt", "1"))).isTrue();
    }

    @Test
    void run_wrongContentAtTheOrigin_isReportedAndNotKept() throws Exception {
        for (int i = 0; i < 30; i++) {
            add("pkg" + i, "1");
        }
        publish();
        for (int i = 0; i < 25; i++) {
            house.origin.put(ARCHIVE + "/" + file("pkg" + i, "1"), Samples.bytes(99, SIZE), house.clock.instant());
        }

        var run = house.run(MirrorJob.KIND);

        assertThat(run.report().counts())
                .contains(new Count(Outcome.FAILED, "debian stable: packages", 25, 25L * SIZE))
                .contains(new Count(Outcome.DONE, "debian stable: packages", 5, 5L * SIZE));
        assertThat(run.report().notes()).anyMatch(note -> note.contains(file("pkg7", "1")));
        assertThat(has(Samples.bytes(99, SIZE))).isFalse();
        house.audit();
    }

    @Test
    void run_originAway_failsAndKeepsWhatThereIs() throws Exception {
        add("apt", "1");
        publish();
        house.run(MirrorJob.KIND);
        house.origin.away = true;

        var run = runToTheEnd();

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.run().message()).contains("debian stable").contains("the origin is away");
        assertThat(isPinned(content("apt", "1"))).isTrue();
        assertThat(has(content("apt", "1"))).isTrue();
    }

    @Test
    void run_originFailsInTheMiddle_stopsAndReleasesNothing() throws Exception {
        add("apt", "1");
        publish();
        house.run(MirrorJob.KIND);
        pool.remove(file("apt", "1"));
        for (int i = 0; i < 60; i++) {
            add("pkg" + i, "1");
        }
        publish();
        house.plan(MirrorJob.KIND);
        house.origin.awayFor = url -> url.contains("/pool/");

        var run = runToTheEnd();

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.run().message()).contains("20 files in a row could not be had");
        assertThat(House.count(run, Outcome.FAILED)).isLessThan(30);
        assertThat(House.count(run, Outcome.FAILED)
                        + House.count(run, Outcome.SKIPPED)
                        + House.count(run, Outcome.DONE))
                .isEqualTo(House.count(run, Outcome.PLANNED));
        assertThat(isPinned(content("apt", "1"))).as("what was wanted before").isTrue();

        house.origin.awayFor = url -> false;
        assertThat(runToTheEnd().state()).isEqualTo(RunState.DONE);
        assertThat(isPinned(content("apt", "1"))).isFalse();
    }

    @Test
    void run_originRefusesEachFile_stopsSoon() throws Exception {
        for (int i = 0; i < 300; i++) {
            add("pkg" + i, "1");
        }
        publish();
        house.origin.busyFor = url -> url.contains("/pool/");

        var run = runToTheEnd();

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.run().message()).contains("the origin answers 503");
        // Twenty in a row end it; more have failed by then, since several are asked for at once.
        assertThat(House.count(run, Outcome.FAILED)).isLessThan(100);
    }

    @Test
    void run_atARate_takesItsTime() throws Exception {
        for (int i = 0; i < 3; i++) {
            add("pkg" + i, "1");
        }
        publish();
        var place = rules.getFirst().suites();
        replaceRules(new MirrorRules(
                "debian", place, choice(false, false), OptionalLong.empty(), 2 * SIZE, Optional.empty()));
        long start = System.nanoTime();

        house.run(MirrorJob.KIND);

        // What half a second brings comes at once, for the rest it needs a second.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(600));
        assertThat(poolRequests()).isEqualTo(3);
    }

    @Test
    void run_sources_allFilesOfTheSourcePackagesAreServedOffline() throws Exception {
        var dsc = Samples.bytes(1, 1_000);
        var tar = Samples.bytes(2, 9_000);
        var directory = ARCHIVE + "/pool/main/a/apt";
        house.origin.put(directory + "/apt_1.dsc", dsc, house.clock.instant());
        house.origin.put(directory + "/apt_1.tar.xz", tar, house.clock.instant());
        Release.of(house.clock.instant())
                .with("main/source/Sources", """
                        Package: apt
                        Version: 1
                        Directory: pool/main/a/apt
                        Checksums-Sha256:
                         %s %d apt_1.dsc
                         %s %d apt_1.tar.xz
                        """.formatted(
                                Samples.sha256(dsc), dsc.length, Samples.sha256(tar), tar.length))
                .publish(house.origin, STABLE);
        replaceRules(mirror(new MirrorRules.Choice(
                List.of("main"), List.of(), NamePatterns.ALL, NamePatterns.ALL, false, true, false, Set.of())));

        var run = house.run(MirrorJob.KIND);

        assertThat(run.report().counts()).contains(new Count(Outcome.DONE, "debian stable: sources", 2, 10_000));
        house.world.offline.set(true);
        house.get(1, STABLE + "/InRelease");
        house.get(1, STABLE + "/main/source/Sources");
        assertThat(house.get(1, directory + "/apt_1.dsc")).isEqualTo(dsc);
        assertThat(house.get(1, directory + "/apt_1.tar.xz")).isEqualTo(tar);
    }

    @Test
    void run_oneOfTwoSuitesCannotBeHad_bringsTheOtherAndSaysSo() throws Exception {
        add("apt", "1");
        publish();
        var places = List.of(
                new MirrorRules.Place("gone", new TargetUri(Scheme.HTTP, HOST, 80, "/debian/dists/gone", "")),
                rules.getFirst().suites().getFirst());
        replaceRules(
                new MirrorRules("debian", places, choice(false, false), OptionalLong.empty(), 0, Optional.empty()));

        var run = runToTheEnd();

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.run().message()).contains("debian gone").contains("404");
        assertThat(has(content("apt", "1"))).isTrue();
    }

    @Test
    void run_unknownMirror_isRefused() throws Exception {
        var run = runToTheEnd("name", "debain");

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.run().message()).contains("no [[mirror]] of the name debain");
        assertThat(house.origin.requests).isEmpty();
    }

    @Test
    void run_flatRepository_itsFilesAreFound() throws Exception {
        var bytes = content("tool", "1");
        house.origin.put(HOST + "/debs/tool_1_all.deb", bytes, house.clock.instant());
        Release.of(house.clock.instant())
                .with("Packages", Release.stanza("tool", "./tool_1_all.deb", bytes))
                .publish(house.origin, HOST + "/debs");
        var place = new MirrorRules.Place("./", new TargetUri(Scheme.HTTP, HOST, 80, "/debs", ""));
        replaceRules(new MirrorRules(
                "flat", List.of(place), choice(false, false), OptionalLong.empty(), 0, Optional.empty()));

        var run = runToTheEnd();

        assertThat(run.report().notes()).noneMatch(note -> note.contains("has no"));
        house.world.offline.set(true);
        house.get(1, HOST + "/debs/InRelease");
        house.get(1, HOST + "/debs/Packages");
        assertThat(house.get(1, HOST + "/debs/tool_1_all.deb")).isEqualTo(bytes);
    }

    @Test
    void check_byAClientAfterwards_adoptsOnlyWithTheIndexes() throws Exception {
        add("apt", "1");
        publish();
        house.run(MirrorJob.KIND);
        add("apt", "2");
        publish();
        house.origin.requests.clear();

        house.get(1, STABLE + "/InRelease");
        house.world.awaitIdle();

        assertThat(house.origin.requests)
                .anyMatch(url -> url.contains("/binary-amd64/by-hash/"))
                .noneMatch(url -> url.contains("Contents"));
        assertThat(house.world
                        .get(SuiteWorld.client(1), ARCHIVE + "/" + file("apt", "2"))
                        .status())
                .isEqualTo(200);
    }
}
