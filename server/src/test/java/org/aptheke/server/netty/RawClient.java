package org.aptheke.server.netty;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** A client that sends what it is told, octet for octet, and reads answers strictly. */
final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    RawClient(InetSocketAddress server) throws IOException {
        socket = new Socket();
        socket.connect(server, TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** One that speaks TLS from the start. */
    static RawClient tls(InetSocketAddress server, SSLContext context) throws IOException {
        return new RawClient(server).overTls(context, "localhost");
    }

    /** Goes on in TLS on the same connection, calling the server by that name; nothing may be read ahead. */
    RawClient overTls(SSLContext context, String name) throws IOException {
        var tls = (SSLSocket) context.getSocketFactory().createSocket(socket, name, socket.getPort(), true);
        var parameters = tls.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return new RawClient(tls);
    }

    SSLSession session() {
        return ((SSLSocket) socket).getSession();
    }

    /** One answer; names of fields in lower case. */
    record Received(int status, String statusLine, Map<String, String> fields, String body) {
        String field(String name) {
            return fields.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    Socket socket() {
        return socket;
    }

    RawClient send(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    RawClient get(String target, String... fieldLines) throws IOException {
        String more =
                String.join("", Stream.of(fieldLines).map(line -> line + "\r\n").toList());
        return send("GET " + target + " HTTP/1.1\r\nHost: deb.example.org\r\n" + more + "\r\n");
    }

    Received answer() throws IOException {
        return answer(false);
    }

    Received answer(boolean headOnly) throws IOException {
        String statusLine = line();
        int status = Integer.parseInt(statusLine.split(" ", -1)[1]);
        var fields = new TreeMap<String, String>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(": ");
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            if (fields.put(name, line.substring(colon + 2)) != null) {
                throw new IOException("twice: " + line);
            }
        }
        boolean none = headOnly || status == 304 || status == 204 || status == 100;
        return new Received(status, statusLine, fields, none ? "" : body(fields));
    }

    /** Everything up to the end of the connection. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    String exactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("after " + bytes.length + " of " + count);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    boolean atEnd() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String body(Map<String, String> fields) throws IOException {
        if (fields.containsKey("content-length")) {
            return exactly(Integer.parseInt(fields.get("content-length")));
        }
        return "chunked".equals(fields.get("transfer-encoding")) ? chunks() : rest();
    }

    private String chunks() throws IOException {
        var body = new StringBuilder();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.append(exactly(size));
            if (!line().isEmpty()) {
                throw new IOException("a chunk is longer than its size");
            }
        }
        if (!line().isEmpty()) {
            throw new IOException("a trailer");
        }
        return body.toString();
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("after: " + line.toString(StandardCharsets.ISO_8859_1));
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\r")) {
            throw new IOException("a bare LF after: " + text);
        }
        return text.substring(0, text.length() - 1);
    }
}
