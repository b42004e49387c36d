package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.ThrowawayCa;
import org.aptheke.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interception from outside: curl and OpenSSL as clients, an origin with an authority of its own. */
final class InterceptionTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path home = Path.of("");

    @Test
    void hits_throughInterceptionAndProxyForm_shareOneCopy() throws Exception {
        var resource = Resource.of(Samples.bytes(1, 300_000)).withEtag("\"v1\"");
        try (var vendor = Vendor.in(home);
                var aptheke = start(vendor)) {
            vendor.origin().on("/pool/a.deb", resource);
            var trusted = Vendor.bundle(aptheke, home.resolve("ca.crt"));

            var whole = curl(aptheke, trusted, "-o", home.resolve("whole").toString(), vendor.url("/pool/a.deb"));
            var part = curl(
                    aptheke,
                    trusted,
                    "-r",
                    "1000-1999",
                    "-o",
                    home.resolve("part").toString(),
                    vendor.url("/pool/a.deb"));
            var unchanged = curl(
                    aptheke, trusted, "-H", "If-None-Match: \"v1\"", "-w", "%{http_code}", vendor.url("/pool/a.deb"));
            var byProxy = aptheke.get(vendor.url("/pool/a.deb"));

            assertThat(whole.output() + part.output()).isEmpty();
            assertThat(Samples.sha256(Files.readAllBytes(home.resolve("whole"))))
                    .isEqualTo(resource.sha256());
            assertThat(Files.readAllBytes(home.resolve("part")))
                    .isEqualTo(java.util.Arrays.copyOfRange(byProxy.content(), 1000, 2000));
            assertThat(unchanged.output()).isEqualTo("304");
            assertThat(byProxy.sha256()).isEqualTo(resource.sha256());
            assertThat(vendor.origin().count("/pool/a.deb")).isEqualTo(1);
            assertThat(aptheke.accessLog())
                    .anyMatch(line -> line.contains("\"CONNECT\""))
                    .anyMatch(line -> line.contains(Vendor.HOST) && line.contains("/pool/a.deb"));
        }
    }

    @Test
    void withoutTheNativeLibrary_theJdkSpeaksTls() throws Exception {
        var resource = Resource.of(Samples.bytes(2, 3_000_000));
        try (var vendor = Vendor.in(home)) {
            vendor.origin().on("/a", resource);
            var own = ThrowawayCa.create(home.resolve("own"));
            var setup = Aptheke.in(home.resolve("aptheke"))
                    .jvm("-Dio.netty.handler.ssl.noOpenSsl=true")
                    .set("tls.listen", "[\"127.0.0.1:0\"]")
                    .set("tls.certificate", "\"" + own.serverPem() + "\"");
            vendor.prepare(setup);
            try (var aptheke = setup.start()) {
                var trusted = Vendor.bundle(aptheke, home.resolve("ca.crt"));
                var file = home.resolve("file");
                for (int i = 0; i < 3; i++) {
                    assertThat(curl(aptheke, trusted, "-o", file.toString(), vendor.url("/a"))
                                    .output())
                            .isEmpty();
                    assertThat(Samples.sha256(Files.readAllBytes(file))).isEqualTo(resource.sha256());
                }
                var within = curl(
                        aptheke,
                        trusted,
                        "-x",
                        "https://127.0.0.1:" + aptheke.tlsPort(),
                        "--proxy-cacert",
                        own.caPem().toString(),
                        "-w",
                        "%{http_code} %{size_download}",
                        "-o",
                        file.toString(),
                        vendor.url("/a"));
                assertThat(within.output()).isEqualTo("200 3000000");
                assertThat(Samples.sha256(Files.readAllBytes(file))).isEqualTo(resource.sha256());
                assertThat(aptheke.errors().all()).noneMatch(line -> line.contains("ERROR"));
            }
        }
    }

    @Test
    void upstreamCertificate_wrong_is502WithTheCauseAndNothingIsAsked() throws Exception {
        var expired = ThrowawayCa.createExpired(home.resolve("expired"), "dns:expired.example");
        var stranger = ThrowawayCa.create(home.resolve("stranger"), "dns:stranger.example");
        var itself = ThrowawayCa.createSelfSigned(home.resolve("itself"), "dns:itself.example");
        try (var vendor = Vendor.in(home);
                var old = ScriptedOrigin.startTls(expired);
                var unknown = ScriptedOrigin.startTls(stranger);
                var selfSigned = ScriptedOrigin.startTls(itself)) {
            vendor.alsoIntercept("misnamed.example:" + vendor.origin().port());
            vendor.alsoIntercept("expired.example:" + old.port());
            vendor.alsoIntercept("stranger.example:" + unknown.port());
            vendor.alsoIntercept("itself.example:" + selfSigned.port());
            var setup = Aptheke.in(home.resolve("aptheke")).set("origin.retries", "0");
            vendor.prepare(setup, "misnamed.example", "expired.example", "stranger.example", "itself.example");
            // The expired one is of an authority that is trusted.
            Files.copy(
                    trustBoth(vendor.ca(), expired),
                    vendor.ca().trustStore(),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            try (var aptheke = setup.start()) {
                var trusted = Vendor.bundle(aptheke, home.resolve("ca.crt"));

                var misnamed = curl(
                        aptheke,
                        trusted,
                        "-i",
                        "https://misnamed.example:" + vendor.origin().port() + "/a");
                var late = curl(aptheke, trusted, "-i", "https://expired.example:" + old.port() + "/a");
                var foreign = curl(aptheke, trusted, "-i", "https://stranger.example:" + unknown.port() + "/a");
                var alone = curl(aptheke, trusted, "-i", "https://itself.example:" + selfSigned.port() + "/a");

                assertThat(List.of(misnamed, late, foreign, alone))
                        .allSatisfy(outcome -> assertThat(outcome.output()).contains("HTTP/1.1 502 "));
                assertThat(misnamed.output()).contains("misnamed.example");
                assertThat(late.output()).containsIgnoringCase("validity");
                assertThat(foreign.output()).containsIgnoringCase("certif");
                assertThat(alone.output()).containsIgnoringCase("certif");
                assertThat(vendor.origin().count() + old.count() + unknown.count() + selfSigned.count())
                        .isZero();
            }
        }
    }

    @Test
    void connect_hostOffTheList_is403NamingBothSettings() throws Exception {
        try (var vendor = Vendor.in(home);
                var aptheke = start(vendor);
                var wire = aptheke.connect()) {
            wire.send("CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\n\r\n");
            var answer = wire.read();

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).contains("[intercept] hosts", "[connect] allow", "other.example");
        }
    }

    @Test
    void twoHundredHosts_ofOneAuthority_areAllServedAndTheNextIsNot() throws Exception {
        try (var vendor = Vendor.in(home)) {
            vendor.origin().otherwise(Resource.of("."));
            var names = new ArrayList<String>();
            for (int i = 0; i < 200; i++) {
                names.add("h" + i + "." + Vendor.HOST);
                vendor.alsoIntercept(names.getLast() + ":" + vendor.origin().port());
            }
            var setup = Aptheke.in(home.resolve("aptheke"));
            vendor.prepare(setup, names.toArray(String[]::new));
            try (var aptheke = setup.start()) {
                var trusted = Vendor.bundle(aptheke, home.resolve("ca.crt"));
                var urls = names.stream()
                        .map(name -> "https://" + name + ":" + vendor.origin().port() + "/a")
                        .toArray(String[]::new);

                assertThat(curl(aptheke, trusted, urls).output()).isEqualTo(".".repeat(200));
                assertThat(curl(aptheke, trusted, "https://h200." + Vendor.HOST + "/a")
                                .output())
                        .contains("403");
            }
        }
    }

    @Test
    void connect_allowedAndNotIntercepted_isTunnelledToTheOriginItself() throws Exception {
        try (var vendor = Vendor.in(home);
                var other = ScriptedOrigin.startTls(vendor.ca())) {
            other.on("/a", Resource.of("from the origin itself"));
            var setup = Aptheke.in(home.resolve("aptheke")).set("connect.allow", "[\"localhost:*\"]");
            vendor.prepare(setup);
            try (var aptheke = setup.start()) {
                var outcome = curl(aptheke, vendor.ca().caPem(), "https://localhost:" + other.port() + "/a");

                assertThat(outcome.output()).isEqualTo("from the origin itself");
            }
        }
    }

    @Test
    void rotation_whileClientsRun_goesOverWithoutAnInterruption() throws Exception {
        try (var vendor = Vendor.in(home)) {
            vendor.origin().on("/a", Resource.of("content"));
            var setup = Aptheke.in(home.resolve("aptheke"));
            vendor.prepare(setup);
            try (var aptheke = setup.start()) {
                var old = Vendor.bundle(aptheke, home.resolve("old.crt"));
                assertThat(curl(aptheke, old, vendor.url("/a")).output()).isEqualTo("content");
                var kept = TlsWithin.connect(aptheke, vendor.authority(), old);
                assertThat(kept.get("/a")).isEqualTo("content");

                setup.run("ca", "rotate");
                var both = awaitBundle(aptheke, home.resolve("both.crt"), 2);
                assertThat(curl(aptheke, old, vendor.url("/a")).output()).isEqualTo("content");
                assertThat(curl(aptheke, both, vendor.url("/a")).output()).isEqualTo("content");
                assertThat(kept.get("/a")).isEqualTo("content");

                var over = new AtomicBoolean();
                var running = Executors.newVirtualThreadPerTaskExecutor();
                var outputs = running.submit(() -> {
                    var seen = new HashSet<String>();
                    do {
                        seen.add(curl(aptheke, both, vendor.url("/a")).output());
                    } while (!over.get());
                    return seen;
                });
                setup.run("ca", "activate");
                awaitBundle(aptheke, home.resolve("new.crt"), 1);
                over.set(true);
                assertThat(outputs.get(1, TimeUnit.MINUTES)).containsExactly("content");
                running.shutdown();
                assertThat(kept.get("/a"))
                        .as("a connection from before goes on")
                        .isEqualTo("content");
                kept.close();
                var after = awaitBundle(aptheke, home.resolve("new.crt"), 1);
                assertThat(curl(aptheke, both, vendor.url("/a")).output()).isEqualTo("content");
                assertThat(curl(aptheke, after, vendor.url("/a")).output()).isEqualTo("content");
                assertThat(curl(aptheke, old, vendor.url("/a")).output()).contains("certificate");
                assertThat(aptheke.errors().all()).noneMatch(line -> line.contains("ERROR"));
            }
        }
    }

    @Test
    void hostList_changedBeyondTheAuthority_isSaidAndServedAfterRotation() throws Exception {
        try (var vendor = Vendor.in(home)) {
            vendor.origin().on("/a", Resource.of("content"));
            var setup = Aptheke.in(home.resolve("aptheke"));
            vendor.prepare(setup);
            try (var aptheke = setup.start()) {
                setup.set(
                        "intercept.hosts",
                        Vendor.list(List.of(
                                vendor.authority(),
                                "localhost:" + vendor.origin().port())));
                setup.writeConfiguration();
                aptheke.signal("HUP");
                aptheke.errors().await(java.util.regex.Pattern.compile("(.*aptheke ca rotate.*)"), LIMIT);
                try (var wire = aptheke.connect()) {
                    var target = "localhost:" + vendor.origin().port();
                    wire.send("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n");
                    assertThat(wire.read().text()).contains("aptheke ca rotate");
                }

                setup.run("ca", "rotate");
                setup.run("ca", "activate");
                var url = "https://localhost:" + vendor.origin().port() + "/a";
                Poll.until("the bundle changes", () -> {
                    var trusted = Vendor.bundle(aptheke, home.resolve("ca.crt"));
                    return curl(aptheke, trusted, url).output().equals("content");
                });
            }
        }
    }

    @Test
    void start_withoutAnAuthority_isOneLineNamingTheCommand() throws Exception {
        var process = Aptheke.in(home.resolve("aptheke"))
                .set("intercept.hosts", "[\"vendor.example\"]")
                .launch();
        try {
            assertThat(process.waitFor(60, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();

            assertThat(process.exitValue()).isEqualTo(2);
            assertThat(new String(process.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("aptheke ca init");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void tlsCertificate_replaced_isShownWithoutARestart() throws Exception {
        var first = ThrowawayCa.create(home.resolve("first"));
        var second = ThrowawayCa.create(home.resolve("second"));
        var file = Files.copy(first.serverPem(), home.resolve("tls.pem"));
        var setup = Aptheke.in(home.resolve("aptheke"))
                .set("tls.listen", "[\"127.0.0.1:0\"]")
                .set("tls.certificate", "\"" + file + "\"");
        try (var aptheke = setup.start()) {
            var url = "https://127.0.0.1:" + aptheke.tlsPort() + "/healthz";
            assertThat(direct(first.caPem(), url)).isEqualTo("ok\n");
            assertThat(direct(second.caPem(), url)).contains("certificate");

            Files.writeString(file, "half of a renewal");
            aptheke.errors().await(java.util.regex.Pattern.compile("(.*the certificates before stay in use.*)"), LIMIT);
            assertThat(direct(first.caPem(), url)).isEqualTo("ok\n");

            Files.copy(second.serverPem(), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            aptheke.errors().await(java.util.regex.Pattern.compile("(.*certificates were read again.*)"), LIMIT);
            assertThat(direct(second.caPem(), url)).isEqualTo("ok\n");
        }
    }

    private Aptheke start(Vendor vendor) throws IOException, InterruptedException {
        var setup = Aptheke.in(home.resolve("aptheke"));
        vendor.prepare(setup);
        return setup.start();
    }

    private Tool.Outcome curl(Aptheke aptheke, Path trusted, String... arguments)
            throws IOException, InterruptedException {
        return Vendor.curl(home, aptheke, trusted, arguments);
    }

    private String direct(Path trusted, String url) throws IOException, InterruptedException {
        return Tool.in(home)
                .run(List.of("curl", "-sS", "--noproxy", "*", "--cacert", trusted.toString(), url))
                .output();
    }

    /** The bundle, once it has so many certificates. */
    private static Path awaitBundle(Aptheke aptheke, Path file, int certificates)
            throws IOException, InterruptedException {
        Poll.until(
                certificates + " certificates",
                () -> Files.readString(Vendor.bundle(aptheke, file)).split("BEGIN CERTIFICATE", -1).length
                        == certificates + 1);
        return file;
    }

    private Path trustBoth(ThrowawayCa one, ThrowawayCa other) throws Exception {
        var both = java.security.KeyStore.getInstance("PKCS12");
        both.load(null, one.password().toCharArray());
        int number = 0;
        for (var ca : List.of(one, other)) {
            try (var in = Files.newInputStream(ca.caPem())) {
                var certificate = java.security.cert.CertificateFactory.getInstance("X.509")
                        .generateCertificate(in);
                both.setCertificateEntry("ca" + number++, certificate);
            }
        }
        var file = home.resolve("both.p12");
        try (var out = Files.newOutputStream(file)) {
            both.store(out, one.password().toCharArray());
        }
        return file;
    }
}
