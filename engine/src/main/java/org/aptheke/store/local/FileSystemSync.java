package org.aptheke.store.local;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Syncs the whole file system that holds a directory, by Linux's {@code syncfs}, which Java does not offer. Only where
 * that is known to wait for the disk and to report what could not be written: on the usual local file systems, from
 * Linux 5.8 on. Used by one thread.
 */
final class FileSystemSync implements Disk.Whole {
    private static final Set<String> TRUSTED = Set.of("ext4", "xfs", "btrfs");
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

    // As Linux has them on all processors that Java runs on.
    private static final int READ_ONLY = 0;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int NO_SPACE = 28;

    private static final String ERRNO_NAME = "errno";
    private static final Linker.Option KEEP_ERRNO = Linker.Option.captureCallState(ERRNO_NAME);
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement(ERRNO_NAME));
    private static final FunctionDescriptor OF_DESCRIPTOR =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

    private final Path directory;
    private final int descriptor;
    private final MethodHandle syncfs;
    private final MethodHandle close;

    private FileSystemSync(Path directory, Linker linker) throws IOException {
        this.directory = directory;
        syncfs = function(linker, "syncfs", OF_DESCRIPTOR, KEEP_ERRNO);
        close = function(linker, "close", OF_DESCRIPTOR);
        var open = function(
                linker,
                "open",
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                KEEP_ERRNO,
                Linker.Option.firstVariadicArg(2));
        descriptor = calling(state -> {
            try (var arena = Arena.ofConfined()) {
                var name = arena.allocateFrom(directory.toString());
                return (int) open.invokeExact(state, name, READ_ONLY | CLOSE_ON_EXEC);
            }
        });
    }

    @SuppressWarnings("restricted") // the signatures are those of the C library; where it may not be called, nothing is
    private static MethodHandle function(
            Linker linker, String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(() -> new UnsupportedOperationException(name)),
                descriptor,
                options);
    }

    /** Empty where it cannot be relied on. */
    static Optional<Disk.Whole> open(Path directory, String fileSystem) throws IOException {
        if (!TRUSTED.contains(fileSystem)
                || !reportsErrors(System.getProperty("os.name", ""), System.getProperty("os.version", ""))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new FileSystemSync(directory, Linker.nativeLinker()));
        } catch (UnsupportedOperationException | IllegalCallerException e) {
            return Optional.empty(); // a C library without it, or a JVM that may not call it
        }
    }

    static boolean reportsErrors(String system, String version) {
        var numbers = VERSION.matcher(version);
        if (!system.equals("Linux") || !numbers.matches()) {
            return false;
        }
        int major = Integer.parseInt(numbers.group(1));
        int minor = Integer.parseInt(numbers.group(2));
        return major > 5 || (major == 5 && minor >= 8);
    }

    @Override
    public void sync() throws IOException {
        int _ = calling(state -> (int) syncfs.invokeExact(state, descriptor));
    }

    @Override
    public void close() throws IOException {
        int _ = calling(_ -> (int) close.invokeExact(descriptor));
    }

    /** A call that returns a negative number when it fails, and then says why in {@code state}. */
    private interface Call {
        int with(MemorySegment state) throws Throwable;
    }

    private int calling(Call call) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(CALL_STATE);
            int result = call.with(state);
            if (result < 0) {
                int errno = (int) ERRNO.get(state, 0L);
                throw new IOException(directory + " cannot be synced: "
                        + (errno == NO_SPACE ? "no space left on device" : "error " + errno));
            }
            return result;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call into the C library", e);
        }
    }
}
