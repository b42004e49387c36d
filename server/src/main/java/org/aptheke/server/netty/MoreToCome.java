package org.aptheke.server.netty;

import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * {@code send(2)} with the word that more follows at once: the kernel waits with a packet that is not full. So the head of
 * an answer and the first bytes of its file leave in one packet, with one system call less than by {@code TCP_CORK} each
 * way. Netty does not have it.
 */
final class MoreToCome {
    /** The same on all processors that Linux runs on. */
    private static final int MSG_MORE = 0x8000;

    private static final int MSG_NOSIGNAL = 0x4000;
    private static final MethodHandle SEND = send();

    private MoreToCome() {}

    /** How many bytes the kernel took; none when it takes none now, or none any more, which the next write tells. */
    static long send(FileDescriptor socket, long address, int count) throws IOException {
        try {
            return Math.max(
                    0, (long) SEND.invokeExact(socket.intValue(), address, (long) count, MSG_MORE | MSG_NOSIGNAL));
        } catch (Throwable e) {
            throw new IOException("calling send", e);
        }
    }

    @SuppressWarnings("restricted") // nothing but this one call
    private static MethodHandle send() {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("send"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT));
    }
}
