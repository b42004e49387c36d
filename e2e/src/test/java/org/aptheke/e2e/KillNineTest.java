package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.aptheke.testkit.CutShortException;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed at any moment, again and again. */
final class KillNineTest {
    private static final int ROUNDS = 20;
    private static final int DOWNLOADS = 20;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path home;

    @Test
    @Timeout(300)
    void kill_duringTwentyDownloadsTwentyTimes_noWrongFileEver() throws Exception {
        var all = new TreeMap<String, Resource>();
        try (var origin = ScriptedOrigin.start()) {
            for (int round = 0; round < ROUNDS; round++) {
                var files = files(round);
                all.putAll(files);
                killInTheMiddle(origin, files, round);
            }
            all.forEach(origin::on);
            finishAll(origin, all);
        }
    }

    @Test
    void start_afterAKillWithManyBlobs_walksNoBlobDirectory() throws Exception {
        var setup = Aptheke.in(home);
        try (var origin = ScriptedOrigin.start()) {
            origin.on("/pool/f.deb", Resource.of(Samples.bytes(1, 1_000)).withEtag("\"v1\""));
            try (var aptheke = setup.start()) {
                aptheke.get(origin.url("/pool/f.deb"));
                aptheke.kill9();
            }
            var blobDirectories = directoriesBelow(setup.data().resolve("blobs"));
            var control = Files.createDirectories(home.resolve("control"));
            var old = Instant.parse("2020-01-01T00:00:00Z");
            for (var directory : blobDirectories) {
                setTimes(directory, old);
            }
            setTimes(control, old);

            try (var aptheke = setup.start()) {
                list(control);
                assertThat(accessTime(control))
                        .as("reading a directory shows here")
                        .isAfter(old);
                assertThat(blobDirectories)
                        .isNotEmpty()
                        .allSatisfy(directory -> assertThat(accessTime(directory))
                                .as("%s was not read", directory)
                                .isEqualTo(old));
                assertThat(aptheke.get(origin.url("/pool/f.deb")).status()).isEqualTo(200);
            }
        }
    }

    /** Kills when as many clients as the round's number says have their file; every third download hangs midway. */
    private void killInTheMiddle(ScriptedOrigin origin, Map<String, Resource> files, int round) throws Exception {
        var shut = new Gate();
        files.forEach((target, resource) -> origin.on(target, (request, reply) -> {
            if (target.hashCode() % 3 == 0) {
                reply.holdAt(resource.content().length / 2, shut);
            }
            resource.answer(request, reply.paceAt(2_000_000));
        }));
        try (var aptheke = setup().start()) {
            var finished = new Semaphore(0);
            var wrong = new ConcurrentLinkedQueue<String>();
            var clients = new ArrayList<Thread>();
            files.forEach((target, resource) -> clients.add(Thread.ofVirtual().start(() -> {
                try (var wire = aptheke.connect()) {
                    wire.send(Wire.request("GET", origin.url(target)));
                    wire.readExpecting(resource.content());
                    finished.release();
                } catch (CutShortException e) {
                    // The kill: a client must see that its file is not whole.
                } catch (IOException | AssertionError e) {
                    wrong.add(target + ": " + e);
                }
            })));
            for (var target : files.keySet()) {
                origin.awaitRequests(target, 1, LIMIT);
            }
            assertThat(finished.tryAcquire(Math.min(round, DOWNLOADS / 3), LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("some have finished in round %d; wrong: %s", round, wrong)
                    .isTrue();
            aptheke.kill9();
            for (var client : clients) {
                assertThat(client.join(LIMIT)).isTrue();
            }
            assertThat(wrong).as("round %d", round).isEmpty();
            StoreAudit.of(aptheke.data()).blobsAreWhatTheirNamesSay();
        } finally {
            shut.open();
        }
    }

    private void finishAll(ScriptedOrigin origin, Map<String, Resource> files) throws Exception {
        try (var aptheke = setup().start()) {
            for (var file : files.entrySet()) {
                assertThat(aptheke.get(origin.url(file.getKey())).sha256())
                        .as(file.getKey())
                        .isEqualTo(file.getValue().sha256());
            }
            assertThat(aptheke.stop()).isZero();
            StoreAudit.of(aptheke.data()).nothingIsPartial().blobsAreWhatTheirNamesSay();
        }
    }

    private Aptheke.Setup setup() {
        return Aptheke.in(home).set("origin.per_origin", Integer.toString(DOWNLOADS));
    }

    private static Map<String, Resource> files(int round) {
        var files = new TreeMap<String, Resource>();
        for (int i = 0; i < DOWNLOADS; i++) {
            var content = Samples.bytes(round * 1_000L + i, 80_000 + i * 15_000);
            files.put(
                    "/pool/k%d-%d.deb".formatted(round, i), Resource.of(content).withEtag("\"e" + i + "\""));
        }
        return files;
    }

    private static List<Path> directoriesBelow(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isDirectory)
                    .filter(candidate -> !candidate.equals(directory))
                    .toList();
        }
    }

    private static void list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            assertThat(entries.count()).isZero();
        }
    }

    /** Sets both times back, so that the next reading of the directory moves its access time also under relatime. */
    private static void setTimes(Path directory, Instant time) throws IOException {
        var times = FileTime.from(time);
        Files.getFileAttributeView(directory, BasicFileAttributeView.class).setTimes(times, times, times);
    }

    private static Instant accessTime(Path directory) throws IOException {
        return Files.readAttributes(directory, BasicFileAttributes.class)
                .lastAccessTime()
                .toInstant();
    }
}
