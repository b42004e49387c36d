package org.aptheke.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An origin on loopback that has every file; the number in its name is its size in bytes. Safe for use by many threads. */
final class RehearsalOrigin implements AutoCloseable {
    private final ServerSocket server;

    private RehearsalOrigin(ServerSocket server) {
        this.server = server;
    }

    static RehearsalOrigin start() throws IOException {
        var origin = new RehearsalOrigin(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().name("rehearsal-origin").start(origin::accept);
        return origin;
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (true) {
            try {
                var connection = server.accept();
                Thread.ofVirtual().name("rehearsal-origin").start(() -> serve(connection));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void serve(Socket connection) {
        try (connection) {
            var in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String requestLine = line;
                while (!line.isEmpty()) {
                    line = in.readLine();
                    if (line == null) {
                        return;
                    }
                }
                connection.getOutputStream().write(answer(requestLine));
            }
        } catch (IOException e) {
            // The far end has gone; there is nobody to tell.
        }
    }

    private static byte[] answer(String requestLine) {
        boolean missing = requestLine.contains("missing");
        int size = missing ? 0 : Integer.parseInt(requestLine.replaceAll(".*/size-([0-9]+).*", "$1"));
        String head = "HTTP/1.1 " + (missing ? "404 Not Found" : "200 OK")
                + "\r\nContent-Length: " + size
                + "\r\nLast-Modified: Sun, 22 Nov 2026 09:00:00 GMT\r\nETag: \"rehearsal\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n";
        byte[] octets = new byte[head.length() + (requestLine.startsWith("HEAD") ? 0 : size)];
        System.arraycopy(head.getBytes(StandardCharsets.ISO_8859_1), 0, octets, 0, head.length());
        return octets;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
