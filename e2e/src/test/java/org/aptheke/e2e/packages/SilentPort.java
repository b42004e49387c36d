package org.aptheke.e2e.packages;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A port that takes connections and says nothing. Safe for use by many threads. */
final class SilentPort implements AutoCloseable {
    private final ServerSocket listener;
    private final List<Socket> taken = new CopyOnWriteArrayList<>();

    SilentPort(String address) throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.ofLiteral(address));
        Thread.ofVirtual().name("silent").start(this::take);
    }

    private void take() {
        try {
            while (true) {
                taken.add(listener.accept());
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    String url() {
        return "http://" + listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort();
    }

    int connections() {
        return taken.size();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var socket : taken) {
            socket.close();
        }
    }
}
