package org.aptheke.store.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that is there while the store is in use, and names the boot of the machine. Partial files are not synced while
 * they grow: after a mere end of the process the kernel still has every byte, but after a loss of power a file can have
 * its full length and hold zeros. One that was left by an unclean end under another boot cannot be trusted.
 */
final class RunningMarker {
    private static final Path KERNEL_BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final String UNKNOWN = "unknown";

    private final BlobLayout layout;
    private final Disk disk;
    private final String boot;

    /** {@code boot} identifies the boot of the machine; empty when that cannot be known. */
    RunningMarker(BlobLayout layout, Disk disk, Optional<String> boot) {
        this.layout = layout;
        this.disk = disk;
        this.boot = boot.orElse(UNKNOWN);
    }

    /** Empty on systems other than Linux. */
    static Optional<String> bootOfThisMachine() {
        try {
            return Optional.of(Files.readString(KERNEL_BOOT_ID).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    LastEnd lastEnd() throws IOException {
        try {
            var left = Files.readString(layout.runningMarker()).strip();
            return left.equals(boot) && !boot.equals(UNKNOWN) ? LastEnd.KILLED : LastEnd.POWER_LOST;
        } catch (NoSuchFileException e) {
            return LastEnd.CLEAN;
        }
    }

    void set() throws IOException {
        disk.delete(layout.runningMarker());
        try (var file = disk.create(layout.runningMarker())) {
            file.write(0, ByteBuffer.wrap((boot + "\n").getBytes(StandardCharsets.US_ASCII)));
            file.sync();
        }
        disk.syncDirectory(layout.data());
    }

    void clear() throws IOException {
        disk.delete(layout.runningMarker());
    }
}
