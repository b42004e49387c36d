package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.Handler;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Reply;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mirrors under one name: every way to them is one file, and one that fails is passed by. */
final class RemapTest {
    private static final byte[] CONTENT = Samples.bytes(7, 300_000);
    private static final String SHA256 = Samples.sha256(CONTENT);
    private static final String ETAG = "\"v1\"";

    @TempDir
    Path directory;

    /** How the first mirror fails. */
    enum Trouble {
        REFUSED,
        HANGING,
        UNAVAILABLE,
        MISSING,
        RESET,
        LOST
    }

    @Test
    void get_everyWayToTheName_isOneFetch() throws Exception {
        try (var mirror = ScriptedOrigin.start().on("/pub/x.deb", Resource.of(CONTENT));
                var aptheke = Aptheke.in(directory)
                        .set(
                                "remap",
                                "[{name = \"rep\", from = [\"http://deb.example.org/debian\", \"/debian\"], to = \""
                                        + mirror.url("/pub/") + "\"}]")
                        .start()) {
            for (String way : new String[] {
                "/rep/x.deb",
                "/debian/x.deb",
                "/deb.example.org/debian/x.deb",
                "/HTTPS///deb.example.org/debian/x.deb",
                "http://deb.example.org/debian/x.deb",
                "http://rep/x.deb"
            }) {
                var answer = aptheke.get(way, "Host: cache.example");
                assertThat(answer.status()).as(way).isEqualTo(200);
                assertThat(Samples.sha256(answer.content())).as(way).isEqualTo(SHA256);
            }
            assertThat(mirror.count()).isEqualTo(1);
            assertThat(mirror.requests().getFirst().field("Host")).hasValue(mirror.authority());
        }
    }

    @SuppressWarnings("try") // the mirror goes away on purpose
    @ParameterizedTest
    @EnumSource
    void get_firstMirrorFails_filesComeFromTheSecondUntilItHeals(Trouble trouble) throws Exception {
        try (var first = ScriptedOrigin.start().otherwise(Resource.of(CONTENT).withEtag(ETAG));
                var second =
                        ScriptedOrigin.start().otherwise(Resource.of(CONTENT).withEtag(ETAG));
                var aptheke = withMirrors(first, second).start()) {
            var gate = new Gate();
            if (trouble == Trouble.REFUSED) {
                first.close();
            } else {
                first.otherwise(script(trouble, gate));
            }

            assertThat(Samples.sha256(aptheke.get("/rep/a.deb", "Host: c").content()))
                    .isEqualTo(SHA256);
            assertThat(Samples.sha256(aptheke.get("/rep/b.deb", "Host: c").content()))
                    .isEqualTo(SHA256);

            gate.open();
            assertThat(second.count("/b.deb")).isEqualTo(1);
            if (trouble == Trouble.HANGING || trouble == Trouble.UNAVAILABLE || trouble == Trouble.RESET) {
                assertThat(first.count("/b.deb")).as("it rests").isZero();
            }
        }
    }

    @Test
    void get_mirrorHeals_isAskedAgain() throws Exception {
        try (var first = ScriptedOrigin.start().otherwise((request, reply) -> reply.send(503, "later"));
                var second = ScriptedOrigin.start().otherwise(Resource.of("second"));
                var aptheke = withMirrors(first, second).start()) {
            assertThat(aptheke.get("/rep/0", "Host: c").text()).isEqualTo("second");
            first.otherwise(Resource.of("first"));

            // A rest of five seconds, then one request tries it.
            var request = new AtomicInteger();
            Poll.until(
                    "the first is asked again",
                    () -> aptheke.get("/rep/" + request.incrementAndGet(), "Host: c")
                            .text()
                            .equals("first"));
        }
    }

    @SuppressWarnings("try") // the mirror goes away on purpose
    @Test
    void get_allMirrorsLackTheFile_is404_oneAway_isNot() throws Exception {
        try (var first = ScriptedOrigin.start();
                var second = ScriptedOrigin.start();
                var aptheke = withMirrors(first, second).start()) {
            assertThat(aptheke.get("/rep/a", "Host: c").status()).isEqualTo(404);

            second.close();

            assertThat(aptheke.get("/rep/b", "Host: c").status()).isEqualTo(502);
        }
    }

    @Test
    void serve_listsOfMirrors_areReadPlainAndCompressed() throws Exception {
        try (var mirror = ScriptedOrigin.start().on("/debian/x.deb", Resource.of("found"))) {
            Files.writeString(directory.resolve("backends"), "# ours\n" + mirror.url("/debian/") + "\n");
            Files.write(directory.resolve("names.gz"), gzip("""
                    Site: ftp.example.org
                    Alias: debian.example.org
                    Archive-http: /debian/
                    """));
            try (var aptheke = Aptheke.in(directory.resolve("aptheke"))
                    .set(
                            "remap",
                            "[{name = \"rep\", from = \"file:%s\", to = \"file:%s\"}]"
                                    .formatted(directory.resolve("names*"), directory.resolve("backends")))
                    .start()) {
                assertThat(aptheke.get("http://debian.example.org/debian/x.deb").text())
                        .isEqualTo("found");
                assertThat(aptheke.get("http://ftp.example.org/debian/x.deb").text())
                        .isEqualTo("found");
                assertThat(mirror.count()).isEqualTo(1);

                Files.delete(directory.resolve("backends"));
                aptheke.reload();
                assertThat(aptheke.errors().all())
                        .anyMatch(line -> line.contains("backends: there is no such list of mirrors"));
                assertThat(aptheke.get("http://ftp.example.org/debian/x.deb").text())
                        .as("the old ones stay")
                        .isEqualTo("found");
            }
        }
    }

    private Aptheke.Setup withMirrors(ScriptedOrigin first, ScriptedOrigin second) {
        return Aptheke.in(directory)
                .set("freshness.not_found", "\"0s\"")
                .set(
                        "remap",
                        "[{name = \"rep\", to = [\"" + first.url("/") + "\", \"" + second.url("/")
                                + "\"], patience = \"1s\"}]");
    }

    private static Handler script(Trouble trouble, Gate gate) {
        return switch (trouble) {
            case REFUSED -> throw new IllegalArgumentException("nothing is asked");
            case HANGING -> (request, reply) -> gate.pass();
            case UNAVAILABLE -> (request, reply) -> reply.send(503, "later");
            case MISSING -> (request, reply) -> reply.send(404, "not here");
            case RESET ->
                (request, reply) -> reply.cutAfter(0, Reply.Ending.RESET).send(200, CONTENT);
            // The head comes, and the first half; what follows may only come from the same file.
            case LOST ->
                (request, reply) -> {
                    if (request.field("Range").isPresent()) {
                        reply.send(503, "later");
                    } else {
                        reply.cutAfter(CONTENT.length / 2, Reply.Ending.RESET).send(200, CONTENT, "ETag: " + ETAG);
                    }
                };
        };
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
