package org.aptheke.server.netty;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** A socket that was open when the program started: whether it is one to serve on. */
public final class InheritedSocket {
    // <asm-generic/socket.h>
    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SO_DOMAIN = 39;
    // <bits/socket_type.h>, <bits/socket.h>, <bits/fcntl-linux.h>
    private static final int SOCK_STREAM = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int O_NONBLOCK = 04000;

    private InheritedSocket() {}

    /**
     * Gives the address it listens on, and makes it one that never blocks, which an event loop needs.
     *
     * @throws IOException when no clients can be served on it, saying why
     */
    public static InetSocketAddress examine(int descriptor) throws IOException {
        if (!Epoll.isAvailable()) {
            throw NativeMissing.exception("sockets that were opened before the program");
        }
        var socket = new Socket(descriptor);
        if (option(socket, SO_TYPE) != SOCK_STREAM || option(socket, SO_ACCEPTCONN) == 0) {
            throw new IOException("it does not listen for connections (ListenStream=, Accept=no)");
        }
        int family = option(socket, SO_DOMAIN);
        if (family != AF_INET && family != AF_INET6) {
            throw new IOException("it is not of IPv4 or IPv6");
        }
        if (mayBlock(descriptor)) {
            makeNonBlocking(descriptor);
        }
        return socket.localAddress();
    }

    private static int option(Socket socket, int name) throws IOException {
        try {
            return socket.getIntOpt(SOL_SOCKET, name);
        } catch (IOException e) {
            throw new IOException("it is not a socket: " + e.getMessage(), e);
        }
    }

    /** Read from the kernel's own text, so that a start where all is well calls no function of C. */
    private static boolean mayBlock(int descriptor) throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/self/fdinfo", Integer.toString(descriptor)))) {
            if (line.startsWith("flags:")) {
                return (Integer.parseInt(line.substring("flags:".length()).strip(), 8) & O_NONBLOCK) == 0;
            }
        }
        return true;
    }

    @SuppressWarnings("restricted") // there is no other way to fcntl
    private static void makeNonBlocking(int descriptor) throws IOException {
        var linker = Linker.nativeLinker();
        var number = ValueLayout.JAVA_INT;
        var fcntl = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("fcntl"),
                FunctionDescriptor.of(number, number, number, number),
                Linker.Option.firstVariadicArg(2));
        int result;
        try {
            int flags = (int) fcntl.invokeExact(descriptor, F_GETFL, 0);
            result = flags < 0 ? flags : (int) fcntl.invokeExact(descriptor, F_SETFL, flags | O_NONBLOCK);
        } catch (Throwable e) {
            throw new IOException("it cannot be made non-blocking (NonBlocking=yes): " + e.getMessage(), e);
        }
        if (result < 0) {
            throw new IOException("it cannot be made non-blocking (NonBlocking=yes)");
        }
    }
}
