package org.aptheke.e2e;

import static org.aptheke.e2e.AptRuns.assertClean;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.aptheke.testkit.AptClient;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.FileTree;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand files of all sorts are imported; then apt installs while the origin is away. */
@Timeout(300)
final class ImportTest {
    private static final int FILES = 10_000;
    private static final int TRUNCATED = 1_000;
    private static final int DUPLICATES = 500;
    private static final int PACKAGES = 60;

    @TempDir
    private Path home;

    private ScriptedOrigin origin;
    private ArchiveBuilder archive;
    private List<ArchiveBuilder.PoolPackage> packages = List.of();

    @BeforeEach
    void start() throws Exception {
        origin = ScriptedOrigin.start();
        archive = ArchiveBuilder.in(home, InstantSource.system().instant());
        packages = archive.addMany("stable/main", "pkg", PACKAGES, 3_000);
        archive.publish();
        origin.otherwise(FileTree.at("/debian", archive.root()));
    }

    @AfterEach
    void stop() throws IOException {
        archive.close();
        origin.close();
        assertThat(origin.failures()).isEmpty();
    }

    @Test
    void tenThousandFiles_areReportedRight_andAptInstallsOffline() throws Exception {
        var setup = Aptheke.in(home.resolve("aptheke")).withApi();
        try (var aptheke = setup.start()) {
            var first = client("first", aptheke);
            assertClean(first.update());
            assertClean(first.downloadOnly(List.of(packages.getFirst().name())));
            origin.forget();
            var folder = folder();

            var report = setup.run("job", "start", "import", "from=" + folder);

            assertThat(report)
                    .contains(": done\n")
                    .containsPattern("done +" + (PACKAGES - 1) + " .* taken\n")
                    .containsPattern("done +" + (DUPLICATES + 1) + " .* known already\n")
                    .containsPattern("failed +" + TRUNCATED + " .* damaged\n")
                    .containsPattern("skipped +" + (FILES - PACKAGES - DUPLICATES - TRUNCATED) + " .* unmatched\n");
            assertThat(origin.requests()).isEmpty();
            origin.close();
            var second = client("second", aptheke);
            assertClean(second.update());
            assertClean(second.downloadOnly(
                    packages.stream().map(ArchiveBuilder.PoolPackage::name).toList()));
            assertThat(second.downloaded()).hasSize(PACKAGES);
        }
    }

    @Test
    void dropFolder_isTakenInAndEmptied() throws Exception {
        var setup = Aptheke.in(home.resolve("aptheke")).withApi();
        try (var aptheke = setup.start()) {
            assertClean(client("first", aptheke).update());
            var dropped = aptheke.data().resolve("_import/some.deb");
            Files.copy(archive.root().resolve(packages.getFirst().file()), dropped);

            setup.run("job", "start", "import");

            assertThat(dropped).doesNotExist();
            origin.close();
            var second = client("second", aptheke);
            assertClean(second.update());
            assertClean(second.downloadOnly(List.of(packages.getFirst().name())));
        }
    }

    /** Each package once under another name; some of them again, and cut short; and what is none of them. */
    private Path folder() throws IOException {
        var top = home.resolve("folder");
        var folder = Files.createDirectories(top.resolve("deep"));
        int number = 0;
        for (var each : packages) {
            Files.copy(archive.root().resolve(each.file()), folder.resolve("renamed-" + number++));
        }
        for (int i = 0; i < DUPLICATES; i++) {
            var file = archive.root().resolve(packages.get(i % PACKAGES).file());
            Files.copy(file, folder.resolve("again-" + number++ + ".deb"));
        }
        for (int i = 0; i < TRUNCATED; i++) {
            var bytes = Files.readAllBytes(
                    archive.root().resolve(packages.get(i % PACKAGES).file()));
            Files.write(folder.resolve("cut-" + number++ + ".deb"), Arrays.copyOf(bytes, bytes.length / 2 + i));
        }
        while (number < FILES) {
            Files.write(folder.resolve("foreign-" + number), Samples.bytes(number++, 500));
        }
        return top;
    }

    private AptClient client(String name, Aptheke aptheke) throws IOException {
        return AptRuns.client(home.resolve(name), aptheke, archive, origin);
    }
}
