package org.aptheke.jobs;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes threads for work that can wait: the system runs them behind those that answer clients, wherever there are not
 * processors for both. A rest between two pieces of work alone does not do that: a client that comes during a piece would
 * wait for the scheduler. They still run when all else is busy, so that what they hold or stop is not held for long.
 */
public final class BackgroundThreads {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundThreads.class);

    /** About a tenth of the time of others that want the same processor. */
    private static final int NICER_BY = 10;

    private BackgroundThreads() {}

    /** A daemon that begins by giving way. */
    public static Thread unstarted(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).unstarted(() -> {
            giveWay();
            work.run();
        });
    }

    /** On Linux this is a matter of the calling thread alone; elsewhere it would concern the program, and is left. */
    private static void giveWay() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return;
        }
        try {
            var nice = Native.NICE;
            if (nice.isPresent()) {
                int _ = (int) nice.get().invokeExact(NICER_BY);
            }
        } catch (Throwable e) {
            // The work is done all the same, only less politely.
            LOG.debug("a thread cannot be made to give way", e);
        }
    }

    /** Looked up when the first such thread runs: a start needs none. */
    private static final class Native {
        static final Optional<MethodHandle> NICE = nice();

        private Native() {}

        // Java knows priorities of threads, but the JVM heeds them on Linux only for root, and for its own threads too.
        @SuppressWarnings("restricted")
        private static Optional<MethodHandle> nice() {
            var linker = Linker.nativeLinker();
            var type = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
            return linker.defaultLookup().find("nice").map(address -> linker.downcallHandle(address, type));
        }
    }
}
