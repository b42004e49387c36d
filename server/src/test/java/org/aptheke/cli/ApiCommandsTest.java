package org.aptheke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.aptheke.testkit.ReceivedRequest;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands beside an API that says what the test wants. */
@Timeout(60)
final class ApiCommandsTest {
    private static final String DIGEST = "ab".repeat(32);

    @TempDir
    private Path directory;

    private FakeProcess process = new FakeProcess(Path.of("/nonexistent"));
    private ScriptedOrigin api;

    @BeforeEach
    void begin() throws IOException {
        process = new FakeProcess(directory);
        api = ScriptedOrigin.start();
        Files.writeString(
                directory.resolve("aptheke.toml"),
                "data = \"" + directory.resolve("data") + "\"\nconsole.listen = \"127.0.0.1:"
                        + api.authority().replaceFirst(".*:", "") + "\"\n");
    }

    @AfterEach
    void end() throws IOException {
        api.close();
    }

    private int run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", directory.resolve("aptheke.toml").toString()));
        return process.run(FakeProgram.good(), all.toArray(String[]::new));
    }

    private void answers(String path, String text) {
        api.on("/api/v1/" + path, (request, reply) -> reply.send(200, text));
    }

    @Test
    void status_notWell_printsAllAndEndsWithThree() {
        answers("status", "aptheke 1: not all is well, up 3 h\n  ! store: full\n");
        answers("suites", "SUITE\n");

        assertThat(run("status")).isEqualTo(3);
        assertThat(process.out()).isEqualTo("aptheke 1: not all is well, up 3 h\n  ! store: full\n\nSUITE\n");
    }

    @Test
    void status_well_endsWithZeroAlsoAsJson() {
        answers("status", "{\n  \"health\" : {\n    \"state\" : \"ok\"}}\n");

        assertThat(run("status", "--json")).isZero();
        assertThat(api.requests().getLast().field("Accept")).contains("application/json");
    }

    @Test
    void search_byNameAndPath_asksForBoth() {
        answers("objects?package=g%2B%2B&path=main%2Fg&limit=7", "FILE\n");

        assertThat(run("search", "g++", "--path", "main/g", "--limit", "7")).isZero();
        assertThat(process.out()).isEqualTo("FILE\n");
    }

    @Test
    void search_wholeDigest_asksForDetails() {
        answers("objects/" + DIGEST, "digest: ab\n");

        assertThat(run("search", DIGEST)).isZero();
        assertThat(process.out()).isEqualTo("digest: ab\n");
    }

    @Test
    void purge_withoutYes_onlyPlans() {
        answers("jobs", "number: 5\n\n");
        answers("jobs/5?wait=1", "number: 5\njob: purge\nstate: done\n\nplanned 1\n");

        assertThat(run("purge", DIGEST)).isZero();
        assertThat(process.out()).contains("planned 1").endsWith("Nothing was removed yet; --yes removes it.\n");
        assertThat(api.requests()).extracting(ReceivedRequest::method).contains("POST");
    }

    @Test
    void pin_noDigest_isRefusedWithoutAsking() {
        assertThat(run("pin", "hello")).isEqualTo(2);
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void logs_lines_arePrintedWithoutTheirNumbers() {
        answers("log?level=warn&limit=20&numbered=true", "7 2026-03-01T12:00:00Z warn origin: away\n");

        assertThat(run("logs", "--level", "warn", "-n", "20")).isZero();
        assertThat(process.out()).isEqualTo("2026-03-01T12:00:00Z warn origin: away\n");
    }

    @Test
    void logs_followMoreThanAtOnce_printsAllUntilTheProgramIsGone() {
        answers("log?limit=1&numbered=true", "7 line 7\n");
        answers("log?limit=100&after=7&numbered=true&order=next", lines(8, 107));
        answers("log?limit=100&after=107&numbered=true&order=next", lines(108, 207));
        api.on("/api/v1/log?limit=100&after=207&numbered=true&order=next", (request, reply) -> reply.send(503, "gone"));

        assertThat(run("logs", "-f", "-n", "1")).isEqualTo(1);
        assertThat(process.out().lines())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(7, 207).mapToObj(i -> "line " + i).toList());
        assertThat(process.err()).contains("503");
    }

    @Test
    void logsAndTransfers_readerGoesAway_end() {
        answers("log?limit=1&numbered=true", "7 line 7\n");
        api.on("/api/v1/transfers", (request, reply) -> {
            boolean first = api.requests().stream()
                            .filter(each -> each.target().endsWith("/transfers"))
                            .count()
                    == 1;
            reply.send(first ? 200 : 503, "STATE\n");
        });
        process.loseReader();

        assertThat(run("logs", "-f", "-n", "1")).isZero();
        assertThat(run("transfers", "--watch")).isZero();
    }

    private static String lines(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> i + " line " + i + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void transfersAndConfig_print_whatTheApiSays() {
        answers("transfers", "STATE\n");
        answers("config", "SETTING\n");

        assertThat(run("transfers")).isZero();
        assertThat(run("config")).isZero();
        assertThat(process.out()).isEqualTo("STATE\nSETTING\n");
    }

    @Test
    void completion_bash_knowsCommandsAndOptions() {
        assertThat(process.run(FakeProgram.good(), "completion", "bash")).isZero();
        assertThat(process.out()).contains("transfers").contains("--watch").contains("complete -F");
    }

    @Test
    void search_programDoesNotAnswer_endsWithOne() throws IOException {
        api.close();

        assertThat(run("search", "hello")).isEqualTo(1);
    }
}
