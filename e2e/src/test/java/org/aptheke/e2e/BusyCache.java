package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.aptheke.testkit.AptClient;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.ReceivedRequest;
import org.aptheke.testkit.Reply;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.Wire;

/**
 * An Aptheke with real traffic: a signed archive called deb.example.org, which a parent proxy leads to, a real apt, other
 * clients, and downloads that wait half-way until they are let go on. For one thread.
 */
final class BusyCache implements AutoCloseable {
    static final String ARCHIVE = "http://deb.example.org/debian";
    private static final int BIG = 6_000_000;
    private static final int SHOWN = 2_500_000;
    private static final int TRICKLE = 2_000;
    private static final int TRICKLE_MILLIS = 100;
    private static final List<String> PACKAGES = List.of("bash", "curl", "git", "less", "nano", "tmux");

    private final Path home;
    private final Aptheke.Setup setup;
    private final ScriptedOrigin proxy = ScriptedOrigin.start();
    private final ArchiveBuilder archive;
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final List<Wire> waiting = new ArrayList<>();
    private final Aptheke aptheke;

    private BusyCache(Path home, Aptheke.Setup setup) throws IOException, InterruptedException {
        this.home = home;
        this.setup = setup;
        archive = ArchiveBuilder.in(
                Files.createDirectories(home.resolve("archive")),
                InstantSource.system().instant());
        for (var suite : List.of("trixie", "trixie-security")) {
            for (var name : PACKAGES) {
                archive.add(suite + "/main", name, "1.0-1", 30_000);
            }
        }
        archive.publish();
        proxy.otherwise(this::answer);
        setup.withApi()
                .set("parent", "[{url = \"http://" + proxy.authority() + "\"}]")
                .set("signatures.keyrings", "[\"" + archive.keyring() + "\"]")
                .set("freshness.check_after", "\"0s\"")
                .set("suites.adopt_wait", "\"1s\"");
        aptheke = setup.start();
    }

    static BusyCache in(Path home) throws IOException, InterruptedException {
        return new BusyCache(home, Aptheke.in(home.resolve("aptheke")));
    }

    /** As a proxy: the archive, and whatever is called big, which comes slowly. */
    private void answer(ReceivedRequest request, Reply reply) throws IOException, InterruptedException {
        var path = request.path().replaceFirst("^http://[^/]*", "");
        if (path.contains("/big-")) {
            sendSlowly(Samples.bytes(path.hashCode(), BIG), reply);
            return;
        }
        if (path.startsWith("/any/")) {
            reply.send(200, "anything\n");
            return;
        }
        var file = archive.root().resolve(path.replaceFirst("^/debian/", "")).normalize();
        if (path.startsWith("/debian/") && Files.isRegularFile(file)) {
            Resource.of(Files.readAllBytes(file))
                    .withLastModified(Files.getLastModifiedTime(file).toInstant())
                    .answer(request, reply);
        } else {
            reply.send(404, "no such file\n");
        }
    }

    /** A good part at once, then a trickle until it is let go. */
    private void sendSlowly(byte[] content, Reply reply) throws IOException, InterruptedException {
        reply.head(200, "Content-Length: " + content.length, "ETag: \"b\"");
        reply.body(Arrays.copyOf(content, SHOWN));
        int sent = SHOWN;
        while (sent < content.length && !letGo.await(TRICKLE_MILLIS, TimeUnit.MILLISECONDS)) {
            int next = Math.min(content.length, sent + TRICKLE);
            reply.body(Arrays.copyOfRange(content, sent, next));
            sent = next;
        }
        reply.body(Arrays.copyOfRange(content, sent, content.length));
    }

    /** Where the console is. */
    String site() {
        return "http://127.0.0.1:" + setup.apiPort();
    }

    Aptheke aptheke() {
        return aptheke;
    }

    /** Updates and downloads with apt, twice, and once more when a signature has gone wrong. */
    void runApt() throws IOException, InterruptedException {
        for (var name : List.of("first", "second")) {
            var apt = client(name);
            assertThat(apt.update().isClean()).isTrue();
            assertThat(apt.downloadOnly(PACKAGES).isClean()).isTrue();
        }
        tamper("trixie-security");
        client("third").update();
    }

    private AptClient client(String name) throws IOException {
        var apt = AptClient.in(home.resolve(name)).proxy(aptheke.url());
        for (var suite : List.of("trixie", "trixie-security")) {
            apt.source("deb [signed-by=%s] %s %s main".formatted(archive.keyring(), ARCHIVE, suite));
        }
        return apt;
    }

    private void tamper(String suite) throws IOException {
        var file = archive.root().resolve("dists").resolve(suite).resolve("InRelease");
        var text = Files.readString(file, StandardCharsets.UTF_8);
        Files.writeString(file, text.replace("Label: Example", "Label: Other"));
    }

    /** Clients of several addresses ask for stored packages, and for what there is not. */
    void askFromElsewhere() throws IOException {
        for (int i = 2; i < 7; i++) {
            try (var wire = Wire.connectFrom("127.0.0." + i, aptheke.port())) {
                for (var name : PACKAGES.subList(0, i - 1)) {
                    var path = "/pool/main/" + name.charAt(0) + "/" + name + "/" + name + "_1.0-1_all.deb";
                    assertThat(wire.get(ARCHIVE + path).status()).isEqualTo(200);
                }
                assertThat(wire.get(ARCHIVE + "/pool/main/n/none/none_1.0_all.deb")
                                .status())
                        .isEqualTo(404);
            }
        }
    }

    /** Downloads that come as far as somewhere, for two clients each; once. */
    void beginDownloads(int count) throws IOException {
        if (!waiting.isEmpty()) {
            return;
        }
        for (int i = 0; i < count; i++) {
            for (var address : List.of("127.0.0.2", "127.0.0.3")) {
                var wire = Wire.connectFrom(address, aptheke.port());
                waiting.add(wire);
                wire.send(Wire.request("GET", ARCHIVE + "/pool/main/b/big/big-" + i + "_1.0_amd64.deb"));
            }
        }
    }

    /** A client asks for something that the archive answers with a page, whatever it is called. */
    void askForAnything(String target, String... fieldLines) throws IOException {
        try (var wire = aptheke.connect()) {
            wire.get(target, fieldLines);
        }
    }

    /** How often the archive was asked for what ends so. */
    long askedFor(String ending) {
        return proxy.requests().stream()
                .filter(request -> request.path().endsWith(ending))
                .count();
    }

    /** Lets the downloads go on. */
    void letGo() {
        letGo.countDown();
    }

    @Override
    public void close() throws IOException {
        letGo();
        for (var wire : waiting) {
            wire.close();
        }
        aptheke.close();
        archive.close();
        proxy.close();
    }
}
