package org.aptheke.e2e;

import static org.aptheke.e2e.AptRuns.assertClean;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.aptheke.testkit.AptClient;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.ChangingTree;
import org.aptheke.testkit.FileTree;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real apt gets what the signed index promises, or nothing. */
final class CheckedAptTest extends SharedAptheke {
    private ArchiveBuilder archive;
    private Path directory;

    @Override
    void configure(Aptheke.Setup setup) {
        setup.set("freshness.check_after", "\"0s\"")
                .set("freshness.not_found", "\"0s\"")
                .set("suites.adopt_wait", "\"2s\"");
    }

    @BeforeEach
    void makeArchive() throws Exception {
        directory = Files.createTempDirectory(home, "test");
        archive = ArchiveBuilder.in(directory, InstantSource.system().instant());
    }

    @AfterEach
    void closeArchive() throws IOException {
        archive.close();
    }

    @Test
    void update_originIsHalfSyncedForEver_lastWholeReleaseStaysAndHealsAtOnce() throws Exception {
        var tree = ChangingTree.of(archive, directory);
        for (int i = 1; i <= 2; i++) {
            archive.add("stable/main", "hello", "1." + i, 5_000);
            archive.publish();
            tree.take();
        }
        tree.publishNext(ChangingTree.Order.RELEASE_FIRST, Duration.ZERO);
        origin.otherwise(FileTree.at("/debian", tree.root()));
        var client = client("client", origin);
        assertClean(client.update());
        hideNewIndexes(tree, "/debian/dists/stable/main/binary-");
        tree.publishNext(ChangingTree.Order.RELEASE_FIRST, Duration.ZERO);

        assertClean(client.update());
        assertClean(client.downloadOnly(List.of("hello")));
        assertThat(client.downloaded()).containsKey("hello_1.1_all.deb");
        assertClean(client("cold", origin).update());

        origin.otherwise(FileTree.at("/debian", tree.root()));
        assertClean(client.update());
        assertClean(client.downloadOnly(List.of("hello")));
        assertThat(client.downloaded()).containsKey("hello_1.2_all.deb");
    }

    /** The origin goes on to serve the indexes that it has now. */
    private void hideNewIndexes(ChangingTree tree, String prefix) throws IOException {
        var old = directory.resolve("old");
        copyTree(tree.root().resolve("dists"), old.resolve("dists"));
        var now = FileTree.at("/debian", tree.root());
        var before = FileTree.at("/debian", old);
        origin.otherwise((request, reply) -> (request.path().startsWith(prefix) ? before : now).answer(request, reply));
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Test
    void install_originHasAnotherBody_failsAndHealsWithTheOrigin() throws Exception {
        var hello = archive.add("stable/main", "hello", "1.0", 300_000);
        archive.publish();
        origin.otherwise(FileTree.at("/debian", archive.root()));
        var client = client("client", origin);
        assertClean(client.update());
        var right = Files.readAllBytes(archive.root().resolve(hello.file()));
        var wrong = right.clone();
        wrong[right.length / 2] ^= 1;
        for (var body : List.of(wrong, Samples.bytes(7, right.length + 1), Samples.bytes(8, right.length - 1))) {
            origin.on("/debian/" + hello.file(), Resource.of(body));

            assertThat(client.downloadOnly(List.of("hello")).exitCode()).isNotZero();
            assertThat(client.downloaded()).isEmpty();
        }

        origin.on("/debian/" + hello.file(), Resource.of(right));
        assertClean(client.downloadOnly(List.of("hello")));
        assertThat(client.downloaded()).isEqualTo(Map.of("hello_1.0_all.deb", hello.sha256()));
    }

    @Test
    void install_samePackageOfThreeMirrors_isDownloadedOnce() throws Exception {
        var packages = archive.addMany("stable/main", "sample", 3, 20_000);
        archive.publish();
        var names = packages.stream().map(ArchiveBuilder.PoolPackage::name).toList();
        long requests = 0;
        try (var second = ScriptedOrigin.start();
                var third = ScriptedOrigin.startOnIpv6()) {
            for (var mirror : List.of(origin, second, third)) {
                mirror.otherwise(FileTree.at("/debian", archive.root()));
                var client = client("client-" + mirror.port(), mirror);
                assertClean(client.update());
                assertClean(client.downloadOnly(names));
                assertThat(client.downloaded()).hasSize(3);
            }
            for (var mirror : List.of(origin, second, third)) {
                requests += mirror.requests().stream()
                        .filter(request -> request.path().contains("/pool/"))
                        .count();
            }
        }
        assertThat(requests).isEqualTo(3);
    }

    private AptClient client(String name, ScriptedOrigin mirror) throws IOException {
        return AptClient.in(directory.resolve(name))
                .proxy(aptheke.url())
                .source("deb [signed-by=%s] %s stable main".formatted(archive.keyring(), mirror.url("/debian")));
    }
}
