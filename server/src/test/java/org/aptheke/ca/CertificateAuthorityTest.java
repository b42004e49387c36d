package org.aptheke.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.aptheke.testkit.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the authority signs, as OpenSSL sees it. */
final class CertificateAuthorityTest {
    private static final List<String> HOSTS =
            List.of("vendor.example", "*.packagecloud.example", "127.0.0.9", "[2001:db8::9]");

    // OpenSSL looks at the machine's clock.
    private final Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS);
    private final CertificateAuthority authority = CertificateAuthority.create(PermittedNames.of(HOSTS), now);

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void writeAuthority() throws IOException {
        Files.writeString(directory.resolve("ca.pem"), PemFile.text(List.of(authority.certificate())));
        Files.writeString(directory.resolve("ca.key"), PemFile.text(authority.keyed()));
    }

    @ParameterizedTest
    @CsvSource({
        "vendor.example,-verify_hostname",
        "a.b.packagecloud.example,-verify_hostname",
        "127.0.0.9,-verify_ip",
        "2001:db8::9,-verify_ip"
    })
    void issue_permittedHost_isVerifiedByOpenssl(String host, String option) throws Exception {
        var leaf = authority.issue(host, CertificateAuthority.newKeys().getPublic(), now);

        assertThat(verify(leaf, option, host).output()).endsWith("leaf.pem: OK\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.example", "example", "notvendor.example", "127.0.0.8", "::1"})
    void issue_otherHost_isRefused(String host) {
        var key = CertificateAuthority.newKeys().getPublic();

        assertThatThrownBy(() -> authority.issue(host, key, now)).hasMessageContaining(host);
    }

    /** Who steals the key can sign what he likes; clients do not accept it. */
    @ParameterizedTest
    @CsvSource({"DNS:other.example", "DNS:notvendor.example", "IP:127.0.0.8", "IP:::1", "IP:192.0.2.1"})
    void stolenKey_signsAnotherName_isRefusedByOpenssl(String name) throws Exception {
        var openssl = Tool.in(directory);
        Files.writeString(directory.resolve("extensions"), "subjectAltName=" + name + "\n");
        openssl.output("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "thief.key");
        openssl.output("openssl", "req", "-new", "-key", "thief.key", "-subj", "/CN=thief", "-out", "thief.csr");
        openssl.output(
                "openssl",
                "x509",
                "-req",
                "-in",
                "thief.csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-days",
                "2",
                "-set_serial",
                "7",
                "-extfile",
                "extensions",
                "-out",
                "leaf.pem");

        var outcome = openssl.run(List.of("openssl", "verify", "-CAfile", "ca.pem", "leaf.pem"));

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.output()).containsAnyOf("permitted subtree violation", "excluded subtree violation");
    }

    @Test
    void create_namesOnly_excludesAllAddresses() throws Exception {
        var namesOnly = CertificateAuthority.create(PermittedNames.of(List.of("vendor.example")), now);
        Files.writeString(directory.resolve("names.pem"), PemFile.text(List.of(namesOnly.certificate())));

        var text = Tool.in(directory).output("openssl", "x509", "-in", "names.pem", "-noout", "-text");

        assertThat(text)
                .containsSubsequence("X509v3 Basic Constraints: critical", "CA:TRUE, pathlen:0")
                .containsSubsequence(
                        "X509v3 Name Constraints: critical",
                        "Permitted:",
                        "DNS:vendor.example",
                        "Excluded:",
                        "IP:0.0.0.0/0.0.0.0",
                        "IP:0:0:0:0:0:0:0:0/0:0:0:0:0:0:0:0")
                .contains("prime256v1", "TLS Web Server Authentication");
        assertThat(authority.permitted().permits("x.packagecloud.example")).isTrue();
    }

    @Test
    void issue_now_isValidForSevenDaysAndBackdatedByOne() {
        var leaf =
                authority.issue("vendor.example", CertificateAuthority.newKeys().getPublic(), now);

        assertThat(leaf.getNotBefore().toInstant()).isEqualTo(now.minus(Duration.ofDays(1)));
        assertThat(leaf.getNotAfter().toInstant()).isEqualTo(now.plus(Duration.ofDays(7)));
        assertThat(leaf.getBasicConstraints()).isNegative();
    }

    @Test
    void create_twice_givesDifferentNames() {
        var other = CertificateAuthority.create(PermittedNames.of(HOSTS), now);

        assertThat(other.toString()).isNotEqualTo(authority.toString());
        assertThat(other.fingerprint()).isNotEqualTo(authority.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
    }

    @Test
    void toString_ofAllThatHoldsAKey_doesNotShowIt() {
        var leaf = new Leaf(authority.keyed(), now);

        assertThat(List.of(authority.keyed(), leaf, authority).toString())
                .contains("***")
                .doesNotContain(authority.keyed().key().toString());
    }

    private Tool.Outcome verify(X509Certificate leaf, String option, String host) throws Exception {
        Files.writeString(directory.resolve("leaf.pem"), PemFile.text(List.of(leaf)));
        return Tool.in(directory)
                .run(List.of(
                        "openssl",
                        "verify",
                        "-x509_strict",
                        "-purpose",
                        "sslserver",
                        "-CAfile",
                        "ca.pem",
                        option,
                        host,
                        "leaf.pem"));
    }
}
