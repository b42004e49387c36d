package org.aptheke.e2e.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.aptheke.testkit.AptClient;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.FileTree;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/containers.md describes, run as engines would: it serves a real apt, writes to its volume alone, and stops. */
@Timeout(900)
final class ContainerTest {
    private static final Path DOCKERFILE = Path.of("../packaging/container/Dockerfile");

    @TempDir
    private Path home = Path.of("");

    @Test
    void image_ofTheDockerfile_servesAndStops() throws Exception {
        var context = Packages.built().aptheke().resolveSibling("");
        var built = Dockerfile.build(
                DOCKERFILE,
                context,
                home.resolve("build"),
                Trees.ofThisMachine().of(Release.TRIXIE));
        var image = built.image();

        assertThat(image.user()).isEqualTo("342:342");
        assertThat(built.stopSignal()).contains("SIGTERM");
        try (var container = Container.start(image, home.resolve("container"), variables())) {
            assertServes(container);
            var check = String.join("\u0000", built.healthCheck()).replace("3142", "" + container.port());
            assertThat(container.run(image, List.of(check.split("\u0000", -1))).exitCode())
                    .isZero();
            assertThat(container.run(image, built.healthCheck()).exitCode())
                    .as("nobody is there")
                    .isNotZero();
            assertThat(container.stop()).as(container.said()).isZero();
        }
    }

    @Test
    void tree_ofThePackageCommand_servesAndStops() throws Exception {
        var tree = Packages.built().tree();
        var image = new Container.Image(
                List.of(tree),
                userOf(tree),
                List.of(),
                "/var/lib/aptheke",
                List.of("/usr/bin/aptheke", "serve", "--data", "/var/lib/aptheke"));

        try (var container = Container.start(image, home.resolve("container"), variables())) {
            assertServes(container);
            assertThat(container.stop()).as(container.said()).isZero();
        }
    }

    /** Its numbers, as the tree knows them. */
    private static String userOf(Path tree) throws Exception {
        var entry = Files.readAllLines(tree.resolve("etc/passwd")).stream()
                .filter(line -> line.startsWith("aptheke:"))
                .findFirst()
                .orElseThrow()
                .split(":", -1);
        return entry[2] + ":" + entry[3];
    }

    private static List<String> variables() {
        return List.of("APTHEKE_EGRESS_ALLOW=127.0.0.0/8");
    }

    private void assertServes(Container container) throws Exception {
        try (var origin = ScriptedOrigin.start();
                var archive = ArchiveBuilder.in(
                        Files.createDirectories(home.resolve("archive")),
                        InstantSource.system().instant())) {
            archive.addMany("stable/main", "sample", 2, 100_000);
            archive.publish();
            origin.otherwise(FileTree.at("/debian", archive.root()));
            var apt = AptClient.in(home.resolve("apt"))
                    .proxy(container.url())
                    .source("deb [signed-by=%s] %s stable main".formatted(archive.keyring(), origin.url("/debian")));

            assertThat(apt.update().isClean()).as(container::said).isTrue();
            assertThat(apt.downloadOnly(List.of("sample-00", "sample-01")).isClean())
                    .as(container::said)
                    .isTrue();
            assertThat(container.said()).doesNotContain("WARN", "Exception", "rror:");
        }
    }
}
