package org.aptheke.suite;

import static org.aptheke.suite.SuiteWorld.NOON;
import static org.aptheke.suite.SuiteWorld.client;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What follows from the judgement of signatures. The last line of these release files says how it is judged. */
@Timeout(60)
final class SuiteTrustTest {
    private static final String STABLE = "deb.example.org/debian/dists/stable";
    private static final String IN_RELEASE = STABLE + "/InRelease";

    @TempDir
    Path directory;

    private SuiteWorld world;

    private record ByLastLine(boolean isStrict) implements Trust {
        @Override
        public Judgement ofInRelease(SuiteId suite, byte[] inRelease, Instant now) {
            var text = new String(inRelease, StandardCharsets.UTF_8);
            boolean bad = text.endsWith("Signature: bad\n");
            boolean known = text.endsWith("Signature: known\n");
            return new Judgement(
                    ByteBuffer.wrap(inRelease),
                    !bad && (known || !isStrict),
                    known,
                    false,
                    bad ? "a bad signature" : "fine");
        }

        @Override
        public Judgement ofRelease(SuiteId suite, byte[] release, Optional<byte[]> signature, Instant now) {
            return ofInRelease(suite, release, now);
        }

        @Override
        public boolean isStrict(SuiteId suite) {
            return isStrict;
        }
    }

    @BeforeEach
    void open() throws IOException {
        world = world(false);
    }

    private SuiteWorld world(boolean strict) throws IOException {
        return new SuiteWorld(
                SuiteWorld.Stored.in(directory), new ByLastLine(strict), SuiteWorld.rules(), SuiteWorld.Wraps.NONE);
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @Test
    void release_badSignatureAfterAGoodOne_theGoodOneStays() throws Exception {
        var good = publish(1, "known");

        publish(2, "bad");

        var got = world.get(client(1), IN_RELEASE);
        assertThat(got.text()).isEqualTo(good);
        assertThat(got.fields().combined("Cache-Status").orElseThrow()).contains("a bad signature");
    }

    @Test
    void release_unknownKeyAfterAKnownOne_theKnownOneStays() throws Exception {
        var known = publish(1, "known");

        publish(2, "unknown");

        assertThat(world.get(client(1), IN_RELEASE).text()).isEqualTo(known);
    }

    @Test
    void release_unknownKeyFromTheBeginning_isAdoptedAndFollowed() throws Exception {
        publish(1, "unknown");

        var second = publish(2, "unknown");

        assertThat(world.get(client(1), IN_RELEASE).text()).isEqualTo(second);
        assertThat(world.suites.status())
                .singleElement()
                .satisfies(status -> assertThat(status.current())
                        .hasValueSatisfying(
                                current -> assertThat(current.generation()).isEqualTo(2)));
    }

    @Test
    void release_badFromTheBeginning_isLeftToTheClientToJudge() throws Exception {

        var bad = publish(1, "bad");

        assertThat(world.get(client(1), IN_RELEASE).text()).isEqualTo(bad);
        assertThat(world.suites.status()).isEmpty();
    }

    @Test
    void release_signatureIsRequiredAndMissing_isNotPassedOn() throws Exception {
        world.close();
        world = world(true);

        publish(1, "unknown");

        var got = world.get(client(1), IN_RELEASE);
        assertThat(got.status()).isEqualTo(502);
        assertThat(got.text()).contains(STABLE);
    }

    @Test
    void release_olderOneIsReplayed_theNewerOneStays() throws Exception {
        publish(1, "known");
        var newer = publish(2, "known");

        publish(1, "known");

        assertThat(world.get(client(1), IN_RELEASE).text()).isEqualTo(newer);
    }

    /** Publishes it, has a client ask for it, and returns what the file says. */
    private String publish(int number, String signature) throws Exception {
        var text = Release.of(NOON.plusSeconds(number)).text() + "Signature: " + signature + "\n";
        world.origin.put(IN_RELEASE, text, NOON.plusSeconds(number));
        world.get(client(9), IN_RELEASE);
        return text;
    }
}
