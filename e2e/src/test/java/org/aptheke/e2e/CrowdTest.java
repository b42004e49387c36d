package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.ReceivedRequest;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.Wire;
import org.junit.jupiter.api.Test;

/** Two hundred clients want one large file that nobody has yet. */
final class CrowdTest extends SharedAptheke {
    private static final int CLIENTS = 200;
    private static final int MEBIBYTE = 1 << 20;
    private static final byte[] FILE = Samples.bytes(7, 50 * MEBIBYTE);
    private static final int RATE = 20 * MEBIBYTE;

    @Test
    void get_twoHundredAtOnceAndTheFirstIsKilled_oneRequestAndAllAreWhole() throws Exception {
        var resource = Resource.of(FILE).withEtag("\"v1\"");
        var midway = new Gate();
        var originFirstByte = new AtomicLong();
        origin.on("/pool/big.deb", (request, reply) -> {
            originFirstByte.set(System.nanoTime());
            resource.answer(request, reply.paceAt(RATE).holdAt(10 * MEBIBYTE, midway));
        });
        var url = origin.url("/pool/big.deb");
        var answered = new CountDownLatch(CLIENTS - 1);

        var first = aptheke.connect();
        first.send(Wire.request("GET", url));
        var head = first.readHead();
        first.readBytes(1);
        var delay = Duration.ofNanos(System.nanoTime() - originFirstByte.get());
        var killer = Thread.ofVirtual().start(() -> {
            try {
                first.readBytes(5 * MEBIBYTE);
                answered.await(60, TimeUnit.SECONDS);
                first.abort();
            } catch (Exception e) {
                throw new AssertionError(e);
            } finally {
                midway.open();
            }
        });
        var statuses = Together.run(CLIENTS - 1, number -> {
            try (var wire = aptheke.connect()) {
                wire.send(Wire.request("GET", url));
                wire.withLimit(Duration.ofSeconds(90));
                answered.countDown();
                return wire.readExpecting(FILE).status();
            }
        });
        killer.join();

        assertThat(head.status()).isEqualTo(200);
        assertThat(delay).as("first byte after the origin's").isLessThan(Duration.ofMillis(500));
        assertThat(statuses).hasSize(CLIENTS - 1).containsOnly(200);
        assertThat(origin.requests()).extracting(ReceivedRequest::target).containsExactly("/pool/big.deb");
        try (var wire = aptheke.connect()) {
            wire.head(url); // who asks now is answered when the file is filed
        }
        StoreAudit.of(aptheke.data()).nothingIsPartial();
    }

    @Test
    void get_twentyAtOnceFiftyTimes_oneRequestEach() throws Exception {
        var content = Samples.bytes(8, 30_000);
        for (int round = 0; round < 50; round++) {
            var target = "/pool/small_" + round + ".deb";
            origin.on(target, Resource.of(content).withEtag("\"v1\""));
            var url = origin.url(target);

            var answers = Together.run(20, number -> aptheke.get(url).sha256());

            assertThat(answers).containsOnly(Samples.sha256(content));
            assertThat(origin.count(target)).as(target).isEqualTo(1);
        }
    }

    @Test
    void get_readersJoinWhileItGrows_theyGetWhatIsThereAtOnce() throws Exception {
        var half = new Gate();
        var content = Samples.bytes(9, 400_000);
        origin.on(
                "/pool/growing.deb",
                (request, reply) -> reply.holdAt(200_000, half).send(200, content, "ETag: \"v1\""));

        try (var early = aptheke.connect();
                var late = aptheke.connect()) {
            early.send(Wire.request("GET", origin.url("/pool/growing.deb")));
            early.readHead();
            early.readBytes(200_000);
            late.send(Wire.request("GET", origin.url("/pool/growing.deb")));
            late.readHead();
            late.readBytes(200_000);
            half.open();

            assertThat(Samples.sha256(early.readBytes(200_000))).isEqualTo(Samples.sha256(late.readBytes(200_000)));
        }
        assertThat(origin.count("/pool/growing.deb")).isEqualTo(1);
    }
}
