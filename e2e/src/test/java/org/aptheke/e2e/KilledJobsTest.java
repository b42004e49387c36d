package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.aptheke.testkit.AptClient;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.FileTree;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs of all kinds, two at once and the same twice, cancelled and killed at any moment, again and again. With
 * {@code -Daptheke.kills=50} as often as that.
 */
@Timeout(1800)
final class KilledJobsTest {
    private static final int KILLS = Integer.getInteger("aptheke.kills", 5);
    private static final int FILES = 300;
    private static final int PACKAGES = 60;
    private static final long LONGEST_NANOS = 600_000_000;

    @TempDir
    private Path home;

    private final Random random = new Random(75);
    private ScriptedOrigin origin;
    private ArchiveBuilder archive;
    private List<ArchiveBuilder.PoolPackage> packages = List.of();
    private Aptheke.Setup setup;
    private JobsApi jobs;
    private Path folder;
    private int clients;

    @BeforeEach
    void start() throws Exception {
        origin = ScriptedOrigin.start();
        archive = ArchiveBuilder.in(home, InstantSource.system().instant());
        packages = archive.addMany("stable/main", "pkg", PACKAGES, 3_000);
        archive.publish();
        origin.otherwise(FileTree.at("/debian", archive.root()));
        for (int i = 0; i < FILES; i++) {
            origin.on(path(i), file(i));
        }
        folder = Files.createDirectories(home.resolve("folder"));
        for (var each : packages) {
            Files.copy(archive.root().resolve(each.file()), folder.resolve(each.name() + "-renamed"));
        }
        setup = Aptheke.in(home.resolve("aptheke"))
                .withApi()
                .set("expire.keep_unreferenced", "\"1ms\"")
                .set("store.high_mark", "\"80%\"")
                .set("store.low_mark", "\"50%\"");
        jobs = new JobsApi(setup.apiPort());
    }

    @AfterEach
    void stop() throws IOException {
        archive.close();
        origin.close();
        assertThat(origin.failures()).isEmpty();
    }

    private static Resource file(int number) {
        return Resource.of(Samples.bytes(number, 3_000)).withEtag("\"e" + number + "\"");
    }

    private static String path(int number) {
        return "/pool/f" + number + ".deb";
    }

    @Test
    void kill_duringJobsOfAllKinds_losesNoFileAndLeavesNone() throws Exception {
        int interrupted = 0;
        // Less than there is: evictions are always wanted.
        setup.set("store.budget", "\"1MiB\"");
        for (int round = 0; round < KILLS; round++) {
            try (var aptheke = setup.start()) {
                jobs.awaitEndOfAll();
                clientsCome(aptheke);
                var runs = beginSome();
                LockSupport.parkNanos(random.nextLong(LONGEST_NANOS));
                if (round % 3 == 2) {
                    jobs.cancel(runs.getFirst());
                }
                interrupted += jobs.anyIsUnderWay() ? 1 : 0;
                aptheke.kill9();
                StoreAudit.of(aptheke.data()).blobsAreWhatTheirNamesSay().rowsHaveTheirBlobs();
            }
        }
        assertThat(interrupted).as("kills while a job was under way").isPositive();
        setup.set("store.budget", "\"none\"");
        try (var aptheke = setup.start()) {
            nothingIsLost(aptheke);
            nothingIsLeft(aptheke);
        }
    }

    /** Every answer is right, whatever a job does. */
    private void clientsCome(Aptheke aptheke) throws Exception {
        try (var wire = aptheke.connect()) {
            for (int i = 0; i < FILES; i++) {
                assertThat(wire.get(origin.url(path(i))).sha256()).isEqualTo(file(i).sha256());
            }
        }
        var updated = client(aptheke).update();
        assertThat(updated.isClean()).as(updated.output()).isTrue();
    }

    /** One that knows nothing yet. */
    private AptClient client(Aptheke aptheke) throws IOException {
        return AptRuns.client(home.resolve("client" + clients++), aptheke, archive, origin);
    }

    /** Two kinds by chance, the first of them twice; their numbers. */
    private List<Long> beginSome() throws Exception {
        var kinds = new ArrayList<>(List.of("expire", "scrub", "import", "drop", "evict"));
        Collections.shuffle(kinds, random);
        var numbers = new ArrayList<Long>();
        for (var kind : List.of(kinds.get(0), kinds.get(1), kinds.get(0))) {
            numbers.add(begin(kind));
        }
        return numbers;
    }

    private long begin(String kind) throws Exception {
        return switch (kind) {
            case "scrub" -> jobs.begin(kind, "all", "true");
            case "import" -> jobs.begin(kind, "from", folder.toString());
            case "drop" -> jobs.begin(kind, "suite", origin.authority() + "/debian/dists/stable");
            default -> jobs.begin(kind);
        };
    }

    /** After a last import a client installs all packages from the store. */
    private void nothingIsLost(Aptheke aptheke) throws Exception {
        jobs.awaitEndOfAll();
        clientsCome(aptheke);
        begin("import");
        jobs.awaitEndOfAll();
        begin("expire");
        jobs.awaitEndOfAll();
        var scrubbed = jobs.report(begin("scrub"));
        assertThat(scrubbed).contains("scrub").doesNotContain("lost", "damaged", "no blob");
        var last = client(aptheke);
        origin.forget();
        assertThat(last.update().isClean()).isTrue();
        var names = packages.stream().map(ArchiveBuilder.PoolPackage::name).toList();
        assertThat(last.downloadOnly(names).isClean()).isTrue();
        assertThat(origin.requests())
                .as("asked of the origin")
                .noneMatch(request -> request.target().contains("/pool/"));
    }

    /** When nothing is wanted any more nothing stays. */
    private void nothingIsLeft(Aptheke aptheke) throws Exception {
        begin("drop");
        jobs.awaitEndOfAll();
        begin("expire");
        jobs.awaitEndOfAll();
        var audit = StoreAudit.of(aptheke.data());
        audit.rowsHaveTheirBlobs().nothingIsPartial();
        assertThat(audit.blobs()).as("after %s", jobs.list()).isEmpty();
    }
}
