package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.aptheke.testkit.ThrowawayCa;
import org.aptheke.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many connections one client may have. */
final class ConnectionLimitTest {
    @TempDir
    private Path home = Path.of("");

    @Test
    void connections_moreThanOneClientMayHave_areRefusedNamingTheSettingAndOthersAreServed() throws Exception {
        var ca = ThrowawayCa.create(home.resolve("ca"));
        try (var aptheke = Aptheke.in(home.resolve("aptheke"))
                        .set("limits.connections_per_client", "2")
                        .set("tls.listen", "[\"127.0.0.1:0\"]")
                        .set("tls.certificate", "\"" + ca.serverPem() + "\"")
                        .start();
                var first = aptheke.connect();
                var second = Wire.connect(aptheke.tlsPort()).overTls(ca.clientContext(), "localhost")) {
            assertThat(first.get("/healthz").status()).isEqualTo(200);
            assertThat(second.get("/healthz").status()).isEqualTo(200);

            try (var third = aptheke.connect()) {
                var answer = third.get("http://mirror.example/a");
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.field("Retry-After")).isPresent();
                assertThat(answer.text()).contains("[limits] connections_per_client = 2");
            }
            // Nothing can be said there without a handshake, which is what the limit is to save.
            assertThatThrownBy(() -> Wire.connect(aptheke.tlsPort()).overTls(ca.clientContext(), "localhost"))
                    .isInstanceOf(IOException.class);
            try (var other = Wire.connectFrom("127.0.0.9", aptheke.port())) {
                assertThat(other.get("/healthz").status()).isEqualTo(200);
            }
        }
    }
}
