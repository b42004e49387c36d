package org.aptheke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClientConfigCommandTest {
    @TempDir
    private Path directory = Path.of("");

    private FakeProcess process = new FakeProcess(Path.of("/nonexistent"));

    @BeforeEach
    void beginProcess() {
        process = new FakeProcess(directory);
    }

    @Test
    void clientConfig_waysThatAreNamed_arePrinted() {
        assertThat(run("--way", "proxy,discover", "--cache", "http://cache.example.org:3142"))
                .isZero();

        assertThat(process.out())
                .contains("#== proxy: ", "#== discover: ", "Acquire::http::Proxy \"http://cache.example.org:3142\";")
                .doesNotContain("#== path: ");
        assertThat(process.err()).isEmpty();
    }

    @Test
    void clientConfig_repository_isWrittenAsItsSource() {
        assertThat(run(
                        "--way=path",
                        "--cache=http://cache:3142",
                        "--repository=https://vendor.example/apt",
                        "--suite=trixie",
                        "--component=main,extra",
                        "--signed-by=/etc/apt/keyrings/vendor.gpg"))
                .isZero();

        assertThat(process.out()).contains("""
                #-- file /etc/apt/sources.list.d/vendor.example-apt.sources
                Types: deb
                URIs: http://cache:3142/https/vendor.example/apt
                Suites: trixie
                Components: main extra
                Signed-By: /etc/apt/keyrings/vendor.gpg
                """);
    }

    @Test
    void clientConfig_withoutCache_namesThisMachineAndItsFirstPort() throws Exception {
        var file = Files.writeString(directory.resolve("a.toml"), "listen = [\":8080\", \":3142\"]\n");

        assertThat(run("--way", "proxy", "--config", file.toString())).isZero();

        assertThat(process.out()).containsPattern("Acquire::http::Proxy \"http://\\S+:8080\";");
    }

    @Test
    void clientConfig_wayThatDoesNotWorkHere_isRefusedInOneLine() {
        assertThat(run("--way", "intercept", "--cache", "http://cache:3142")).isEqualTo(2);

        assertThat(process.out()).isEmpty();
        assertThat(process.err())
                .isEqualTo("aptheke: --way intercept: the interception of https is off: [intercept] hosts is empty\n");
    }

    @Test
    void clientConfig_wrongArguments_areRefusedInOneLine() {
        assertThat(run("--way", "proxies")).isEqualTo(2);
        assertThat(process.err()).containsOnlyOnce("\n").contains("'proxies' is not one of proxy, path");
    }

    @Test
    void clientConfig_whatIsNoUrl_isRefusedInOneLine() {
        assertThat(run("--cache", "cache:3142")).isEqualTo(2);
        assertThat(process.err()).containsOnlyOnce("\n").contains("http://cache.example.org:3142");
    }

    private int run(String... arguments) {
        var all = new java.util.ArrayList<>(java.util.List.of("client-config"));
        all.addAll(java.util.List.of(arguments));
        return process.run(FakeProgram.good(), all.toArray(String[]::new));
    }
}
