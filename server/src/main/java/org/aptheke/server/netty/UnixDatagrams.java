package org.aptheke.server.netty;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Datagrams to Unix sockets, which the JDK has no channel for; sent at once, without an event loop. */
public final class UnixDatagrams {
    private UnixDatagrams() {}

    /**
     * Sends one to the socket with that name, as the kernel knows it.
     *
     * @throws IOException when it could not be sent, also because there is no native library for this system
     */
    public static void send(byte[] name, byte[] message) throws IOException {
        if (!Epoll.isAvailable()) {
            throw NativeMissing.exception("datagrams of Unix sockets");
        }
        var socket = Socket.newSocketDomainDgram();
        try {
            var bytes = ByteBuffer.allocateDirect(message.length).put(message).flip();
            socket.sendToDomainSocket(bytes, 0, message.length, name);
        } finally {
            socket.close();
        }
    }
}
