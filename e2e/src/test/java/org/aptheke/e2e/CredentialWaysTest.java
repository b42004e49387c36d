package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.aptheke.testkit.Handler;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ThrowawayCa;
import org.aptheke.testkit.Tool;
import org.aptheke.testkit.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that the operator's credentials open, on every way into the program: members get it, and strangers on none. */
final class CredentialWaysTest {
    private static final String MEMBER = "127.0.0.2";
    private static final String STRANGER = "127.0.0.3";
    private static final String PASSWORD = "hunter2secret";
    private static final String AUTHORIZATION =
            "Basic " + Base64.getEncoder().encodeToString(Samples.utf8("user:" + PASSWORD));
    private static final String CONTENT = "what the customers pay for ".repeat(200);

    @TempDir
    Path home;

    private Vendor vendor;
    private ThrowawayCa own;

    @BeforeEach
    void startVendor() throws IOException, InterruptedException {
        own = ThrowawayCa.create(home.resolve("own"));
        vendor = Vendor.in(home);
        vendor.origin().otherwise(guarded());
    }

    @AfterEach
    void stopVendor() throws IOException {
        vendor.close();
    }

    /** Where a client connects to, and what it asks for there. */
    private enum Way {
        PROXY_HTTPS("https://{vendor}/deb/x.deb"),
        PROXY_HTTP("http://{vendor}/deb/x.deb"),
        PROXY_HTTPS_AS_A_HOST("http://HTTPS///{vendor}/deb/x.deb"),
        PATH("/{vendor}/deb/x.deb"),
        PATH_HTTPS("/HTTPS///{vendor}/deb/x.deb"),
        PATH_LOWER_CASE("/https/{vendor}/deb/x.deb"),
        REMAP_AS_A_PATH("/rep/x.deb"),
        REMAP_AS_A_HOST("http://rep/x.deb"),
        REMAP_OF_A_URL("https://{vendor}/remapped/x.deb"),
        ESCAPED("https://{vendor}/deb/%78.deb"),
        DOTTED("https://{vendor}/deb/y/../x.deb"),
        INTERCEPTED("https://{vendor}/deb/x.deb"),
        INTERCEPTED_REMAP("https://{vendor}/remapped/x.deb"),
        INTERCEPTED_WITHIN_TLS("https://{vendor}/deb/x.deb"),
        TLS_PATH("/HTTPS///{vendor}/deb/x.deb"),
        TLS_REMAP("/rep/x.deb");

        private final String target;

        Way(String target) {
            this.target = target;
        }

        String target(Vendor vendor) {
            return target.replace("{vendor}", vendor.authority());
        }
    }

    private record Got(int status, String content) {}

    @Test
    void get_everyWay_onlyMembersGetTheFileAndItIsFetchedOnceForEachName() throws Exception {
        try (var aptheke = start()) {
            for (int round = 0; round < 3; round++) {
                for (var way : Way.values()) {
                    assertThat(get(aptheke, way, MEMBER)).as("%s", way).isEqualTo(new Got(200, CONTENT));
                    var refused = get(aptheke, way, STRANGER);
                    assertThat(refused.status()).as("%s", way).isEqualTo(401);
                    assertThat(refused.content()).as("%s", way).isEqualTo("who are you?\n");
                }
            }
            assertThat(vendor.origin().requests())
                    .filteredOn(request -> request.field("Authorization").isPresent())
                    .as("downloads: by the name of the host, and by that of the remap")
                    .hasSize(2);
            assertThat(aptheke.accessLog()).noneMatch(line -> line.contains(PASSWORD));
        }
    }

    @Test
    void get_strangerAsksInEveryManner_getsNothingOfIt() throws Exception {
        try (var aptheke = start()) {
            String url = vendor.url("/deb/x.deb");
            assertThat(get(aptheke, Way.PROXY_HTTPS, MEMBER).status()).isEqualTo(200);
            for (String field : List.of(
                    "Range: bytes=0-9",
                    "Range: bytes=-10",
                    "If-None-Match: \"v1\"",
                    "If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT",
                    "Cache-Control: only-if-cached",
                    "Cache-Control: max-stale",
                    "Cache-Control: no-cache",
                    "Forwarded: for=" + MEMBER,
                    "X-Forwarded-For: " + MEMBER)) {
                try (var wire = Wire.connectFrom(STRANGER, aptheke.port())) {
                    var answer = wire.get(url, field);

                    assertThat(answer.status()).as(field).isIn(401, 504);
                    assertThat(answer.text()).as(field).doesNotContain("customers");
                    assertThat(wire.head(url, field).status()).as(field).isIn(401, 504);
                }
            }
            vendor.origin().close();
            try (var wire = Wire.connectFrom(STRANGER, aptheke.port())) {
                assertThat(wire.get(url).status()).as("the origin is away").isEqualTo(502);
            }
        }
    }

    private Aptheke start() throws IOException, InterruptedException {
        var password = Files.writeString(home.resolve("password"), PASSWORD + "\n");
        var setup = Aptheke.in(home.resolve("aptheke"))
                .set("tls.listen", "[\"127.0.0.1:0\"]")
                .set("tls.certificate", "\"" + own.serverPem() + "\"")
                .set("upstream", "[{host = \"%s\", scheme = \"https\"}]".formatted(Vendor.HOST))
                .set(
                        "credentials",
                        "[{name = \"vendor\", hosts = \"%s\", path = \"/deb\", clients = \"%s\", user = \"user\", password_file = \"%s\"}]"
                                .formatted(Vendor.HOST, MEMBER, password))
                .set(
                        "remap",
                        "[{name = \"rep\", from = \"%s\", to = \"%s\", credentials = \"vendor\"}]"
                                .formatted(vendor.url("/remapped"), vendor.url("/deb/")));
        vendor.prepare(setup);
        return setup.start();
    }

    private Got get(Aptheke aptheke, Way way, String from) throws IOException, InterruptedException {
        String target = way.target(vendor);
        String tls = "https://127.0.0.1:" + aptheke.tlsPort();
        var trusted = Vendor.bundle(aptheke, home.resolve("ca.crt"));
        return switch (way) {
            case INTERCEPTED, INTERCEPTED_REMAP ->
                curl(from, "-x", aptheke.url(), "--cacert", trusted.toString(), target);
            case INTERCEPTED_WITHIN_TLS ->
                curl(from, "-x", tls, "--proxy-cacert", own.caPem().toString(), "--cacert", trusted.toString(), target);
            case TLS_PATH, TLS_REMAP -> curl(from, "--cacert", own.caPem().toString(), tls + target);
            case PROXY_HTTPS,
                    PROXY_HTTP,
                    PROXY_HTTPS_AS_A_HOST,
                    PATH,
                    PATH_HTTPS,
                    PATH_LOWER_CASE,
                    REMAP_AS_A_PATH,
                    REMAP_AS_A_HOST,
                    REMAP_OF_A_URL,
                    ESCAPED,
                    DOTTED -> {
                try (var wire = Wire.connectFrom(from, aptheke.port())) {
                    var answer = wire.get(target, "Host: cache.example");
                    yield new Got(answer.status(), answer.text());
                }
            }
        };
    }

    private Got curl(String from, String... arguments) throws IOException, InterruptedException {
        var file = home.resolve("got");
        var command = new ArrayList<>(List.of("curl", "-sS", "--path-as-is", "--max-time", "60", "--interface", from));
        command.addAll(List.of("-o", file.toString(), "-w", "%{http_code}"));
        command.addAll(Arrays.asList(arguments));
        var outcome = Tool.in(home).run(command);
        assertThat(outcome.output()).as(outcome.toString()).matches("[0-9]{3}");
        return new Got(Integer.parseInt(outcome.output()), Files.readString(file, StandardCharsets.UTF_8));
    }

    private static Handler guarded() {
        return (request, reply) -> {
            if (request.field("Authorization").filter(AUTHORIZATION::equals).isPresent()) {
                reply.send(
                        200,
                        CONTENT,
                        "ETag: \"v1\"",
                        "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT",
                        "Cache-Control: max-age=3600");
            } else {
                reply.send(401, "who are you?\n", "WWW-Authenticate: Basic realm=\"vendor\"");
            }
        };
    }
}
