package org.aptheke.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileWatchTest {
    private static final Duration EVERY = Duration.ofMillis(5);
    private static final long LIMIT_SECONDS = 20;

    @TempDir
    private Path directory = Path.of("");

    private Path first = Path.of("");
    private Path second = Path.of("");
    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

    @BeforeEach
    void makeFiles() throws Exception {
        first = Files.writeString(directory.resolve("first"), "1");
        second = directory.resolve("second");
    }

    @Test
    void look_changedReplacedMadeAndRemoved_isToldOfEach() throws Exception {
        try (var watch = new FileWatch("test", () -> List.of(first, second), this::tell)) {
            watch.start(EVERY);

            Files.writeString(first, "11");
            assertThat(next()).isEqualTo("11 and none");
            Files.writeString(second, "2");
            assertThat(next()).isEqualTo("11 and 2");
            var other = Files.writeString(directory.resolve("other"), "33");
            Files.move(other, first, StandardCopyOption.ATOMIC_MOVE);
            assertThat(next()).isEqualTo("33 and 2");
            Files.delete(second);
            assertThat(next()).isEqualTo("33 and none");
        }
        assertThat(told).isEmpty();
    }

    /** What was read before is what the file said then. */
    @Test
    void look_changedBeforeTheStart_isTold() throws Exception {
        try (var watch = new FileWatch("test", () -> List.of(first), this::tell)) {
            Files.writeString(first, "before");
            watch.start(EVERY);

            assertThat(next()).isEqualTo("before and none");
        }
    }

    @Test
    void look_whoIsToldFails_goesOn() throws Exception {
        Runnable failing = () -> {
            tell();
            throw new IllegalStateException("for the test");
        };
        try (var watch = new FileWatch("test", () -> List.of(first), failing)) {
            watch.start(EVERY);

            Files.writeString(first, "one");
            assertThat(next()).isEqualTo("one and none");
            Files.writeString(first, "three");
            assertThat(next()).isEqualTo("three and none");
        }
    }

    private void tell() {
        told.add(text(first) + " and " + text(second));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return "none";
        }
    }

    private String next() throws InterruptedException {
        return String.valueOf(told.poll(LIMIT_SECONDS, TimeUnit.SECONDS));
    }
}
