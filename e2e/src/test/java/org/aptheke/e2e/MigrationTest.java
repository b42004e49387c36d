package org.aptheke.e2e;

import static org.aptheke.e2e.AptRuns.assertClean;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aptheke.testkit.AptClient;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.ReceivedRequest;
import org.aptheke.testkit.Reply;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real apt-cacher-ng is filled by a real apt, stopped, and taken over: its clients notice nothing. */
final class MigrationTest {
    @TempDir
    Path home;

    private ScriptedOrigin origin;
    private ArchiveBuilder archive;
    private List<String> packages = List.of();

    @BeforeEach
    void start() throws Exception {
        origin = ScriptedOrigin.startOn("127.0.0.1", AptCacherNg.freePort());
        archive = ArchiveBuilder.in(home, InstantSource.system().instant(), ArchiveBuilder.Feature.BY_HASH);
        packages = archive.addMany("stable/main", "pkg", 12, 30_000).stream()
                .map(ArchiveBuilder.PoolPackage::name)
                .toList();
        archive.add("other/main", "odd+one", "2:1.0~rc1", 4_000);
        archive.publish();
        origin.otherwise(this::serve);
    }

    /**
     * Under two names, with dates alone: where an origin has entity tags too, which apt-cacher-ng does not keep, each
     * InRelease is fetched once more.
     */
    private void serve(ReceivedRequest request, Reply reply) throws IOException, InterruptedException {
        var decoded = URLDecoder.decode(request.path().replace("+", "%2B"), StandardCharsets.UTF_8);
        var file = archive.root().resolve(decoded.replaceFirst("^/(debian|vendor)/", ""));
        if (Files.isRegularFile(file)) {
            Resource.of(Files.readAllBytes(file))
                    .withLastModified(Files.getLastModifiedTime(file).toInstant())
                    .answer(request, reply);
        } else {
            reply.send(404, "no such file\n");
        }
    }

    @AfterEach
    void stop() throws IOException {
        archive.close();
        origin.close();
        assertThat(origin.failures()).isEmpty();
    }

    @Test
    void migrated_sameClients_zeroDownloads_andTheCorruptedFileIsNotTaken() throws Exception {
        var old = AptCacherNg.start(
                home.resolve("acng"),
                List.of("Remap-debrep: %s /debian ; %s".formatted(origin.url("/debian"), origin.url("/debian"))));
        try (old) {
            fill(old.url());
            old.stop();
        }
        var corrupted = corrupt(old.cache());
        setBack(old.cache());
        var setup = Aptheke.in(home.resolve("aptheke"));
        configureBeside(setup.configuration());

        var report = setup.runAlone(
                "migrate",
                "--from",
                old.configuration().toString(),
                "--to",
                setup.configuration().toString(),
                "--data",
                setup.data().toString(),
                "--cache",
                old.cache().toString());

        assertThat(report)
                .contains("acng.conf:2 CacheDir", "suite debrep/dists/stable: taken over; signed by Throwaway archive")
                .contains("suite 127.0.0.1:" + origin.port() + "/vendor/dists/other: taken over")
                .contains("damaged: debrep/pool/main/p/" + corrupted)
                .contains("damaged: 1 files");
        origin.forget();
        try (var aptheke = setup.keepingConfiguration().start()) {
            assertThat(aptheke.port()).as("the port that clients know").isEqualTo(old.port());
            var whole = new ArrayList<>(packages);
            whole.removeIf(name -> corrupted.contains("/" + name + "_"));
            downloads(client("second", old.url()), whole);
            assertThat(origin.requests().stream().filter(MigrationTest::isDownload))
                    .isEmpty();

            downloads(client("third", old.url()), packages);
            assertThat(origin.requests().stream().filter(MigrationTest::isDownload))
                    .extracting(ReceivedRequest::path)
                    .containsExactly("/debian/pool/main/p/" + corrupted);

            origin.close();
            downloads(client("fourth", old.url()), packages);
            assertThat(aptheke.get("/debian/dists/stable/InRelease").status()).isEqualTo(200);
        }
    }

    @Test
    void migrate_whileItRuns_isRefusedUnlessCopied() throws Exception {
        try (var old = AptCacherNg.start(home.resolve("acng"), List.of("MaxConThreads: 5"))) {
            fill(old.url());
            var setup = Aptheke.in(home.resolve("aptheke"));
            var arguments = new ArrayList<>(List.of(
                    "migrate",
                    "--from",
                    old.configuration().toString(),
                    "--to",
                    setup.configuration().toString(),
                    "--data",
                    setup.data().toString(),
                    "--cache",
                    old.cache().toString()));

            assertThat(setup.outcome(arguments).exitCode()).isEqualTo(2);
            arguments.add("--copy");
            var copied = setup.outcome(arguments);

            assertThat(copied.exitCode()).as(copied.output()).isZero();
            assertThat(copied.output()).contains("0 bytes are the files themselves", "MaxConThreads");
            downloads(client("second", old.url()), packages);
        }
    }

    private void fill(String proxy) throws Exception {
        var client = client("first", proxy);
        assertClean(client.update());
        assertClean(client.downloadOnly(packages));
        assertClean(client.downloadOnly(List.of("odd+one")));
    }

    /** Changes a byte in the middle of a package; the size and what was noted of it stay. */
    private String corrupt(Path cache) throws IOException {
        var name = packages.get(5);
        var file = "%s/%s_1.0_all.deb".formatted(name, name);
        var path = cache.resolve("debrep/pool/main/p/" + file);
        var bytes = Files.readAllBytes(path);
        bytes[bytes.length / 2] ^= 1;
        Files.write(path, bytes);
        return file;
    }

    /** A cache that is a day old. */
    private static void setBack(Path cache) throws IOException {
        var time = FileTime.from(InstantSource.system().instant().minus(Duration.ofDays(1)));
        try (Stream<Path> files = Files.walk(cache)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, time);
            }
        }
    }

    /** What the old configuration does not say. */
    private void configureBeside(Path configuration) throws IOException {
        Files.createDirectories(configuration.resolveSibling("conf.d"));
        Files.writeString(configuration.resolveSibling("conf.d/own.toml"), """
                [console]
                listen = "127.0.0.1:0"
                [signatures]
                policy = "require"
                keyrings = ["%s"]
                """.formatted(archive.keyring()));
    }

    private AptClient client(String name, String proxy) throws IOException {
        return AptClient.in(home.resolve(name))
                .proxy(proxy)
                .source("deb [signed-by=%s] %s stable main".formatted(archive.keyring(), origin.url("/debian")))
                .source("deb [signed-by=%s] %s other main".formatted(archive.keyring(), origin.url("/vendor")));
    }

    private void downloads(AptClient client, List<String> names) throws Exception {
        assertClean(client.update());
        assertClean(client.downloadOnly(names));
        assertClean(client.downloadOnly(List.of("odd+one")));
        assertThat(client.downloaded()).hasSize(names.size() + 1);
    }

    /** A conditional question is none. */
    private static boolean isDownload(ReceivedRequest request) {
        return request.field("If-Modified-Since").isEmpty();
    }
}
