package org.aptheke.e2e;

import static org.aptheke.e2e.AptRuns.assertClean;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.aptheke.testkit.AptClient;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.FileTree;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases that a real apt would refuse do not take the place of those that it has. */
final class SignedAptTest {
    private static final String IN_RELEASE = "/debian/dists/stable/InRelease";

    @TempDir
    Path home;

    private ScriptedOrigin origin;
    private ArchiveBuilder archive;

    @BeforeEach
    void start() throws Exception {
        origin = ScriptedOrigin.start();
        archive = ArchiveBuilder.in(home, InstantSource.system().instant());
        archive.add("stable/main", "hello", "1.0", 5_000);
        archive.publish();
        origin.otherwise(FileTree.at("/debian", archive.root()));
    }

    @AfterEach
    void stop() throws IOException {
        archive.close();
        origin.close();
        assertThat(origin.failures()).isEmpty();
    }

    private Aptheke.Setup aptheke(String policy) {
        return Aptheke.in(home.resolve("aptheke"))
                .set("freshness.check_after", "\"0s\"")
                .set("suites.adopt_wait", "\"1s\"")
                .set("signatures.policy", "\"" + policy + "\"")
                .set("signatures.keyrings", "[\"" + archive.keyring() + "\"]");
    }

    @Test
    void update_releaseIsTamperedWith_clientsKeepTheGoodOneAndStatusSaysWhy() throws Exception {
        try (var aptheke = aptheke("prefer").start()) {
            assertClean(client("first", aptheke).update());
            archive.add("stable/main", "hello", "1.1", 5_000);
            archive.publish();
            var text = Files.readString(archive.root().resolve("dists/stable/InRelease"), StandardCharsets.UTF_8);
            origin.on(
                    IN_RELEASE,
                    Resource.of(text.replace("Label: Example", "Label: Evil").getBytes(StandardCharsets.UTF_8)));

            assertClean(client("second", aptheke).update());

            origin.on(IN_RELEASE, Resource.of(text.getBytes(StandardCharsets.UTF_8)));
            var third = client("third", aptheke);
            assertClean(third.update());
            assertClean(third.run("install", "--download-only", "hello"));
            assertThat(third.downloaded()).containsKey("hello_1.1_all.deb");
        }
    }

    @Test
    void update_releaseOfAnotherKey_clientsKeepTheGoodOne() throws Exception {
        var other = Files.createDirectory(home.resolve("other"));
        try (var aptheke = aptheke("prefer").start();
                var forger = ArchiveBuilder.in(other, InstantSource.system().instant())) {
            assertClean(client("first", aptheke).update());
            forger.add("stable/main", "hello", "6.6", 5_000);
            forger.publish();
            forger.publish();
            origin.otherwise(FileTree.at("/debian", forger.root()));

            assertClean(client("second", aptheke).update());
        }
    }

    @Test
    void update_signatureIsRequiredAndOfAnUnknownKey_isRefusedWithTheReason() throws Exception {
        var other = Files.createDirectory(home.resolve("other"));
        try (var forger = ArchiveBuilder.in(other, InstantSource.system().instant());
                var aptheke = aptheke("require").start()) {
            forger.add("stable/main", "hello", "6.6", 5_000);
            forger.publish();
            origin.otherwise(FileTree.at("/debian", forger.root()));

            // A slow machine does not check the first in time, and says that instead.
            Poll.until(
                    "the reason is told",
                    () -> aptheke.get(origin.url(IN_RELEASE)).text().contains("a known key must sign"));
            assertThat(aptheke.get(origin.url(IN_RELEASE)).status()).isEqualTo(502);
        }
    }

    private AptClient client(String name, Aptheke aptheke) throws IOException {
        return AptRuns.client(home.resolve(name), aptheke, archive, origin);
    }
}
