package org.aptheke.systemd;

import java.io.IOException;

/** Sends datagrams to Unix sockets. */
@FunctionalInterface
public interface Datagrams {
    /**
     * Sends one.
     *
     * @param name of the socket as the kernel knows it: a path, or a zero byte and an abstract name
     * @throws IOException when it could not be sent, or this system has no such sockets
     */
    void send(byte[] name, byte[] message) throws IOException;
}
