package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.ArchiveBuilder.PoolPackage;
import org.aptheke.testkit.FileTree;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.ThrowawayCa;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that are set up by what {@code aptheke client-config} prints, and by nothing else: real apt, each way. */
final class ClientConfigTest {
    @TempDir
    private Path home = Path.of("");

    private Vendor vendor;
    private ScriptedOrigin plain;
    private ArchiveBuilder archive;
    private List<PoolPackage> packages = List.of();
    private ThrowawayCa own;
    private Aptheke.Setup setup;

    @BeforeEach
    void publish() throws Exception {
        vendor = Vendor.in(home);
        plain = ScriptedOrigin.start();
        archive = ArchiveBuilder.in(
                home.resolve("archive"), InstantSource.system().instant());
        packages = archive.addMany("stable/main", "sample", 2, 20_000);
        archive.publish();
        vendor.origin().otherwise(FileTree.at("/debian", archive.root()));
        plain.otherwise(FileTree.at("/debian", archive.root()));
        own = ThrowawayCa.create(home.resolve("own-ca"));
        setup = Aptheke.in(home.resolve("aptheke"))
                .set("tls.listen", "[\"127.0.0.1:0\"]")
                .set("tls.certificate", "\"" + own.serverPem() + "\"");
        vendor.prepare(setup);
    }

    @AfterEach
    void stop() throws Exception {
        vendor.close();
        plain.close();
        archive.close();
    }

    @Test
    void proxy() throws Exception {
        try (var aptheke = setup.start()) {
            assertWorks(aptheke, printed("proxy", aptheke.url(), plain.url("/debian")));
        }
    }

    @Test
    void path_httpRepository() throws Exception {
        try (var aptheke = setup.start()) {
            assertWorks(aptheke, printed("path", aptheke.url(), plain.url("/debian")));
        }
    }

    @Test
    void path_httpsRepository() throws Exception {
        try (var aptheke = setup.start()) {
            assertWorks(aptheke, printed("path", aptheke.url(), vendor.url("/debian")));
        }
    }

    @Test
    void http_withoutARule() throws Exception {
        try (var aptheke = setup.start()) {
            assertWorks(aptheke, printed("http", aptheke.url(), vendor.url("/debian")));
        }
    }

    @Test
    void http_byARuleOfTheCache() throws Exception {
        setup.set("upstream", "[{host = \"" + Vendor.HOST + "\", scheme = \"https\"}]");
        try (var aptheke = setup.start()) {
            var instructions = printed("http", aptheke.url(), vendor.url("/debian"));

            assertThat(instructions).contains("URIs: http://" + vendor.authority() + "/debian\n");
            assertWorks(aptheke, instructions);
        }
    }

    @Test
    void intercept() throws Exception {
        try (var aptheke = setup.start()) {
            assertWorks(aptheke, printed("intercept", aptheke.url(), vendor.url("/debian")));
        }
    }

    @Test
    void tls() throws Exception {
        try (var aptheke = setup.start()) {
            var machine = CleanMachine.in(home.resolve("client"));
            var authority = Files.copy(own.caPem(), machine.root().resolve("cache-ca.crt"));
            String url = "https://127.0.0.1:" + aptheke.tlsPort();

            assertWorks(machine, aptheke, printed("tls", url, plain.url("/debian"), "--ca-file", authority.toString()));
        }
    }

    @Test
    void detect() throws Exception {
        try (var aptheke = setup.start()) {
            assertWorks(aptheke, printed("detect", aptheke.url(), plain.url("/debian")));
        }
    }

    /** What curl shows of the landing page are the same instructions, for the name that was used. */
    @Test
    void landingPage_asText_isWhatTheCommandPrints() throws Exception {
        try (var aptheke = setup.start()) {
            String text = aptheke.get("/", "Host: 127.0.0.1:" + aptheke.port()).text();
            String printed = setup.run("client-config", "--cache", aptheke.url());

            assertThat(text)
                    .contains(Instructions.read(printed).steps().stream()
                            .filter(Instructions.Step.File.class::isInstance)
                            .map(step -> ((Instructions.Step.File) step).text().strip())
                            .toList());
            assertThat(text).contains("Acquire::http::Proxy \"https://127.0.0.1:" + aptheke.tlsPort() + "\";");
        }
    }

    private String printed(String way, String cache, String repository, String... more)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("client-config", "--way", way, "--cache", cache));
        arguments.addAll(List.of("--repository", repository, "--suite", "stable", "--component", "main"));
        arguments.addAll(List.of("--signed-by", archive.keyring().toString()));
        arguments.addAll(List.of(more));
        return setup.run(arguments.toArray(String[]::new));
    }

    private void assertWorks(Aptheke aptheke, String instructions) throws Exception {
        assertWorks(CleanMachine.in(home.resolve("client")), aptheke, instructions);
    }

    /** Through the cache, as its log says; and the machine has what was published. */
    private void assertWorks(CleanMachine machine, Aptheke aptheke, String instructions) throws Exception {
        setup.writeCommand(home.resolve("tools"));
        machine.follow(Instructions.read(instructions), home.resolve("tools"));

        var update = machine.apt().update();
        assertThat(update.isClean()).as(instructions + update.output()).isTrue();
        var download = machine.apt()
                .downloadOnly(packages.stream().map(PoolPackage::name).toList());
        assertThat(download.isClean()).as(download.output()).isTrue();
        assertThat(machine.apt().downloaded()).isEqualTo(digests(packages));
        assertThat(aptheke.accessLog())
                .filteredOn(line -> line.contains("/debian/pool/") && line.contains("200"))
                .hasSize(packages.size());
    }

    private static Map<String, String> digests(List<PoolPackage> packages) {
        return packages.stream()
                .collect(Collectors.toMap(p -> Path.of(p.file()).getFileName().toString(), PoolPackage::sha256));
    }
}
