package org.aptheke.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of interception and of TLS towards clients. */
final class TlsSettingsTest {
    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "vendor.example,vendor.example:443",
        "*.Packagecloud.example,*.packagecloud.example:443",
        "vendor.example:8443,vendor.example:8443",
        "127.0.0.1,127.0.0.1:443",
        "[::1],[::1]:443",
        "[::1]:8443,[::1]:8443"
    })
    void interceptHosts_hostAndPort_isUnderstood(String written, String meant) throws Exception {
        var settings = load("intercept.hosts = [\"" + written + "\"]");

        assertThat(settings.intercept().hosts()).singleElement().hasToString(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "*:443", "vendor.example:*", "vendor.example:", "https://vendor.example", "vendor.example/a"
            })
    void interceptHosts_whatCannotBeCertified_isRefused(String written) {
        assertThatThrownBy(() -> load("intercept.hosts = [\"" + written + "\"]"))
                .isInstanceOfSatisfying(
                        ConfigRefusedException.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .asString()
                                .contains("intercept.hosts"));
    }

    @Test
    void interceptHosts_sameHostOnTwoPorts_isOneName() throws Exception {
        var settings = load("intercept.hosts = [\"a.example\", \"a.example:8443\", \"*.b.example\"]");

        assertThat(settings.intercept().names()).containsExactly("a.example", "*.b.example");
    }

    @Test
    void tlsListen_withoutACertificate_isRefusedNamingTheKey() {
        assertThatThrownBy(() -> load("tls.listen = [\":3144\"]"))
                .isInstanceOfSatisfying(
                        ConfigRefusedException.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .asString()
                                .contains("tls.certificate"));
    }

    @Test
    void tls_complete_isRead() throws Exception {
        var settings = load("tls.listen = [\":3144\"]\ntls.certificate = \"/etc/c.pem\"\ntls.key = \"/etc/k.pem\"");

        assertThat(settings.tls().listen()).hasSize(1);
        assertThat(settings.tls().certificate()).contains(Path.of("/etc/c.pem"));
        assertThat(settings.tls().key()).contains(Path.of("/etc/k.pem"));
    }

    private Settings load(String toml) throws Exception {
        return OneFile.load(directory, toml).settings();
    }
}
