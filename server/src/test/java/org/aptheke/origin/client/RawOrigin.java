package org.aptheke.origin.client;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An origin on loopback that sends exactly the bytes a test gives it, and keeps the requests it got. */
final class RawOrigin implements Closeable {
    private final ServerSocket listener;
    private final Script script;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final ConcurrentLinkedQueue<Socket> open = new ConcurrentLinkedQueue<>();

    /** What happens after a request has come; the connection is then read for the next request. */
    @FunctionalInterface
    interface Script {
        void answer(Peer peer, int requestNumber) throws IOException, InterruptedException;
    }

    /** The client's connection, as the script sees it. */
    record Peer(Socket socket, OutputStream out, String request) {
        void send(String bytes) throws IOException {
            out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        void close() throws IOException {
            socket.close();
        }
    }

    RawOrigin(Script script) throws IOException {
        this(new ServerSocket(), script);
    }

    RawOrigin(ServerSocket unbound, Script script) throws IOException {
        this.listener = unbound;
        this.script = script;
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(this::accept);
    }

    /** Answers every request with these bytes, and closes afterwards. */
    static RawOrigin closingAfter(String bytes) throws IOException {
        return new RawOrigin((peer, number) -> {
            peer.send(bytes);
            peer.close();
        });
    }

    /** Answers every request with these bytes on a connection that stays open. */
    static RawOrigin always(String bytes) throws IOException {
        return new RawOrigin((peer, number) -> peer.send(bytes));
    }

    int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** Header sections as they came, in order. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var socket : open) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            var out = socket.getOutputStream();
            for (String request = header(in); !request.isEmpty(); request = header(in)) {
                requests.add(request);
                script.answer(new Peer(socket, out, request), requests.size());
                if (socket.isClosed()) {
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            // The client went away, or the test is over.
        }
    }

    private static String header(InputStream in) throws IOException {
        var bytes = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            bytes.append((char) c);
            if (bytes.length() >= 4 && bytes.substring(bytes.length() - 4).equals("\r\n\r\n")) {
                return bytes.toString();
            }
        }
        return "";
    }
}
