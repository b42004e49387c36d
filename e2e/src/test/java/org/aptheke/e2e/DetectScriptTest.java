package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.FileTree;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.Tool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script by which apt finds out whether the cache is there. */
final class DetectScriptTest {
    @TempDir
    private static Path cacheHome = Path.of("");

    private static Aptheke cache;

    @TempDir
    private Path home = Path.of("");

    @BeforeAll
    static void start() throws Exception {
        var setup = Aptheke.in(cacheHome).set("intercept.hosts", "[\"vendor.example\", \"*.packagecloud.example\"]");
        setup.run("ca", "init");
        cache = setup.start();
    }

    @AfterAll
    static void stop() {
        cache.close();
    }

    @Test
    void apt_cacheThereThenAwayThenBack_isServedEachTime() throws Exception {
        var setup = Aptheke.in(home.resolve("aptheke"));
        try (var origin = ScriptedOrigin.start();
                var archive = ArchiveBuilder.in(
                        home.resolve("archive"), InstantSource.system().instant())) {
            archive.addMany("stable/main", "sample", 1, 5_000);
            archive.publish();
            origin.otherwise(FileTree.at("/debian", archive.root()));
            var machine = CleanMachine.in(home.resolve("client"));
            machine.apt()
                    .source("deb [signed-by=%s] %s stable main".formatted(archive.keyring(), origin.url("/debian")));
            int port;
            try (var aptheke = setup.start()) {
                port = aptheke.port();
                machine.follow(
                        Instructions.read(setup.run("client-config", "--way", "detect", "--cache", aptheke.url())),
                        home);

                assertUpdates(machine);
                assertThat(aptheke.awaitAccess("/debian/dists/stable/InRelease", 1))
                        .isNotEmpty();
                assertThat(aptheke.stop()).isZero();
            }

            origin.forget();
            assertUpdates(machine);
            assertThat(origin.requests())
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request.field("Via")).isEmpty());

            Files.deleteIfExists(setup.accessLog());
            setup.set("listen", "[\"127.0.0.1:" + port + "\"]");
            try (var aptheke = setup.start()) {
                assertUpdates(machine);
                assertThat(aptheke.awaitAccess("/debian/dists/stable/InRelease", 1))
                        .isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl", "wget", "nothing else"})
    void script_byWhateverTheMachineHas_tellsTheCacheOrDirect(String has) throws Exception {
        assertThat(run(script(), has, "http://deb.example.org/debian")).isEqualTo(cache.url() + "\n");
        assertThat(run(script("http://127.0.0.1:1"), has, "http://deb.example.org/debian"))
                .isEqualTo("DIRECT\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl", "wget", "nothing else"})
    void script_whereSomethingElseAnswers_saysDirect(String has) throws Exception {
        try (var portal = ScriptedOrigin.start()) {
            portal.otherwise(Resource.of("<html>log in</html>"));

            assertThat(run(script(portal.url("")), has, "http://deb.example.org/debian"))
                    .isEqualTo("DIRECT\n");
            assertThat(portal.count("/healthz")).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://vendor.example/apt/dists/stable/InRelease, true",
        "https://vendor.example:8443/, true",
        "https://joe@vendor.example/, true",
        "https://a.packagecloud.example/x, true",
        "https://packagecloud.example/x, false",
        "https://other.example/vendor.example/, false",
        "http://other.example/, true"
    })
    void script_https_isForTheInterceptedHostsAlone(String url, boolean taken) throws Exception {
        // What a shell would take the pattern for.
        Files.createFile(home.resolve("x.packagecloud.example"));

        assertThat(run(script(), "curl", url)).isEqualTo((taken ? cache.url() : "DIRECT") + "\n");
    }

    @Test
    void script_ofSeveralCaches_takesTheFirstThatIsWell() throws Exception {
        var script = script("http://127.0.0.1:1 " + cache.url());

        assertThat(run(script, "curl", "http://deb.example.org/")).isEqualTo(cache.url() + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "https://vendor.example:8443/x, true",
        "https://vendor.example/x, false",
        "https://a.packagecloud.example/x, true",
        "https://a.packagecloud.example:443/x, true",
        "https://a.packagecloud.example:8443/x, false"
    })
    void script_httpsHostsWithPorts_areForThesePortsAlone(String url, boolean taken) throws Exception {
        var script = home.resolve("ports.sh");
        Files.writeString(
                script,
                Files.readString(script())
                        .replaceFirst(
                                "APTHEKE_HTTPS=.*",
                                "APTHEKE_HTTPS=\"vendor.example:8443 *.packagecloud.example:443\""));

        assertThat(run(script, "curl", url)).isEqualTo((taken ? cache.url() : "DIRECT") + "\n");
    }

    @Test
    void script_inOneRunOfApt_asksACacheOnce() throws Exception {
        try (var other = ScriptedOrigin.start()) {
            other.on("/healthz", Resource.of("ok\n"));
            var script = script(other.url(""));

            assertThat(inOneRun(script)).isEqualTo((other.url("") + "\n").repeat(3));
            assertThat(other.count("/healthz")).isEqualTo(1);

            other.on("/healthz", Resource.of("something else"));
            assertThat(inOneRun(script)).isEqualTo("DIRECT\n".repeat(3));
            assertThat(other.count("/healthz")).isEqualTo(2);
        }
    }

    /** Another user might write what is believed then. */
    @Test
    void script_memoryThatIsSomewhereElse_isNotUsed() throws Exception {
        try (var other = ScriptedOrigin.start()) {
            other.on("/healthz", Resource.of("ok\n"));
            Files.createSymbolicLink(home.resolve("memory"), Files.createDirectory(home.resolve("elsewhere")));

            assertThat(inOneRun(script(other.url("")))).isEqualTo((other.url("") + "\n").repeat(3));

            assertThat(other.count("/healthz")).isEqualTo(3);
            assertThat(home.resolve("elsewhere")).isEmptyDirectory();
        }
    }

    @Test
    void script_directAmongTheCaches_endsTheList() throws Exception {
        assertThat(run(script("DIRECT " + cache.url()), "curl", "http://deb.example.org/"))
                .isEqualTo("DIRECT\n");
    }

    @ParameterizedTest
    @CsvSource({"http://proxy.example.org:8080, http://proxy.example.org:8080", "'', ''"})
    void script_noCacheIsWell_saysWhatIsSetOtherwise(String otherwise, String told) throws Exception {
        var script = script("http://127.0.0.1:1");
        Files.writeString(
                script,
                Files.readString(script)
                        .replace("APTHEKE_OTHERWISE=\"DIRECT\"", "APTHEKE_OTHERWISE=\"" + otherwise + "\""));

        assertThat(run(script, "curl", "http://deb.example.org/")).isEqualTo(told + "\n");
        assertThat(run(script, "curl", "https://other.example/")).isEqualTo(told + "\n");
    }

    /** The cache refuses to fetch from itself. */
    @Test
    void script_sourceThatNamesTheCache_saysDirect() throws Exception {
        assertThat(run(script(), "curl", cache.url() + "/deb.example.org/debian/"))
                .isEqualTo("DIRECT\n");
    }

    /** As apt asks: one process, for one host after the other. */
    private String inOneRun(Path script) throws IOException, InterruptedException {
        return Tool.in(home)
                .output(
                        "sh",
                        "-c",
                        "for host in a b c; do sh \"$0\" http://$host.example.org/; done",
                        script.toString());
    }

    private static void assertUpdates(CleanMachine machine) throws Exception {
        var update = machine.apt().update();
        assertThat(update.isClean()).as(update.output()).isTrue();
    }

    /** As it is served. */
    private Path script() throws IOException {
        var answer = cache.get("/aptheke/detect.sh", "Host: 127.0.0.1:" + cache.port());
        assertThat(answer.status()).isEqualTo(200);
        return Files.writeString(home.resolve("served.sh"), withMemory(answer.text()));
    }

    /** A memory of its own. */
    private String withMemory(String script) {
        assertThat(script).contains("\nmemory=\n");
        return script.replace("\nmemory=\n", "\nmemory='" + home.resolve("memory") + "'\n");
    }

    /** The same for other caches. */
    private Path script(String caches) throws IOException {
        String served = Files.readString(script());
        assertThat(served).contains(cache.url());
        return Files.writeString(home.resolve("changed.sh"), served.replace(cache.url(), caches));
    }

    /** On a machine that has one of the tools, or none but those of every Debian. */
    private String run(Path script, String has, String url) throws IOException, InterruptedException {
        var tools = Files.createDirectories(home.resolve("tools"));
        var names = new ArrayList<>(List.of("cat", "id", "mkdir", "mktemp", "mv", "rm", "timeout"));
        if (!has.contains(" ")) {
            names.add(has);
        }
        for (var name : names) {
            var tool = tools.resolve(name);
            if (!Files.exists(tool)) {
                Files.createSymbolicLink(tool, Path.of("/usr/bin", name));
            }
        }
        return Tool.in(home).with("PATH", tools.toString()).output("/bin/sh", script.toString(), url);
    }
}
