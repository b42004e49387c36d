package org.aptheke.keep;

import static org.aptheke.suite.Release.stanza;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.RunState;
import org.aptheke.store.JobBook.Count;
import org.aptheke.suite.Release;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class DropTest {
    private static final String ARCHIVE = "deb.example.org/debian";
    private static final String STABLE = ARCHIVE + "/dists/stable";
    private static final String TESTING = ARCHIVE + "/dists/testing";
    private static final String PACKAGES = "main/binary-amd64/Packages";
    private static final String BOTH_DEB = "pool/main/b/both/both_1_all.deb";
    private static final String OWN_DEB = "pool/main/o/own/own_1_all.deb";
    private static final byte[] BOTH = Samples.bytes(1, 20_000);
    private static final byte[] OWN = Samples.bytes(2, 30_000);

    @TempDir
    Path directory;

    private House house;

    @BeforeEach
    void open() throws Exception {
        house = House.in(directory, it -> List.of(new DropJob(it.parts, it.world.suites::forget)));
        house.origin.put(ARCHIVE + "/" + BOTH_DEB, BOTH, house.clock.instant());
        house.origin.put(ARCHIVE + "/" + OWN_DEB, OWN, house.clock.instant());
        Release.of(house.clock.instant())
                .with(PACKAGES, stanza("both", BOTH_DEB, BOTH) + stanza("own", OWN_DEB, OWN))
                .publish(house.origin, STABLE);
        Release.of(house.clock.instant())
                .with(PACKAGES, stanza("both", BOTH_DEB, BOTH))
                .publish(house.origin, TESTING);
        for (var suite : List.of(STABLE, TESTING)) {
            house.get(1, suite + "/InRelease");
            house.world.awaitIdle();
            house.get(1, suite + "/" + PACKAGES);
        }
        house.get(1, ARCHIVE + "/" + BOTH_DEB);
        house.get(1, ARCHIVE + "/" + OWN_DEB);
        house.get(1, ARCHIVE + "/" + OWN_DEB); // once more: now it has been filed
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private boolean has(byte[] content) {
        var name = Samples.sha256(content);
        return Files.exists(directory.resolve("blobs/" + name.substring(0, 2) + "/" + name.substring(2)));
    }

    @Test
    void plan_aSuite_showsWhatGoesAndWhatIsShared() throws Exception {
        var planned = house.plan("drop", "suite", STABLE);

        assertThat(planned.report().counts())
                .extracting(Count::reason, Count::count)
                .containsExactly(tuple(DropJob.GENERATIONS, 1L), tuple(DropJob.OWN, 3L));
        assertThat(planned.report().notes())
                .containsExactly("1 files of 20000 bytes stay: other suites name them, or they are pinned");
        assertThat(has(OWN)).isTrue();
    }

    @Test
    void run_aSuite_leavesWhatOthersName() throws Exception {
        house.run("drop", "suite", STABLE);

        assertThat(has(OWN)).isFalse();
        assertThat(has(BOTH)).isTrue();
        assertThat(house.world.suites.status())
                .extracting(status -> status.suite())
                .containsExactly(TESTING);
        house.audit();
    }

    @Test
    void run_aSuiteThatIsAskedForAgain_beginsAnew() throws Exception {
        house.run("drop", "suite", STABLE);

        house.get(1, STABLE + "/InRelease");
        house.world.awaitIdle();

        assertThat(house.get(1, ARCHIVE + "/" + OWN_DEB)).isEqualTo(OWN);
        assertThat(house.world.suites.status()).hasSize(2);
    }

    @Test
    void run_noSuchSuite_fails() throws Exception {
        var begun = house.runner.begin("drop", new Arguments(Map.of("suite", "x/y")), false, "a test");

        var ended = house.runner.awaitEnd(begun.run().number(), House.LONG).orElseThrow();

        assertThat(ended.state()).isEqualTo(RunState.FAILED);
        assertThat(ended.run().message()).startsWith("no suite is called x/y");
    }

    @Test
    void sizes_twoSuites_areCountedByPart() throws Exception {
        var sizes = SuiteSize.all(house.parts);

        assertThat(sizes).extracting(SuiteSize::suite).containsExactly(STABLE, TESTING);
        var stable = sizes.getFirst();
        assertThat(stable.parts()).containsExactly(new SuiteSize.Part("main", "amd64", 2, 50_000));
        assertThat(stable.files()).isEqualTo(4);
        assertThat(stable.sharedFiles()).isEqualTo(1);
        assertThat(stable.sharedBytes()).isEqualTo(20_000);
    }
}
