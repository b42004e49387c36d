package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.ThrowawayCa;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An https origin behind sources that say http: by rule, and by what the origin itself says. */
final class HttpsOriginTest {
    @TempDir
    Path directory;

    @Test
    void get_hostWithRule_isFetchedByHttpsOnceForAllForms() throws Exception {
        var ca = ThrowawayCa.create(directory.resolve("ca"));
        var content = Samples.bytes(1, 100_000);
        try (var origin = ScriptedOrigin.startTls(ca).on("/apt/x.deb", Resource.of(content));
                var aptheke = setup(ca)
                        .set("upstream", "[{host = \"127.0.0.1\", path = \"/apt\", scheme = \"https\"}]")
                        .start()) {
            String rest = origin.authority() + "/apt/x.deb";

            assertThat(aptheke.get("http://" + rest).content()).isEqualTo(content);
            assertThat(aptheke.get("/" + rest, "Host: cache.example").content()).isEqualTo(content);
            assertThat(aptheke.get("/HTTPS///" + rest, "Host: cache.example").content())
                    .isEqualTo(content);
            assertThat(aptheke.get("https://" + rest).content()).isEqualTo(content);
            assertThat(origin.count()).isEqualTo(1);
        }
    }

    @Test
    void get_originRedirectsToHttps_isAskedByHttpsNextTimeAlsoAfterARestart() throws Exception {
        var ca = ThrowawayCa.create(directory.resolve("ca"));
        try (var secure = ScriptedOrigin.startTls(ca).otherwise(Resource.of("over tls"));
                var plain = ScriptedOrigin.start()
                        .otherwise((request, reply) -> reply.redirect(301, secure.url(request.target())))) {
            var setup = setup(ca);
            try (var aptheke = setup.start()) {
                assertThat(aptheke.get(plain.url("/a")).text()).isEqualTo("over tls");
                assertThat(aptheke.get(plain.url("/b")).text()).isEqualTo("over tls");
                assertThat(plain.count()).isEqualTo(1);
                assertThat(aptheke.stop()).isZero();
            }
            assertThat(setup.run("https-origins"))
                    .contains(plain.authority() + " is asked by https at port " + secure.port());
            try (var aptheke = setup.start()) {
                assertThat(aptheke.get(plain.url("/c")).text()).isEqualTo("over tls");
                assertThat(plain.count()).isEqualTo(1);

                assertThat(setup.run("https-origins", "--forget", plain.authority()))
                        .isEmpty();
                aptheke.reload();
                assertThat(aptheke.get(plain.url("/d")).text()).isEqualTo("over tls");
                assertThat(plain.count()).isEqualTo(2);
            }
            assertThat(Files.readString(setup.data().resolve("secure-origins"))).contains(plain.authority());
        }
    }

    private Aptheke.Setup setup(ThrowawayCa ca) {
        return Aptheke.in(directory.resolve("aptheke"))
                .jvm("-Djavax.net.ssl.trustStore=" + ca.trustStore())
                .jvm("-Djavax.net.ssl.trustStorePassword=" + ca.password());
    }
}
