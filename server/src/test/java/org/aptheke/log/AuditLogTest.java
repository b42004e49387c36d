package org.aptheke.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.aptheke.events.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditLogTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.25Z");

    @TempDir
    private Path directory = Path.of("");

    private static Event.Change change(String what) {
        return new Event.Change(NOON, "user kim", "192.0.2.7", what, 200);
    }

    @Test
    void accept_change_isALineAtOnceForTheOwner() throws Exception {
        var file = directory.resolve("new").resolve("audit.log");
        try (var log = AuditLog.toFile(file)) {
            log.accept(change("POST /api/v1/offline {\"offline\": true}"));

            assertThat(file)
                    .content()
                    .isEqualTo("{\"time\":\"2026-03-01T12:00:00.250Z\",\"who\":\"user kim\",\"from\":\"192.0.2.7\","
                            + "\"what\":\"POST /api/v1/offline {\\\"offline\\\": true}\",\"status\":200}\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void accept_strangeText_staysOnItsLineAndTellsNoSecret() throws Exception {
        var file = directory.resolve("audit.log");
        try (var log = AuditLog.toFile(file)) {
            log.accept(change("forged\n{\"who\":\"user admin\"} http://user:hunter2@mirror.example/?token=hunter3"));
        }

        assertThat(Files.readAllLines(file)).singleElement().asString().doesNotContain("hunter");
    }

    @Test
    void accept_otherEvents_areNotNoted() throws Exception {
        var file = directory.resolve("audit.log");
        try (var log = AuditLog.toFile(file)) {
            log.accept(new Event.StoreTrouble(NOON, "the disk is full", false));
        }

        assertThat(file).isEmptyFile();
    }

    @Test
    void reopen_renamedFile_writesToANewOne() throws Exception {
        var file = directory.resolve("audit.log");
        var rotated = directory.resolve("audit.log.1");
        try (var log = AuditLog.toFile(file)) {
            log.accept(change("before"));
            Files.move(file, rotated);
            log.reopen();
            log.accept(change("after"));
        }

        assertThat(rotated).content().contains("before").doesNotContain("after");
        assertThat(file).content().contains("after");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
