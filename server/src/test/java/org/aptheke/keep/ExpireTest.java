package org.aptheke.keep;

import static org.aptheke.suite.Release.stanza;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.Digest;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.store.JobBook.Count;
import org.aptheke.store.JobBook.Outcome;
import org.aptheke.suite.Release;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class ExpireTest {
    private static final String ARCHIVE = "deb.example.org/debian";
    private static final String STABLE = ARCHIVE + "/dists/stable";
    private static final String PACKAGES = "main/binary-amd64/Packages";
    private static final String OLD_DEB = "pool/main/h/hello/hello_1_all.deb";
    private static final String NEW_DEB = "pool/main/h/hello/hello_2_all.deb";
    private static final byte[] OLD = Samples.bytes(1, 20_000);
    private static final byte[] NEW = Samples.bytes(2, 30_000);

    @TempDir
    Path directory;

    private House house;

    @BeforeEach
    void open() throws IOException {
        house = House.in(directory);
        house.origin.put(ARCHIVE + "/" + OLD_DEB, OLD, house.clock.instant());
        house.origin.put(ARCHIVE + "/" + NEW_DEB, NEW, house.clock.instant());
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    /** A release that names these versions of hello. */
    private void publish(int number, boolean old, boolean fresh) {
        Release.of(house.clock.instant().plusSeconds(number))
                .with(
                        PACKAGES,
                        "Generation: " + number + "\n\n" + (old ? stanza("hello", OLD_DEB, OLD) : "")
                                + (fresh ? stanza("hello", NEW_DEB, NEW) : ""))
                .publish(house.origin, STABLE);
    }

    private void update() throws Exception {
        house.world.awaitIdle();
        house.get(1, STABLE + "/InRelease");
        house.world.awaitIdle();
        house.get(1, STABLE + "/" + PACKAGES);
    }

    private boolean has(byte[] content) {
        var name = Samples.sha256(content);
        return Files.exists(directory.resolve("blobs/" + name.substring(0, 2) + "/" + name.substring(2)));
    }

    /** Enough new releases that no retained generation names what was before. */
    private void supersede() throws Exception {
        for (int i = 2; i < 8; i++) {
            publish(i, false, true);
            update();
            house.pass(Duration.ofHours(1));
        }
    }

    @Test
    void run_namedByNoReleaseAndUnused_isRemovedWithItsRows() throws Exception {
        publish(1, true, false);
        update();
        house.get(1, ARCHIVE + "/" + OLD_DEB);
        supersede();
        house.get(1, ARCHIVE + "/" + NEW_DEB);
        house.pass(Duration.ofDays(31));
        update();

        var ended = house.run("expire");

        // The package, and the indexes and release files of the first three releases.
        assertThat(ended.report().counts())
                .extracting(Count::outcome, Count::reason, Count::count)
                .containsExactly(
                        tuple(Outcome.PLANNED, ExpirePlan.UNNAMED, 7L), tuple(Outcome.DONE, ExpirePlan.UNNAMED, 7L));
        assertThat(has(OLD)).isFalse();
        assertThat(has(NEW)).isTrue();
        house.audit();
    }

    @Test
    void run_namedByNoReleaseButUsedLately_stays() throws Exception {
        publish(1, true, false);
        update();
        house.get(1, ARCHIVE + "/" + OLD_DEB);
        supersede();
        house.pass(Duration.ofDays(25));
        house.get(1, ARCHIVE + "/" + OLD_DEB);
        house.pass(Duration.ofDays(25));

        house.run("expire");

        assertThat(has(OLD)).isTrue();
    }

    @Test
    void run_namedAndTheNewest_staysHoweverLongUnused() throws Exception {
        publish(1, true, false);
        update();
        house.get(1, ARCHIVE + "/" + OLD_DEB);
        house.pass(Duration.ofDays(89));
        house.get(1, STABLE + "/InRelease");
        house.pass(Duration.ofDays(89));

        var ended = house.run("expire");

        assertThat(House.count(ended, Outcome.PLANNED)).isZero();
        assertThat(has(OLD)).isTrue();
    }

    @Test
    void run_namedBesideANewerOneAndUnused_isRemoved() throws Exception {
        publish(1, true, true);
        update();
        house.get(1, ARCHIVE + "/" + OLD_DEB);
        house.get(1, ARCHIVE + "/" + NEW_DEB);
        house.pass(Duration.ofDays(80));
        house.get(1, STABLE + "/InRelease");
        house.pass(Duration.ofDays(20));

        var ended = house.run("expire");

        assertThat(ended.report().counts()).contains(new Count(Outcome.DONE, ExpirePlan.OUTDATED, 1, OLD.length));
        assertThat(has(OLD)).isFalse();
        assertThat(has(NEW)).isTrue();
        house.audit();
    }

    @Test
    void run_twoVersionsAreKept_theOlderStays() throws Exception {
        house.rules = new ExpireRules(Duration.ofDays(30), Duration.ofDays(90), 2, Duration.ofDays(400), Set.of());
        publish(1, true, true);
        update();
        house.get(1, ARCHIVE + "/" + OLD_DEB);
        house.pass(Duration.ofDays(200));

        house.run("expire");

        assertThat(has(OLD)).isTrue();
    }

    @Test
    void run_suiteThatNobodyAsksFor_goesWithItsFiles() throws Exception {
        publish(1, true, false);
        update();
        house.get(1, ARCHIVE + "/" + OLD_DEB);
        house.pass(Duration.ofDays(91));

        var ended = house.run("expire");

        assertThat(ended.report().counts()).contains(new Count(Outcome.DONE, ExpirePlan.IDLE_SUITE, 1, 0));
        assertThat(has(OLD)).isFalse();
        assertThat(house.world.suites.status()).isEmpty();
        house.audit();
    }

    @Test
    void run_originAway_namedFilesStay() throws Exception {
        publish(1, true, false);
        update();
        house.get(1, ARCHIVE + "/" + OLD_DEB);
        house.origin.away = true;
        for (int i = 0; i < 10; i++) {
            house.pass(Duration.ofDays(30));
            house.world.awaitIdle();
            house.get(1, STABLE + "/InRelease");
        }

        house.run("expire");

        assertThat(has(OLD)).isTrue();
    }

    @Test
    void run_anIndexIsMissing_nothingOfItsArchiveIsRemoved() throws Exception {
        publish(1, true, false);
        update();
        house.get(1, ARCHIVE + "/" + OLD_DEB);
        supersede();
        house.pass(Duration.ofDays(40));
        house.close();
        deleteIndexesOfPools();
        var index =
                Samples.sha256(("Generation: 7\n\n" + stanza("hello", NEW_DEB, NEW)).getBytes(StandardCharsets.UTF_8));
        Files.delete(directory.resolve("blobs/" + index.substring(0, 2) + "/" + index.substring(2)));
        house = new House(directory, house.clock, house.origin, h -> List.of());

        var ended = house.run("expire");

        assertThat(has(OLD)).isTrue();
        assertThat(ended.report().notes()).anyMatch(note -> note.contains(PACKAGES + " cannot be read"));
    }

    private void deleteIndexesOfPools() throws IOException {
        try (var files = Files.list(directory.resolve("pool-index"))) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void run_pinned_stays() throws Exception {
        house.get(1, ARCHIVE + "/" + OLD_DEB);
        house.pins.pin("import", List.of(Digest.ofHex(Samples.sha256(OLD))));
        house.pass(Duration.ofDays(400));

        house.run("expire");

        assertThat(has(OLD)).isTrue();
    }

    @Test
    void run_catalogueBegunAnew_nothingIsOldYet() throws Exception {
        publish(1, true, false);
        update();
        house.get(1, ARCHIVE + "/" + OLD_DEB);
        house.pass(Duration.ofDays(100));
        house.close();
        for (var name : List.of("catalog.db", "catalog.db-wal", "catalog.db-shm")) {
            Files.deleteIfExists(directory.resolve(name));
        }
        house = new House(directory, house.clock, house.origin, h -> List.of());

        var ended = house.run("expire");

        assertThat(has(OLD)).isTrue();
        assertThat(ended.report().notes()).contains("uses are not known for long enough yet: nothing is old");
    }

    @Test
    void run_programWasOffForLong_thatTimeMakesNothingOld() throws Exception {
        house.get(1, ARCHIVE + "/" + OLD_DEB);
        house.get(1, ARCHIVE + "/" + OLD_DEB); // once more: now it has been filed
        house.world.noteUses();
        house.close();
        house.clock.advance(Duration.ofDays(100));
        house = new House(directory, house.clock, house.origin, h -> List.of());
        house.run("expire");
        assertThat(has(OLD)).isTrue();

        house.pass(Duration.ofDays(31));
        house.run("expire");

        assertThat(has(OLD)).isFalse();
    }

    @Test
    void run_answersWithoutContent_goWhenUnused() throws Exception {
        house.origin.put(ARCHIVE + "/empty", new byte[0], house.clock.instant());
        house.get(1, ARCHIVE + "/empty");
        house.pass(Duration.ofDays(31));

        var ended = house.run("expire");

        assertThat(ended.report().counts()).contains(new Count(Outcome.DONE, ExpirePlan.EMPTY_ROW, 1, 0));
        assertThat(house.world.catalog.keys("", 10)).isEmpty();
        house.audit();
    }

    @Test
    void plan_only_removesNothing() throws Exception {
        house.get(1, ARCHIVE + "/" + OLD_DEB);
        house.pass(Duration.ofDays(31));

        var planned = house.plan("expire");

        assertThat(planned.report().counts())
                .containsExactly(new Count(Outcome.PLANNED, ExpirePlan.UNNAMED, 1, OLD.length));
        assertThat(has(OLD)).isTrue();
    }

    @Test
    void run_checksumsOfAContent_goWithIt() throws Exception {
        house.get(1, ARCHIVE + "/" + OLD_DEB);
        var digest = Digest.ofHex(Samples.sha256(OLD));
        var md5 = new Checksum(DigestAlgorithm.MD5, "0".repeat(32));
        house.world.catalog.noteChecksum(md5, digest);
        house.pass(Duration.ofDays(31));

        house.run("expire");

        house.world.catalog.flush();
        assertThat(house.world.catalog.findByChecksum(md5)).isEmpty();
    }
}
