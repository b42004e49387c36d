package org.aptheke.store.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Unpacks and loads the driver's native library. Left to itself the driver also compares what it unpacked octet by octet
 * with what it has packed, which is a tenth of the work of a start. On Linux only, where a mapped file needs no name: so
 * it is removed at once, and nothing is left by a process that is killed later.
 */
final class NativeLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
    private static final Path LINUX = Path.of("/proc/self/maps");
    private static final String PLACE = "org.sqlite.lib.path";
    private static final AtomicBoolean TRIED = new AtomicBoolean();

    private NativeLibrary() {}

    /** Before the first connection; where it does not succeed, the driver helps itself. */
    static void load() {
        if (TRIED.compareAndSet(false, true) && System.getProperty(PLACE) == null && Files.exists(LINUX)) {
            try {
                loadUnpacked();
            } catch (IOException e) {
                LOG.debug("the driver unpacks its native library itself", e);
            }
        }
    }

    private static void loadUnpacked() throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        String packed = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        String below = System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"));
        Path directory = Files.createTempDirectory(Path.of(below), "aptheke-sqlite-");
        Path library = directory.resolve(name);
        try (var in = SQLiteJDBCLoader.class.getResourceAsStream(packed)) {
            if (in == null) {
                throw new IOException("not in the driver: " + packed);
            }
            Files.copy(in, library);
            System.setProperty(PLACE, directory.toString());
            SQLiteJDBCLoader.initialize();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the driver cannot load " + library, e);
        } finally {
            System.clearProperty(PLACE);
            Files.deleteIfExists(library);
            Files.deleteIfExists(directory);
        }
    }
}
