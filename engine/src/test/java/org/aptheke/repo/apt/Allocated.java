package org.aptheke.repo.apt;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** Counts the bytes that the current thread allocates: what comes and goes is counted as well as what stays. */
final class Allocated {
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    interface Work {
        void run() throws IOException;
    }

    private Allocated() {}

    static long by(Work work) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
