package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of the packaged program: by command, killed at any moment, offline. */
@Timeout(300)
final class JobsTest {
    private static final int ROUNDS = 10;
    private static final int FILES = 150;

    @TempDir
    private Path home;

    private Aptheke.Setup setup;
    private JobsApi jobs;

    /** Whatever no release names is old at once. */
    @BeforeEach
    void configure() throws IOException {
        setup = Aptheke.in(home).withApi().set("expire.keep_unreferenced", "\"1ms\"");
        jobs = new JobsApi(setup.apiPort());
    }

    private static Resource file(int number) {
        return Resource.of(Samples.bytes(number, 3_000)).withEtag("\"e" + number + "\"");
    }

    private static String path(int number) {
        return "/pool/f" + number + ".deb";
    }

    private static void fill(Aptheke aptheke, ScriptedOrigin origin) throws IOException {
        try (var wire = aptheke.connect()) {
            for (int i = 0; i < FILES; i++) {
                origin.on(path(i), file(i));
                assertThat(wire.get(origin.url(path(i))).sha256()).isEqualTo(file(i).sha256());
            }
        }
    }

    @Test
    void expire_byCommand_isPlannedShownAndDone() throws Exception {
        try (var origin = ScriptedOrigin.start();
                var aptheke = setup.start()) {
            fill(aptheke, origin);

            assertThat(setup.run("job", "plan", "expire")).contains("planned").contains("150");
            assertThat(StoreAudit.of(aptheke.data()).blobs()).hasSize(FILES);

            assertThat(setup.run("job", "start", "expire")).contains("expire: done");
            assertThat(StoreAudit.of(aptheke.data()).blobs()).isEmpty();
            assertThat(setup.run("job", "list")).contains("scrub").contains("by hand");
            assertThat(setup.run("suites")).contains("No suite is known yet");
        }
    }

    @Test
    void kill_duringExpiryTwiceAtOnceAndAgain_everythingIsGoneOrServedRight() throws Exception {
        var random = new Random(6);
        try (var origin = ScriptedOrigin.start()) {
            for (int round = 0; round < ROUNDS; round++) {
                try (var aptheke = setup.start()) {
                    jobs.awaitEndOfAll();
                    fill(aptheke, origin);
                    jobs.begin("expire");
                    jobs.begin("expire");
                    LockSupport.parkNanos(random.nextLong(300_000_000));
                    aptheke.kill9();
                    StoreAudit.of(aptheke.data()).blobsAreWhatTheirNamesSay();
                }
            }
            try (var aptheke = setup.start()) {
                jobs.begin("expire");
                jobs.awaitEndOfAll();
                assertThat(StoreAudit.of(aptheke.data()).blobs())
                        .as("after %s", jobs.list())
                        .isEmpty();
                fill(aptheke, origin);
            }
        }
    }

    @Test
    void expire_whileClientsAsk_everyAnswerIsRight() throws Exception {
        try (var origin = ScriptedOrigin.start();
                var aptheke = setup.start()) {
            fill(aptheke, origin);
            var failures = new ArrayList<Throwable>();
            var client = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 10 && failures.isEmpty(); i++) {
                    try {
                        fill(aptheke, origin);
                    } catch (IOException | AssertionError e) {
                        failures.add(e);
                    }
                }
            });
            while (client.isAlive()) {
                jobs.begin("expire");
                jobs.awaitEndOfAll();
            }

            assertThat(failures).isEmpty();
            StoreAudit.of(aptheke.data()).blobsAreWhatTheirNamesSay();
        }
    }

    @Test
    void offline_switched_answersFromTheStoreAndElse504() throws Exception {
        try (var origin = ScriptedOrigin.start();
                var aptheke = setup.start()) {
            for (int i : List.of(1, 2)) {
                origin.on(path(i), file(i));
            }
            aptheke.get(origin.url(path(1)));
            assertThat(aptheke.get(origin.url(path(1))).status()).isEqualTo(200);

            assertThat(setup.run("offline", "on")).isEqualTo("offline\n");

            assertThat(aptheke.get(origin.url(path(1)), "Cache-Control: max-age=0")
                            .sha256())
                    .isEqualTo(file(1).sha256());
            var refused = aptheke.get(origin.url(path(2)));
            assertThat(refused.status()).isEqualTo(504);
            assertThat(refused.text()).contains("offline").contains(path(2));

            setup.run("offline", "off");
            assertThat(aptheke.get(origin.url(path(2))).status()).isEqualTo(200);
        }
    }
}
