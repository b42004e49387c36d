package org.aptheke.cli;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A client on one connection, which asks as apt does. For use by one thread. */
final class RehearsalClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final List<String> FILES = List.of("size-2000", "size-20000", "size-80000", "size-200000");

    private final Socket socket = new Socket();
    private final InputStream in;
    private final String authority;

    /** How a file is named in a request line. */
    enum Form {
        PROXY,
        PATH
    }

    RehearsalClient(InetSocketAddress server, int originPort) throws IOException {
        authority = "127.0.0.1:" + originPort;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(server, TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Asks for all files of that number, so many times each in one go. */
    void askAll(Form form, int number, int ahead) throws IOException {
        for (String file : FILES) {
            ask(get(form, "/pool/" + file + "-" + number + ".deb").repeat(ahead), ahead, false);
        }
    }

    /** Asks for what is not a plain file. */
    void askParticulars() throws IOException {
        String file = "/pool/size-20000-0.deb";
        for (int i = 0; i < 200; i++) {
            ask(get(Form.PROXY, file, "If-Modified-Since: Sun, 22 Nov 2026 09:00:00 GMT"), 1, false);
            ask(get(Form.PROXY, file, "Range: bytes=" + i + "-", "If-Range: \"rehearsal\""), 1, false);
            ask(get(Form.PROXY, "/dists/stable/size-20000", "Cache-Control: max-age=0"), 1, false);
            ask(get(Form.PROXY, file).replace("GET ", "HEAD "), 1, true);
        }
        ask(get(Form.PROXY, "/pool/missing.deb"), 1, false);
        ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 1, false);
        ask("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", 1, false);
    }

    private String get(Form form, String path, String... fieldLines) {
        String target = (form == Form.PROXY ? "http://" : "/") + authority + path;
        var text = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: " + authority + "\r\n");
        for (String line : fieldLines) {
            text.append(line).append("\r\n");
        }
        return text.append("User-Agent: Debian APT-HTTP/1.3 (3.0.3)\r\n\r\n").toString();
    }

    private void ask(String requests, int answers, boolean head) throws IOException {
        socket.getOutputStream().write(requests.getBytes(StandardCharsets.ISO_8859_1));
        for (int i = 0; i < answers; i++) {
            in.skipNBytes(readHead() * (head ? 0 : 1));
        }
    }

    /** Returns the length of the content that follows. */
    private long readHead() throws IOException {
        long length = 0;
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return length;
    }

    private String readLine() throws IOException {
        var line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the rehearsal was cut off after: " + line);
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
