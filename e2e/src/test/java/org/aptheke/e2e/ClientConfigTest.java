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
import org.aptheke.testkit.ReceivedRequest;
import org.aptheke.testkit.Reply;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.ThrowawayCa;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that are set up by what {@code aptheke client-config} prints, and by nothing else: real apt, each way. */
final class ClientConfigTest {
    @TempDir
    private static Path world = Path.of("");

    private static Vendor vendor;
    private static ScriptedOrigin plain;
    private static ArchiveBuilder archive;
    private static List<PoolPackage> packages = List.of();
    private static ThrowawayCa own;
    private static Aptheke.Setup setup;
    private static Aptheke aptheke;

    @TempDir
    private Path home = Path.of("");

    @BeforeAll
    static void publish() throws Exception {
        vendor = Vendor.in(world);
        plain = ScriptedOrigin.start();
        archive = ArchiveBuilder.in(
                world.resolve("archive"), InstantSource.system().instant());
        packages = archive.addMany("stable/main", "sample", 2, 20_000);
        archive.publish();
        vendor.origin().otherwise(ClientConfigTest::serve);
        plain.otherwise(ClientConfigTest::serve);
        own = ThrowawayCa.create(world.resolve("own-ca"));
        setup = Aptheke.in(world.resolve("aptheke"))
                .set("tls.listen", "[\"127.0.0.1:0\"]")
                .set("tls.certificate", "\"" + own.serverPem() + "\"")
                .set("upstream", "[{host = \"localhost\", scheme = \"https\"}]");
        vendor.prepare(setup);
        setup.writeCommand(world.resolve("tools"));
        aptheke = setup.start();
    }

    @AfterAll
    static void stop() throws Exception {
        aptheke.close();
        vendor.close();
        plain.close();
        archive.close();
    }

    /** The archive below any directory, so that each test has one of its own. */
    private static void serve(ReceivedRequest request, Reply reply) throws IOException, InterruptedException {
        String top = request.path().substring(0, Math.max(0, request.path().indexOf('/', 1)));
        FileTree.at(top, archive.root()).answer(request, reply);
    }

    @Test
    void proxy() throws Exception {
        assertWorks("/proxy", printed("proxy", aptheke.url(), plain.url("/proxy")));
    }

    @Test
    void path_httpRepository() throws Exception {
        assertWorks("/path", printed("path", aptheke.url(), plain.url("/path")));
    }

    @Test
    void path_httpsRepository() throws Exception {
        assertWorks("/secure-path", printed("path", aptheke.url(), vendor.url("/secure-path")));
    }

    @Test
    void http_withoutARule() throws Exception {
        var instructions = printed("http", aptheke.url(), vendor.url("/unruled"));

        assertThat(instructions).contains("URIs: http://HTTPS///" + vendor.authority() + "/unruled\n");
        assertWorks("/unruled", instructions);
    }

    @Test
    void http_byARuleOfTheCache() throws Exception {
        String authority = "localhost:" + vendor.origin().port();
        var instructions = printed("http", aptheke.url(), "https://" + authority + "/ruled");

        assertThat(instructions).contains("URIs: http://" + authority + "/ruled\n");
        assertWorks("/ruled", instructions);
    }

    @Test
    void intercept() throws Exception {
        assertWorks("/intercept", printed("intercept", aptheke.url(), vendor.url("/intercept")));
    }

    @Test
    void tls() throws Exception {
        var machine = CleanMachine.in(home);
        var authority = Files.copy(own.caPem(), machine.root().resolve("cache-ca.crt"));
        String url = "https://127.0.0.1:" + aptheke.tlsPort();

        assertWorks(machine, "/tls", printed("tls", url, plain.url("/tls"), "--ca-file", authority.toString()));
    }

    @Test
    void detect() throws Exception {
        assertWorks("/detect", printed("detect", aptheke.url(), plain.url("/detect")));
    }

    /** What curl shows of the landing page are the same instructions, for the name that was used. */
    @Test
    void landingPage_asText_isWhatTheCommandPrints() throws Exception {
        String text = aptheke.get("/", "Host: 127.0.0.1:" + aptheke.port()).text();
        var printed = Instructions.read(setup.run("client-config", "--cache", aptheke.url()));

        assertThat(Instructions.read(text).steps()).containsAll(printed.steps());
        assertThat(text).contains("Acquire::http::Proxy \"https://127.0.0.1:" + aptheke.tlsPort() + "\";");
    }

    private String printed(String way, String cache, String repository, String... more)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("client-config", "--way", way, "--cache", cache));
        arguments.addAll(List.of("--repository", repository, "--suite", "stable", "--component", "main"));
        arguments.addAll(List.of("--signed-by", archive.keyring().toString()));
        arguments.addAll(List.of(more));
        return setup.run(arguments.toArray(String[]::new));
    }

    private void assertWorks(String top, String instructions) throws Exception {
        assertWorks(CleanMachine.in(home), top, instructions);
    }

    /** Through the cache, as its log says; and the machine has what was published. */
    private static void assertWorks(CleanMachine machine, String top, String instructions) throws Exception {
        machine.follow(Instructions.read(instructions), world.resolve("tools"));

        var update = machine.apt().update();
        assertThat(update.isClean()).as(instructions + update.output()).isTrue();
        var download = machine.apt()
                .downloadOnly(packages.stream().map(PoolPackage::name).toList());
        assertThat(download.isClean()).as(download.output()).isTrue();
        assertThat(machine.apt().downloaded()).isEqualTo(digests(packages));
        assertThat(aptheke.awaitAccess(top + "/pool/", packages.size())).hasSameSizeAs(packages);
    }

    private static Map<String, String> digests(List<PoolPackage> packages) {
        return packages.stream()
                .collect(Collectors.toMap(p -> Path.of(p.file()).getFileName().toString(), PoolPackage::sha256));
    }
}
