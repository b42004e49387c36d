package org.aptheke.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileSystemSyncTest {
    private static final boolean RELIABLE =
            FileSystemSync.reportsErrors(System.getProperty("os.name", ""), System.getProperty("os.version", ""));

    @TempDir
    Path directory;

    @Test
    void sync_whereItCanBeReliedOn_succeeds() throws IOException {
        Files.writeString(directory.resolve("file"), "text");

        var whole = FileSystemSync.open(directory, "ext4");

        assertThat(whole.isPresent()).isEqualTo(RELIABLE);
        if (whole.isPresent()) {
            whole.get().sync();
            whole.get().close();
        }
    }

    @Test
    void open_fileSystemThatMayNotReportErrors_isEmpty() throws IOException {
        assertThat(FileSystemSync.open(directory, "fuseblk")).isEmpty();
        assertThat(FileSystemSync.open(directory, "nfs4")).isEmpty();
    }

    @Test
    void open_noSuchDirectory_fails() {
        if (RELIABLE) {
            assertThatThrownBy(() -> FileSystemSync.open(directory.resolve("none"), "ext4"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("none");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, 6.18.5-amd64, true",
        "Linux, 5.8.0, true",
        "Linux, 5.7.19, false",
        "Linux, 4.19.0-26-amd64, false",
        "Linux, unknown, false",
        "Mac OS X, 15.1, false",
    })
    void reportsErrors_asLinuxSaysSince58(String system, String version, boolean expected) {
        assertThat(FileSystemSync.reportsErrors(system, version)).isEqualTo(expected);
    }
}
