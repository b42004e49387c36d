package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.Tool;
import org.aptheke.testkit.Wire;
import org.aptheke.testkit.WireResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reason to refuse a request through every way in, on both listeners: the status, and the setting behind it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccessTest {
    /** What a client may have saved up, and more. */
    private static final int MANY = 40;

    private Path home = Path.of("");

    private final Map<String, String> usual = new LinkedHashMap<>();
    private Vendor vendor;
    private ScriptedOrigin plain;
    private ScriptedOrigin parent;
    private Aptheke.Setup setup;
    private Aptheke aptheke;
    private Path htpasswd;
    private Optional<Refusal> current = Optional.empty();

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        home = directory;
        vendor = Vendor.in(home);
        plain = ScriptedOrigin.start();
        parent = ScriptedOrigin.start();
        htpasswd = home.resolve("htpasswd");
        Tool.in(home).output("htpasswd", "-b", "-B", "-c", htpasswd.toString(), "alice", "wonder");
        for (var origin : List.of(vendor.origin(), plain)) {
            origin.on("/a", Resource.of("content"));
            origin.on("/away", (request, reply) -> reply.redirect(302, "https://127.0.0.2:1/a"));
        }
        setup = Aptheke.in(home.resolve("aptheke"))
                .set("tls.listen", "[\"127.0.0.1:0\"]")
                .set("tls.certificate", "\"" + vendor.ca().serverPem() + "\"")
                .set("remap", "[{name = \"remapped\", to = \"" + plain.url("/") + "\"}]");
        vendor.alsoIntercept("127.0.0.1:" + vendor.origin().port());
        vendor.alsoIntercept("localhost:" + vendor.origin().port());
        vendor.prepare(setup);
        usual.put("clients.htpasswd", "\"\"");
        usual.put("clients.allow", "[\"127.0.0.0/8\"]");
        usual.put("hosts.allow", "[]");
        usual.put("hosts.deny", "[]");
        usual.put("connect.allow", "[\"*:*\"]");
        usual.put("intercept.hosts", vendor.interceptedHosts());
        usual.put("egress.allow", "[\"127.0.0.0/8\"]");
        usual.put("limits.request_rate", "\"unlimited\"");
        usual.put("parent", "[]");
        aptheke = setup.start();
    }

    @AfterAll
    void stop() throws Exception {
        try (var stopping = aptheke;
                var one = vendor;
                var two = plain;
                var three = parent) {
            assertThat(stopping.stop()).as("exit code").isZero();
            assertThat(stopping.errors().all()).noneMatch(line -> line.contains("ERROR"));
            for (var line : concat(stopping.accessLog(), stopping.errors().all())) {
                assertThat(line).doesNotContain("wonder", "under", base64("alice:wonder"), base64("alice:under"));
            }
            assertThat(one.origin().failures()).isEmpty();
            assertThat(two.failures()).isEmpty();
            assertThat(three.acceptedConnections())
                    .as("connections to the parent")
                    .isZero();
        }
    }

    static Stream<Arguments> table() {
        return Refusal.table().stream()
                .flatMap(entry ->
                        Stream.of(false, true).map(tls -> Arguments.of(entry.getKey(), entry.getValue(), tls)));
    }

    @ParameterizedTest(name = "{0} by {1}, TLS {2}")
    @MethodSource("table")
    void request_refused_saysStatusAndSetting(Refusal refusal, WayIn way, boolean tls) throws Exception {
        var expected = refusal.through(way).orElseThrow();
        become(refusal);
        plain.forget();
        vendor.origin().forget();

        WireResponse answer;
        try (var wire = connect(tls)) {
            answer = ask(wire, refusal, way, tls);
        }

        assertThat(answer.status()).as(answer::text).isEqualTo(expected.status());
        if (expected.status() == 200) {
            return;
        }
        assertThat(answer.text()).contains(expected.setting()).hasLineCount(1);
        assertThat(answer.field("WWW-Authenticate").isPresent()).isEqualTo(expected.status() == 401);
        assertThat(answer.field("Proxy-Authenticate").isPresent()).isEqualTo(expected.status() == 407);
        assertThat(answer.field("Retry-After").isPresent()).isEqualTo(expected.status() == 429);
        if (refusal != Refusal.ADDRESS_REFUSED_AFTER_REDIRECT) {
            assertThat(plain.count() + vendor.origin().count())
                    .as("requests to origins")
                    .isZero();
        }
    }

    private WireResponse ask(Wire wire, Refusal refusal, WayIn way, boolean tls) throws Exception {
        String host = refusal == Refusal.ADDRESS_OF_NAME_REFUSED ? "localhost" : "127.0.0.1";
        String secure = host + ":" + vendor.origin().port();
        String path = refusal == Refusal.ADDRESS_REFUSED_AFTER_REDIRECT
                ? "/away"
                : refusal.isOfAddresses() ? "/" + refusal + way + tls : "/a";
        String method = way.kind() == WayIn.Kind.CONNECT ? "CONNECT" : "GET";
        String request =
                Wire.request(method, way.target(host + ":" + plain.port(), secure, path), fields(refusal, way));
        int before = refusal == Refusal.TOO_OFTEN ? MANY : 0;
        wire.send(Wire.request("GET", "/healthz").repeat(before) + request);
        for (int i = 0; i < before; i++) {
            wire.read();
        }
        var answer = wire.read(method);
        if (way != WayIn.INTERCEPTION || answer.status() != 200) {
            return answer;
        }
        return wire.overTls(trusted(), host).get(path, "Host: " + secure);
    }

    private static String[] fields(Refusal refusal, WayIn way) {
        String field = way.kind() == WayIn.Kind.PATH ? "Authorization" : "Proxy-Authorization";
        var lines = new ArrayList<>(List.of("Host: 127.0.0.1"));
        refusal.login().ifPresent(login -> lines.add(field + ": Basic " + base64(login)));
        return lines.toArray(String[]::new);
    }

    private Wire connect(boolean tls) throws IOException {
        return tls
                ? Wire.connect(aptheke.tlsPort()).overTls(vendor.ca().clientContext(), "localhost")
                : aptheke.connect();
    }

    /** Has the program go over to the settings of this refusal. */
    private void become(Refusal refusal) throws Exception {
        if (current.equals(Optional.of(refusal))) {
            return;
        }
        usual.forEach(setup::set);
        refusal.settings()
                .forEach((key, value) -> setup.set(
                        key, value.replace("$htpasswd", htpasswd.toString()).replace("$parent", parent.authority())));
        aptheke.reload();
        current = Optional.of(refusal);
    }

    private SSLContext trusted() throws Exception {
        return Trust.in(Files.readAllBytes(Vendor.bundle(aptheke, home.resolve("ca.crt"))));
    }

    private static List<String> concat(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
