package org.aptheke.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.aptheke.events.Event;
import org.aptheke.testkit.Poll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class AccessLogTest {
    @TempDir
    private Path directory;

    @Test
    void accept_manyAnswers_writesEachInOrder() throws IOException {
        Path file = directory.resolve("new").resolve("access.log");
        try (var log = AccessLog.toFile(file, LogForm.TEXT)) {
            for (int i = 0; i < 5_000; i++) {
                log.accept(Answers.of("/" + i));
            }
        }

        assertThat(Files.readAllLines(file)).hasSize(5_000).satisfies(lines -> {
            for (int i = 0; i < 5_000; i++) {
                assertThat(lines.get(i)).contains(" /" + i + " 200 ");
            }
        });
    }

    @Test
    void accept_idleLog_isWrittenSoonWithoutClose() throws IOException {
        Path file = directory.resolve("access.log");
        try (var log = AccessLog.toFile(file, LogForm.JSON)) {
            log.accept(Answers.of("/first"));
            Poll.until("one line", () -> lines(file) == 1);
            log.accept(Answers.of("/second"));
            Poll.until("two lines", () -> lines(file) == 2);
        }
    }

    @Test
    void accept_otherEvents_areNotLogged() throws IOException {
        Path file = directory.resolve("access.log");
        try (var log = AccessLog.toFile(file, LogForm.TEXT)) {
            log.accept(new Event.StoreTrouble(Answers.AT, "the disk is full", false));
        }

        assertThat(file).isEmptyFile();
    }

    @Test
    void reopen_renamedFile_writesToANewOne() throws IOException {
        Path file = directory.resolve("access.log");
        Path rotated = directory.resolve("access.log.1");
        try (var log = AccessLog.toFile(file, LogForm.TEXT)) {
            log.accept(Answers.of("/old"));
            Poll.until("one line", () -> lines(file) == 1);
            Files.move(file, rotated);
            log.reopen();
            Poll.until("a new file", () -> Files.exists(file));
            log.accept(Answers.of("/new"));
        }

        assertThat(rotated).content().contains("/old").doesNotContain("/new");
        assertThat(file).content().contains("/new");
    }

    @Test
    void accept_outputBlocks_dropsAndCountsWithoutWaiting() throws Exception {
        var output = new BlockedOutput();
        try (var log = new AccessLog(output, LogForm.TEXT, 8)) {
            log.accept(Answers.of("/first"));
            output.awaitWrite();
            for (int i = 0; i < 100; i++) {
                log.accept(Answers.of("/" + i));
            }

            assertThat(log.dropped()).isEqualTo(92);
            output.release();
        }
        assertThat(output.text().lines()).hasSize(9);
    }

    @Test
    void accept_outputFailsWithinALine_goesOnWithAWholeLine() throws IOException {
        var output = new FailingOutput(10);
        try (var log = new AccessLog(output, LogForm.TEXT, 8)) {
            log.accept(Answers.of("/lost"));
            Poll.until("one is dropped", () -> log.dropped() == 1);
            log.accept(Answers.of("/kept"));
        }

        assertThat(output.text().lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("2026-")
                .contains("/kept");
    }

    @Test
    void toFile_directoryInItsPlace_isRefused() {
        assertThatThrownBy(() -> AccessLog.toFile(directory, LogForm.TEXT)).isInstanceOf(IOException.class);
    }

    private static long lines(Path file) {
        try {
            return Files.readString(file).lines().count();
        } catch (IOException e) {
            return -1;
        }
    }

    /** Takes nothing until it is released. */
    private static final class BlockedOutput implements LineOutput {
        private final CountDownLatch writing = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final StringWriter text = new StringWriter();

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            writing.countDown();
            try {
                if (!released.await(30, TimeUnit.SECONDS)) {
                    throw new IOException("never released");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            text.append(StandardCharsets.US_ASCII.decode(bytes));
        }

        void awaitWrite() throws InterruptedException {
            assertThat(writing.await(30, TimeUnit.SECONDS)).isTrue();
        }

        void release() {
            released.countDown();
        }

        String text() {
            return text.toString();
        }

        @Override
        public void reopen() {}

        @Override
        public void close() {}
    }

    /** Takes some bytes, then fails once, then takes all. */
    private static final class FailingOutput implements LineOutput {
        private final StringWriter text = new StringWriter();
        private int room;

        FailingOutput(int room) {
            this.room = room;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            if (room > 0) {
                byte[] taken = new byte[room];
                bytes.get(taken);
                text.append(new String(taken, StandardCharsets.US_ASCII));
                room = 0;
                throw new IOException("no space left on device");
            }
            text.append(StandardCharsets.US_ASCII.decode(bytes));
        }

        String text() {
            return text.toString();
        }

        @Override
        public void reopen() {}

        @Override
        public void close() {}
    }
}
