package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as the first process of a container, which has no defaults for signals and gets all orphans. */
final class InitTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path home = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void asInit_toldToStop_stopsInOrder(String signal) throws Exception {
        try (var aptheke = init()) {
            kill(signal, only(children(aptheke.pid())));

            assertThat(aptheke.awaitExit()).isZero();
            assertThat(aptheke.errors().all()).noneMatch(line -> line.contains("ERROR"));
        }
    }

    @Test
    void asInit_hangUp_reloads() throws Exception {
        try (var aptheke = init()) {
            kill("HUP", only(children(aptheke.pid())));

            aptheke.errors().await(Pattern.compile("the configuration was reloaded"), LIMIT);
            assertThat(aptheke.get("/healthz").status()).isEqualTo(200);
        }
    }

    @Test
    void asInit_orphanEnds_servesOnAndStops() throws Exception {
        try (var aptheke = init()) {
            long init = only(children(aptheke.pid()));
            Tool.in(home).output("nsenter", "-t", Long.toString(init), "-p", "sh", "-c", "sh -c 'exit 3' & exit 0");

            Poll.until(
                    () -> "an orphan has ended, of " + states(init),
                    () -> states(init).equals(List.of("Z")));
            assertThat(aptheke.get("/healthz").status()).isEqualTo(200);
            kill("TERM", init);
            assertThat(aptheke.awaitExit()).isZero();
        }
    }

    private Aptheke init() throws Exception {
        return Aptheke.in(home.resolve("aptheke"))
                // A shell has what it starts in the background ignore SIGINT, and so would the program.
                .wrappedBy("env", "--default-signal=INT", "unshare", "--pid", "--fork", "--mount-proc", "--kill-child")
                .start();
    }

    private static void kill(String signal, long pid) throws IOException, InterruptedException {
        Tool.in(Path.of("/")).output("kill", "-" + signal, Long.toString(pid));
    }

    private static List<Long> children(long pid) throws IOException {
        // All threads: any of them may have begun a process.
        try (var threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            var pids = new ArrayList<Long>();
            for (var thread : threads.toList()) {
                Arrays.stream(Files.readString(thread.resolve("children")).split(" "))
                        .filter(text -> !text.isBlank())
                        .map(Long::valueOf)
                        .forEach(pids::add);
            }
            return pids;
        }
    }

    /** What the children are doing, in the letters of proc(5). */
    private static List<String> states(long pid) {
        try {
            var states = new ArrayList<String>();
            for (long child : children(pid)) {
                var stat = Files.readString(Path.of("/proc/" + child + "/stat"));
                states.add(stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3));
            }
            return states;
        } catch (IOException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private static long only(List<Long> pids) {
        assertThat(pids).hasSize(1);
        return pids.getFirst();
    }
}
