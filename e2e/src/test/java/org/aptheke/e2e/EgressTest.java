package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses may be reached: without a word in the configuration, no private ones. */
final class EgressTest extends SharedAptheke {
    @Override
    void configure(Aptheke.Setup setup) {
        setup.unset("egress.allow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:22/",
                "http://127.8.9.10/",
                "http://169.254.169.254/latest/meta-data/",
                "http://[::1]/",
                "http://[::]/",
                "http://0.0.0.0/",
                "http://10.0.0.1/debian/",
                "http://172.16.0.1/debian/",
                "http://192.168.1.1/debian/",
                "http://100.64.0.1/debian/",
                "http://224.0.0.1/debian/",
                "http://[fe80::1]/debian/",
                "http://[fd00::1]/debian/",
                "http://[::ffff:127.0.0.1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://2130706433/",
                "http://127.1/",
                "http://localhost/"
            })
    void get_privateAddress_isRefusedAndTheSettingIsNamed(String url) throws Exception {
        var answer = aptheke.get(url);

        assertThat(answer.status()).as("%s: %s", url, answer.text()).isEqualTo(403);
        assertThat(answer.text()).contains("egress").contains("allow");
    }

    @Test
    void get_hexadecimalAddress_isRefusedOrNoName() throws Exception {
        assertThat(aptheke.get("http://0x7f000001:" + origin.port() + "/").status())
                .isIn(400, 403, 502);
        assertThat(origin.acceptedConnections()).isZero();
    }

    @Test
    void get_nameOfAPrivateAddress_isRefusedAndNotEvenConnectedTo() throws Exception {
        origin.otherwise(Resource.of("secret"));

        var byName = aptheke.get("http://localhost:" + origin.port() + "/secret");
        var byAddress = get("/secret");
        var byPath = aptheke.get("/127.0.0.1:" + origin.port() + "/secret", "Host: aptheke.example");

        assertThat(byName.status()).isEqualTo(403);
        assertThat(byAddress.status()).isEqualTo(403);
        assertThat(byPath.status()).isEqualTo(403);
        assertThat(origin.acceptedConnections()).isZero();
    }

    @Test
    void get_redirectToAPrivateAddress_isRefused(@TempDir Path directory) throws Exception {
        try (var two = Aptheke.in(directory)
                        .set("egress.allow", "[\"127.0.0.1/32\"]")
                        .start();
                var secret = ScriptedOrigin.startOn("127.0.0.2", 0)) {
            secret.otherwise(Resource.of("secret"));
            origin.on("/to-other", (request, reply) -> reply.redirect(302, secret.url("/secret")));
            origin.on("/to-metadata", (request, reply) -> reply.redirect(302, "http://169.254.169.254/latest/"));
            origin.on("/to-six", (request, reply) -> reply.redirect(302, "http://[::1]:1/"));

            for (var target : new String[] {"/to-other", "/to-metadata", "/to-six"}) {
                var answer = two.get(origin.url(target));
                assertThat(answer.status()).as(target).isEqualTo(403);
                assertThat(answer.text()).contains("egress").contains("allow");
            }
            assertThat(secret.acceptedConnections()).isZero();
        }
    }

    @Test
    void connect_notAllowed_isRefusedAndTheSettingIsNamed() throws Exception {
        try (var wire = aptheke.connect()) {
            wire.send("CONNECT mirror.example:443 HTTP/1.1\r\nHost: mirror.example:443\r\n\r\n");
            var answer = wire.read();

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).contains("connect").contains("allow");
        }
    }
}
