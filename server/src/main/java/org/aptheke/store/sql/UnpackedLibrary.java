package org.aptheke.store.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver unpacks its native library into the directory for temporary files, under a new name in each run, and
 * removes it when the process ends in order. A process that is killed leaves it, and the lock file beside it keeps later
 * runs from removing it. So it is removed as soon as it is loaded: on Linux a mapped file needs no name.
 */
final class UnpackedLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(UnpackedLibrary.class);
    private static final Path OWN_MAPPINGS = Path.of("/proc/self/maps");
    private static final AtomicBoolean REMOVED = new AtomicBoolean();

    private UnpackedLibrary() {}

    /** Call it when the library is loaded. Does nothing elsewhere than on Linux, where only a clean end removes it. */
    static void remove() {
        if (!Files.exists(OWN_MAPPINGS) || !REMOVED.compareAndSet(false, true)) {
            return;
        }
        try (var lines = Files.lines(OWN_MAPPINGS)) {
            for (var path : lines.filter(line -> line.indexOf('/') > 0)
                    .map(line -> line.substring(line.indexOf('/')))
                    .distinct()
                    .toList()) {
                removeIfUnpacked(Path.of(path));
            }
        } catch (IOException e) {
            LOG.debug("the unpacked native library stays until the end", e);
        }
    }

    /** One that an operator installed has no lock file beside it, and stays. */
    private static void removeIfUnpacked(Path library) throws IOException {
        var name = String.valueOf(library.getFileName());
        var lock = Path.of(library + ".lck");
        if (name.startsWith("sqlite-") && name.contains("sqlitejdbc") && Files.exists(lock)) {
            Files.deleteIfExists(library);
            Files.deleteIfExists(lock);
        }
    }
}
