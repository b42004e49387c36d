package org.aptheke.e2e;

import static org.aptheke.e2e.AptRuns.assertClean;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.aptheke.testkit.AptClient;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.FileTree;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One instance has an origin and exports; another has none, takes that in, and real apt installs from it. */
@Timeout(300)
final class BundleTest {
    private static final int PACKAGES = 20;
    private static final int KILLS = 4;

    /** InRelease and one Packages file, which a client asks for in an update. */
    private static final int OF_AN_UPDATE = 2;

    @TempDir
    private Path home;

    private ScriptedOrigin origin;
    private ArchiveBuilder archive;
    private List<String> packages = List.of();
    private Aptheke.Setup here;
    private Aptheke.Setup there;

    @BeforeEach
    void start() throws Exception {
        origin = ScriptedOrigin.start();
        archive = ArchiveBuilder.in(home, InstantSource.system().instant());
        packages = new ArrayList<>(archive.addMany("stable/main", "pkg", PACKAGES, 200_000).stream()
                .map(ArchiveBuilder.PoolPackage::name)
                .toList());
        archive.publish();
        origin.otherwise(FileTree.at("/debian", archive.root()));
        here = Aptheke.in(home.resolve("here")).withApi().set("freshness.check_after", "\"0s\"");
        there = Aptheke.in(home.resolve("there"))
                .withApi()
                .set("signatures.policy", "\"require\"")
                .set("signatures.keyrings", "[\"" + archive.keyring() + "\"]")
                .set("offline", "true");
    }

    @AfterEach
    void stop() throws IOException {
        archive.close();
        origin.close();
        assertThat(origin.failures()).isEmpty();
    }

    private Path file(String name) {
        return home.resolve(name);
    }

    /** Has some packages, and what leads to them, in the instance that exports. */
    private void fill(Aptheke aptheke, String client, List<String> wanted) throws Exception {
        var apt = client(client, aptheke);
        assertClean(apt.update());
        assertClean(apt.downloadOnly(wanted));
    }

    private AptClient client(String name, Aptheke aptheke) throws IOException {
        return AptRuns.client(home.resolve(name), aptheke, archive, origin);
    }

    private void trust() throws Exception {
        there.set("import.trusted_keys", "[\"" + here.run("export", "--key").strip() + "\"]");
    }

    /** A command that is to end badly; gives what it said. */
    private static String failing(Aptheke.Setup setup, String... arguments) throws Exception {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", setup.configuration().toString()));
        var outcome = setup.outcome(all);
        assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(1);
        return outcome.output();
    }

    private static List<String> files(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(Path::getFileName).map(Path::toString).sorted().toList();
        }
    }

    @Test
    void bundle_andADelta_aptInstallsWithoutAnyOrigin() throws Exception {
        try (var first = here.start()) {
            fill(first, "client", packages);
            trust();
            assertThat(here.run("export", "--plan")).contains("planned  20 ").doesNotContainPattern("done +[0-9]");

            var said = here.run("export", file("full.tar.zst").toString());

            assertThat(said).containsPattern("done +" + PACKAGES + " ").contains("signed by ed25519:");
            assertThat(files(home)).contains("full.tar.zst").noneMatch(name -> name.endsWith(".part"));
            var news = archive.add("stable/main", "news", "1.0", 5_000).name();
            archive.publish();
            assertClean(client("client", first).update());
            fill(first, "client", List.of(news));
            here.run(
                    "export",
                    "--since",
                    "last",
                    "--as",
                    "site",
                    file("delta.tar.zst").toString());
            assertThat(here.run("export", "--plan", "--since", "site")).contains("Nothing to do.");
            assertThat(failing(here, "export", file("delta.tar.zst").toString()))
                    .contains("is there already");
        }
        origin.close();
        try (var second = there.start()) {
            assertThat(there.run("import", file("full.tar.zst").toString()))
                    .contains("import-bundle", ": done\n")
                    .containsPattern("done +" + (PACKAGES + OF_AN_UPDATE) + " .* taken\n");
            var client = client("second", second);
            assertClean(client.update());
            assertClean(client.downloadOnly(packages));
            assertThat(client.downloaded()).hasSize(PACKAGES);

            var delta = there.run("import", file("delta.tar.zst").toString());

            assertThat(delta).containsPattern("done +" + (1 + OF_AN_UPDATE) + " .* taken\n");
            assertClean(client.update());
            assertClean(client.downloadOnly(List.of("news")));
            assertThat(client.downloaded()).hasSize(PACKAGES + 1);
            assertThat(there.run("import", file("full.tar.zst").toString()))
                    .contains("known already")
                    .doesNotContain(" taken\n");
            assertThat(there.run("suites")).contains("/debian/dists/stable");
            StoreAudit.of(second.data()).blobsAreWhatTheirNamesSay().nothingIsPartial();
            assertThat(second.data().resolve("staging")).doesNotExist();
        }
    }

    @Test
    void bundle_thatIsNotAsItWasSigned_isRefusedWhole() throws Exception {
        byte[] bundle;
        try (var first = here.start()) {
            fill(first, "client", packages.subList(0, 3));
            trust();
            here.run("export", file("good.tar.zst").toString());
            bundle = Files.readAllBytes(file("good.tar.zst"));
        }
        try (var second = there.start()) {
            var random = new Random(11);
            var bad = file("bad.tar.zst");
            for (int i = 0; i < 6; i++) {
                // Behind what only says how it is compressed, of which nothing depends.
                var other = bundle.clone();
                other[40 + random.nextInt(bundle.length - 40)] ^= (byte) (1 << random.nextInt(8));
                Files.write(bad, i % 3 > 0 ? other : Arrays.copyOf(bundle, random.nextInt(1, bundle.length)));

                assertThat(failing(there, "import", bad.toString())).contains("the bundle is refused: ");
            }
            Files.write(bad, Arrays.copyOf(bundle, bundle.length + 10));
            assertThat(failing(there, "import", bad.toString())).contains("the bundle is refused: ");
            assertThat(StoreAudit.of(second.data()).blobs()).isEmpty();
            StoreAudit.of(second.data()).nothingIsPartial();
            assertThat(second.data().resolve("staging")).doesNotExist();
            assertThat(there.run("suites")).contains("No suite is known yet");
            assertThat(there.run("import", file("good.tar.zst").toString())).contains(": done\n");
        }
    }

    @Test
    void bundle_ofAStranger_orWithAnArchiveOfOne_isNotBelieved() throws Exception {
        try (var first = here.start()) {
            fill(first, "client", packages.subList(0, 2));
            here.run("export", file("b.tar.zst").toString());
            trust();
        }
        var key = there.unset("import.trusted_keys");
        try (var second = key.start()) {
            assertThat(failing(there, "import", file("b.tar.zst").toString()))
                    .contains("no exporter is trusted here")
                    .contains("import.trusted_keys");
            assertThat(StoreAudit.of(second.data()).blobs()).isEmpty();
        }
        trustedElsewhere();
    }

    /** Whom the bundle is from is known, whom the archive is from is not: then its suite is not adopted. */
    private void trustedElsewhere() throws Exception {
        String key;
        try (var _ = here.start()) {
            key = here.run("export", "--key").strip();
        }
        try (var other = ArchiveBuilder.in(
                        Files.createDirectory(home.resolve("x")),
                        InstantSource.system().instant());
                var second = there.set("signatures.keyrings", "[\"" + other.keyring() + "\"]")
                        .start()) {
            assertThat(there.run("import", "--trust", key, file("b.tar.zst").toString()))
                    .contains("its release files are not taken: ");
            assertThat(there.run("suites")).contains("No suite is known yet");
            assertThat(second.get(origin.url("/debian/dists/stable/InRelease")).status())
                    .isGreaterThanOrEqualTo(500);
        }
    }

    @Test
    void kill_duringTheImport_nothingIsHalf_andTheNextGoesWell() throws Exception {
        try (var first = here.start()) {
            fill(first, "client", packages);
            trust();
            here.run("export", file("b.tar.zst").toString());
        }
        origin.close();
        var random = new Random(5);
        for (int round = 0; round < KILLS; round++) {
            try (var second = there.start()) {
                assertThat(second.data().resolve("staging")).doesNotExist();
                var sending = Thread.ofVirtual().start(() -> {
                    try {
                        there.run("import", file("b.tar.zst").toString());
                    } catch (IOException | InterruptedException e) {
                        // The program is killed meanwhile.
                    }
                });
                var staging = second.data().resolve("staging");
                Poll.until("the import has begun", () -> Files.exists(staging) || !sending.isAlive());
                LockSupport.parkNanos(random.nextLong(250_000_000));
                second.kill9();
                sending.join();
                StoreAudit.of(second.data()).blobsAreWhatTheirNamesSay();
            }
        }
        try (var second = there.start()) {
            assertThat(there.run("import", file("b.tar.zst").toString())).contains(": done\n");
            var client = client("second", second);
            assertClean(client.update());
            assertClean(client.downloadOnly(packages));
            StoreAudit.of(second.data()).blobsAreWhatTheirNamesSay().nothingIsPartial();
            var names = new TreeSet<>(files(second.data().resolve("partial")));
            assertThat(names).isEmpty();
        }
    }

    @Test
    void disk_isFull_exportIsRefusedOrTakenBack() throws Exception {
        try (var first = here.start()) {
            fill(first, "client", packages);
            var small = Files.createDirectory(home.resolve("small"));
            var config = here.configuration().toString();
            var target = small.resolve("b.tar.zst").toString();
            var mounted = "mount -t tmpfs -o size=1m none '%s' && { \"$@\"; s=$?; ls -A '%s'; exit $s; }"
                    .formatted(small, small);

            here.wrappedBy("unshare", "--mount", "--map-root-user", "sh", "-c", mounted, "sh");
            var refused = here.outcome(List.of("export", target, "--config", config));
            here.wrappedBy("sh", "-c", "ulimit -f 1000 && exec \"$@\"", "sh");
            var takenBack = here.outcome(List.of("export", target, "--config", config));

            assertThat(refused.exitCode()).as(refused.output()).isEqualTo(1);
            assertThat(refused.output())
                    .contains("bytes are free there")
                    .endsWith("\n")
                    .doesNotContain("\nb.tar.zst");
            assertThat(takenBack.exitCode()).as(takenBack.output()).isEqualTo(1);
            assertThat(takenBack.output()).contains("cannot be written: ");
            assertThat(files(small)).isEmpty();
            here.wrappedBy();
            assertThat(failing(here, "export", "--plan", "--since", "last")).contains("exports are none");
            Poll.until("the run has failed", () -> here.run("job", "list").contains("failed"));
        }
    }

    @Test
    void files_areSent_andAptInstallsWithoutAnyOrigin() throws Exception {
        try (var first = here.start()) {
            assertClean(client("client", first).update());
            var told = here.run("import", archive.root().resolve("pool").toString());

            assertThat(told).contains("import-sent", ": done\n").containsPattern("done +" + PACKAGES + " .* taken\n");
            assertThat(first.data().resolve("staging")).doesNotExist();
            origin.close();
            var second = client("second", first);
            assertClean(second.update());
            assertClean(second.downloadOnly(packages));
            StoreAudit.of(first.data()).blobsAreWhatTheirNamesSay().nothingIsPartial();
        }
    }

    /** That the file is what others can look into, with the tools of every system. */
    @Test
    void bundle_isAnArchiveThatTarReads() throws Exception {
        try (var first = here.start()) {
            fill(first, "client", packages.subList(0, 1));
            here.run("export", file("b.tar.zst").toString());
        }

        var listed =
                Tool.in(home).output("tar", "--zstd", "-tvf", file("b.tar.zst").toString());

        assertThat(listed.lines().toList()).hasSize(2 + OF_AN_UPDATE + 1);
        assertThat(listed).contains(" list\n", " list.sig\n", " sha256/");
    }
}
