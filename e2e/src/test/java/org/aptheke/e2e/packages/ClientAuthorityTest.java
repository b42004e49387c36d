package org.aptheke.e2e.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.ThrowawayCa;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which hosts apt on a client of the package reaches through the cache by https, and when. */
@Timeout(900)
final class ClientAuthorityTest {
    private static final String TRUSTED = "/etc/apt/apt.conf.d/51aptheke-client-authority";

    @TempDir
    private Path home = Path.of("");

    private ClientSite site;

    @BeforeEach
    void openSite() throws Exception {
        site = ClientSite.open(home);
    }

    @AfterEach
    void closeSite() throws Exception {
        site.close();
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void https_goesThroughTheCache_whileItsAuthorityIsTrusted_andTheCacheIsThere(Release release) throws Exception {
        site.interceptVendor();
        try (var client = site.client(release).start()) {
            var first = site.startCache();
            site.answer(client, "url", site.url(first));
            client.install(Packages.built().client());
            site.useVendor(client);

            site.assertDirectly(client);
            assertThat(client.output("aptheke-client", "status"))
                    .contains("Not trusted: ", site.fingerprint().replace(":", ""));
            assertThat(client.sh("aptheke-client trust " + site.fingerprint())).contains("vendor.example:443");
            site.assertThroughTheCache(client, first);
            assertThat(first.stop()).isZero();
            site.assertDirectly(client);
            try (var second = site.restart(first)) {
                site.assertThroughTheCache(client, second);

                client.sh("aptheke-client distrust");
                site.assertDirectly(client);
                assertThat(client.run("test", "-e", TRUSTED).exitCode()).isNotZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void authority_answeredBeforeTheCacheIsThere_isTrustedFromTheSecondUpdateOn(Release release) throws Exception {
        site.interceptVendor();
        try (var client = site.client(release).start()) {
            int port;
            try (var cache = site.startCache()) {
                port = cache.port();
                site.answer(client, "url", site.url(cache));
                site.answer(client, "authority", site.fingerprint());
            }
            client.install(Packages.built().client());
            site.useVendor(client);
            site.assertDirectly(client);

            try (var cache = site.startCache(port)) {
                site.assertDirectly(client);
                site.assertThroughTheCache(client, cache);
            }
        }
    }

    /** Somebody else's certificate, also when it is offered by the address that was set. */
    @ParameterizedTest
    @EnumSource(Release.class)
    void authority_another_isNotTrusted(Release release) throws Exception {
        site.interceptVendor();
        try (var client = site.client(release).start();
                var cache = site.startCache()) {
            site.answer(client, "url", site.url(cache));
            site.answer(client, "authority", "00".repeat(32));
            client.install(Packages.built().client());
            site.useVendor(client);

            site.assertDirectly(client);
            site.assertDirectly(client);
            assertThat(client.run("test", "-e", TRUSTED).exitCode()).isNotZero();
        }
    }

    /** apt's options know no star, so they name those of its sources that it stands for. */
    @ParameterizedTest
    @EnumSource(Release.class)
    void https_hostsWithAStar_areThoseOfTheSources(Release release) throws Exception {
        site.interceptVendor("*.vendor.example", "apt.vendor.example");
        try (var client = site.client(release).start();
                var cache = site.startCache()) {
            site.answer(client, "url", site.url(cache));
            site.useVendor(client);
            client.install(Packages.built().client());

            assertThat(client.sh("aptheke-client trust " + site.fingerprint())).contains("apt.vendor.example:443");
            site.assertThroughTheCache(client, cache);
        }
    }

    /** The certificates would be of an authority that apt does not know. */
    @ParameterizedTest
    @EnumSource(Release.class)
    void authority_renewedAndTheClientForgotten_aptGoesDirectly(Release release) throws Exception {
        site.interceptVendor();
        try (var client = site.client(release).start();
                var cache = site.startCache()) {
            site.answer(client, "url", site.url(cache));
            site.answer(client, "authority", site.fingerprint());
            client.install(Packages.built().client());
            site.useVendor(client);
            site.assertThroughTheCache(client, cache);

            var before = site.renewAuthority();
            Poll.<Exception>until(
                    "the new one is offered",
                    () -> client.run("aptheke-client", "status").output().contains("Not trusted"));

            assertThat(site.fingerprint()).isNotEqualTo(before);
            site.assertDirectly(client);
            client.sh("aptheke-client trust " + before + " " + site.fingerprint());
            site.assertThroughTheCache(client, cache);
        }
    }

    /** Readers of PEM differ in what they take for a certificate; the fingerprint is of one alone. */
    @ParameterizedTest
    @EnumSource(Release.class)
    void authority_withAnotherHiddenInIt_isTrustedWithoutThat(Release release) throws Exception {
        var authority = ThrowawayCa.create(home.resolve("ca"), "dns:vendor.example");
        byte[] certificate = certificate(authority.caPem()).getEncoded();
        var pem = "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate));
        var hidden = "-----BEGIN X509 CERTIFICATE-----" + "A".repeat(64) + "-----END X509 CERTIFICATE-----\n";
        try (var client = site.client(release).start();
                var cache = ScriptedOrigin.startOn(site.address(), 0)) {
            cache.on("/healthz", Resource.of("ok\n"));
            cache.on("/aptheke/ca.crt", Resource.of(pem.replace("-----END", hidden + "-----END")));
            cache.on("/aptheke/intercepted.txt", Resource.of("vendor.example:443\n"));
            site.answer(client, "url", cache.url(""));
            client.install(Packages.built().client());

            client.sh("aptheke-client trust " + Samples.sha256(certificate));

            assertThat(client.output("cat", "/var/lib/aptheke-client/authorities.pem"))
                    .isEqualTo(pem);
        }
    }

    private static Certificate certificate(Path pem) throws Exception {
        try (var in = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
