package org.aptheke.keep;

import static org.aptheke.suite.Release.stanza;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Digest;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.RunState;
import org.aptheke.store.JobBook.Outcome;
import org.aptheke.suite.ClientGeneration;
import org.aptheke.suite.Release;
import org.aptheke.suite.SuitePromise;
import org.aptheke.suite.SuiteWorld;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class PurgeTest {
    private static final String ARCHIVE = "deb.example.org/debian";
    private static final String STABLE = ARCHIVE + "/dists/stable";
    private static final String PACKAGES = "main/binary-amd64/Packages";
    private static final String DEB = "pool/main/o/own/own_1_all.deb";
    private static final byte[] OWN = Samples.bytes(2, 30_000);
    private static final String OWN_DIGEST = Samples.sha256(OWN);

    @TempDir
    Path directory;

    private House house;

    @BeforeEach
    void open() throws Exception {
        house = House.in(directory, it -> List.of(new PurgeJob(it.parts)));
        house.origin.put(ARCHIVE + "/" + DEB, OWN, house.clock.instant());
        house.origin.put("copy.example/" + DEB, OWN, house.clock.instant());
        Release.of(house.clock.instant())
                .with(PACKAGES, stanza("own", DEB, OWN))
                .publish(house.origin, STABLE);
        house.get(1, STABLE + "/InRelease");
        house.world.awaitIdle();
        house.get(1, STABLE + "/" + PACKAGES);
        house.get(1, ARCHIVE + "/" + DEB);
        house.get(1, "copy.example/" + DEB);
        house.settle();
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private boolean isStored() {
        return Files.exists(directory.resolve("blobs/" + OWN_DIGEST.substring(0, 2) + "/" + OWN_DIGEST.substring(2)));
    }

    @Test
    void plan_aContent_namesAllThatShareIt() throws Exception {
        var planned = house.plan(PurgeJob.KIND, PurgeJob.DIGEST, OWN_DIGEST);

        assertThat(House.count(planned, Outcome.PLANNED)).isEqualTo(1);
        assertThat(planned.report().notes())
                .containsExactlyInAnyOrder("stored as " + ARCHIVE + "/" + DEB, "stored as copy.example/" + DEB);
        assertThat(isStored()).isTrue();
    }

    @Test
    void run_aContent_isGoneAndFetchedAnewWhenAskedFor() throws Exception {
        var run = house.run(PurgeJob.KIND, PurgeJob.DIGEST, OWN_DIGEST);

        assertThat(House.count(run, Outcome.DONE)).isEqualTo(1);
        assertThat(isStored()).isFalse();
        assertThat(house.parts.catalog().find(new CacheKey("copy.example/" + DEB)))
                .isEmpty();
        house.audit();
        assertThat(house.get(1, ARCHIVE + "/" + DEB)).isEqualTo(OWN);
    }

    @Test
    void run_pinned_isRefusedAndStays() throws Exception {
        house.pins.pin("import", List.of(Digest.ofHex(OWN_DIGEST)));

        assertThat(refusal(OWN_DIGEST)).contains("is pinned for import");
        assertThat(isStored()).isTrue();
    }

    @Test
    void run_notStoredOrNoDigest_isRefused() throws Exception {
        assertThat(refusal("00".repeat(32))).startsWith("nothing with the digest 0000");
        assertThat(refusal("own_1")).endsWith("not: own_1");
    }

    private String refusal(String digest) throws Exception {
        var begun = house.runner.begin(PurgeJob.KIND, new Arguments(Map.of(PurgeJob.DIGEST, digest)), false, "a test");
        var ended = house.runner.awaitEnd(begun.run().number(), House.LONG).orElseThrow();
        assertThat(ended.state()).isEqualTo(RunState.FAILED);
        return ended.run().message();
    }

    @Test
    void promises_filesOfASuite_sayWhichGenerationNamesThem() {
        var suites = house.world.suites;

        assertThat(suites.promises(new CacheKey(ARCHIVE + "/" + DEB)))
                .containsExactly(
                        new SuitePromise(STABLE, 1, true, "index of the pool", Optional.of(Digest.ofHex(OWN_DIGEST))));
        assertThat(suites.promises(new CacheKey(STABLE + "/" + PACKAGES)))
                .extracting(SuitePromise::by)
                .containsExactly("release file");
        assertThat(suites.promises(new CacheKey(STABLE + "/InRelease")))
                .extracting(SuitePromise::by)
                .containsExactly("the generation itself");
        assertThat(suites.promises(new CacheKey("copy.example/" + DEB))).isEmpty();
    }

    @Test
    void generationsOf_aClient_areThoseThatItGot() {
        var suites = house.world.suites;

        assertThat(suites.generationsOf(SuiteWorld.client(1).address()))
                .containsExactly(new ClientGeneration(STABLE, 1, 1, house.clock.instant()));
        assertThat(suites.generationsOf(SuiteWorld.client(2).address())).isEmpty();
    }
}
