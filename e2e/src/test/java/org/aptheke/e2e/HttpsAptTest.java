package org.aptheke.e2e;

import static org.aptheke.testkit.ArchiveBuilder.Feature.BY_HASH;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.aptheke.testkit.AptClient;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.FileTree;
import org.aptheke.testkit.ThrowawayCa;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real apt gets a repository that speaks https only, on every way there is, and it is fetched once for all. */
final class HttpsAptTest {
    @TempDir
    private Path home = Path.of("");

    /** How a client asks for the repository. */
    private enum Way {
        /** Sources say https; CONNECT is intercepted. */
        INTERCEPTED,
        /** The same through the listener for TLS: TLS in TLS. */
        INTERCEPTED_WITHIN_TLS,
        /** Sources name the cache, and the repository in the path. */
        PATH,
        /** Sources name the cache's listener for TLS, and the repository in the path. */
        PATH_WITHIN_TLS,
        /** Sources say http, and a rule of the operator says https: nothing on the client but the proxy line. */
        RULE,
        /** The same through the listener for TLS. */
        RULE_WITHIN_TLS,
        /** Sources say http and a name of old. */
        HTTPS_AS_A_HOST,
        /** The same through the listener for TLS. */
        HTTPS_AS_A_HOST_WITHIN_TLS
    }

    @Test
    void everyWay_oneDownloadForAll() throws Exception {
        var own = ThrowawayCa.create(home.resolve("own-ca"));
        try (var vendor = Vendor.in(home);
                var archive = ArchiveBuilder.in(
                        home.resolve("archive"), InstantSource.system().instant(), BY_HASH)) {
            var packages = archive.addMany("stable/main", "sample", 5, 50_000);
            archive.publish();
            vendor.origin().otherwise(FileTree.at("/debian", archive.root()));
            var setup = Aptheke.in(home.resolve("aptheke"))
                    .set("tls.listen", "[\"127.0.0.1:0\"]")
                    .set("tls.certificate", "\"" + own.serverPem() + "\"")
                    .set("upstream", "[{host = \"" + Vendor.HOST + "\", scheme = \"https\"}]");
            vendor.prepare(setup);
            try (var aptheke = setup.start()) {
                var trusted = Vendor.bundle(aptheke, home.resolve("ca.crt"));
                for (var way : Way.values()) {
                    var apt = client(way, aptheke, vendor, archive);
                    apt.option("Acquire::https::CAInfo", (way == Way.INTERCEPTED ? trusted : own.caPem()).toString());
                    if (way == Way.INTERCEPTED_WITHIN_TLS) {
                        apt.option(
                                "Acquire::https::CAInfo",
                                both(trusted, own.caPem()).toString());
                    }

                    assertClean(way, apt.update());
                    assertClean(
                            way,
                            apt.downloadOnly(packages.stream()
                                    .map(ArchiveBuilder.PoolPackage::name)
                                    .toList()));
                    assertThat(apt.downloaded()).as(way.name()).isEqualTo(digests(packages));
                }
                assertThat(vendor.origin().requests())
                        .filteredOn(request -> request.path().contains("/pool/"))
                        .extracting(request -> request.path())
                        .doesNotHaveDuplicates()
                        .hasSize(5);
                assertThat(aptheke.stop()).isZero();
            }
        }
    }

    private AptClient client(Way way, Aptheke aptheke, Vendor vendor, ArchiveBuilder archive) throws IOException {
        var apt = AptClient.in(home.resolve(way.name()));
        String plain = aptheke.url();
        String tls = "https://127.0.0.1:" + aptheke.tlsPort();
        String source = switch (way) {
            case INTERCEPTED, INTERCEPTED_WITHIN_TLS -> vendor.url("/debian");
            case PATH -> plain + "/https/" + vendor.authority() + "/debian";
            case PATH_WITHIN_TLS -> tls + "/HTTPS///" + vendor.authority() + "/debian";
            case RULE, RULE_WITHIN_TLS -> "http://" + vendor.authority() + "/debian";
            case HTTPS_AS_A_HOST, HTTPS_AS_A_HOST_WITHIN_TLS -> "http://HTTPS///" + vendor.authority() + "/debian";
        };
        switch (way) {
            case INTERCEPTED -> apt.option("Acquire::https::Proxy", plain);
            case INTERCEPTED_WITHIN_TLS -> apt.option("Acquire::https::Proxy", tls);
            case RULE, HTTPS_AS_A_HOST -> apt.option("Acquire::http::Proxy", plain);
            case RULE_WITHIN_TLS, HTTPS_AS_A_HOST_WITHIN_TLS -> apt.option("Acquire::http::Proxy", tls);
            case PATH, PATH_WITHIN_TLS -> apt.option("Acquire::https::Proxy", "DIRECT");
        }
        return apt.source("deb [signed-by=%s] %s stable main".formatted(archive.keyring(), source));
    }

    private Path both(Path one, Path other) throws IOException {
        var text = java.nio.file.Files.readString(one) + java.nio.file.Files.readString(other);
        return java.nio.file.Files.writeString(home.resolve("both.crt"), text);
    }

    private static void assertClean(Way way, AptClient.AptResult result) {
        assertThat(result.isClean()).as("%s: %s", way, result.output()).isTrue();
    }

    private static Map<String, String> digests(List<ArchiveBuilder.PoolPackage> packages) {
        return packages.stream()
                .collect(Collectors.toMap(
                        p -> Path.of(p.file()).getFileName().toString(), ArchiveBuilder.PoolPackage::sha256));
    }
}
