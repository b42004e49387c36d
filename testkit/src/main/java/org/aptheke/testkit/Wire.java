package org.aptheke.testkit;

import static org.aptheke.testkit.HeadReader.latin1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A client that sends exactly the bytes it is given and reads responses strictly: a framing error is an exception, an
 * answer that ends early is a {@link CutShortException}, and every read is limited in time. For one thread.
 */
public final class Wire implements AutoCloseable {
    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(30);
    private static final int PIECE = 64 * 1024;

    private final Socket socket;
    private final InputStream in;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), PIECE);
    }

    /** Connects to a port of 127.0.0.1. */
    public static Wire connect(int port) throws IOException {
        return connect("127.0.0.1", port, 0);
    }

    /** Connects with a receive buffer of about this size, 0 for the default: a small one makes a slow reader felt. */
    public static Wire connect(String address, int port, int receiveBuffer) throws IOException {
        var socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), (int) DEFAULT_LIMIT.toMillis());
        socket.setSoTimeout((int) DEFAULT_LIMIT.toMillis());
        return new Wire(socket);
    }

    /** Connects to a port of 127.0.0.1 from another loopback address, such as {@code 127.0.1.7}. */
    public static Wire connectFrom(String localAddress, int port) throws IOException {
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(localAddress), 0));
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), (int) DEFAULT_LIMIT.toMillis());
        socket.setSoTimeout((int) DEFAULT_LIMIT.toMillis());
        return new Wire(socket);
    }

    /** Asks through a proxy on a fresh connection and reads the whole answer. */
    public static WireResponse getThrough(int proxyPort, String url, String... fieldLines) throws IOException {
        try (var wire = connect(proxyPort)) {
            return wire.get(url, fieldLines);
        }
    }

    /** Goes on in TLS on this connection, calling the other end by that name; nothing may have been read ahead. */
    public Wire overTls(SSLContext context, String name) throws IOException {
        var tls = (SSLSocket) context.getSocketFactory().createSocket(socket, name, socket.getPort(), true);
        tls.startHandshake();
        return new Wire(tls);
    }

    /** How long a read may wait for the next byte. */
    public Wire withLimit(Duration limit) throws IOException {
        socket.setSoTimeout((int) limit.toMillis());
        return this;
    }

    public void send(String bytes) throws IOException {
        send(latin1(bytes));
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** A GET request with a Host field taken from the URL, or from nowhere if the target is a path. */
    public static String request(String method, String target, String... fieldLines) {
        var text = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        if (!FieldLines.contains(List.of(fieldLines), "Host")) {
            text.append("Host: ").append(authorityOf(target)).append("\r\n");
        }
        for (var line : fieldLines) {
            text.append(line).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    public WireResponse get(String target, String... fieldLines) throws IOException {
        send(request("GET", target, fieldLines));
        return read("GET");
    }

    public WireResponse head(String target, String... fieldLines) throws IOException {
        send(request("HEAD", target, fieldLines));
        return read("HEAD");
    }

    /** Reads the next final response to a GET. */
    public WireResponse read() throws IOException {
        return read("GET");
    }

    /** Reads the next final response, skipping interim ones, as the answer to a request with that method. */
    public WireResponse read(String method) throws IOException {
        while (true) {
            var head = readHead();
            if (head.status() >= 200 || head.status() == 101) {
                return readContent(head, method);
            }
        }
    }

    /**
     * Reads the next response to a GET and compares its content with what is expected while it arrives, without
     * keeping it; the first wrong byte is an error. Gives the head, with the instant of the first byte of content.
     */
    public WireResponse readExpecting(byte[] expected) throws IOException {
        var head = readHead();
        var content = new Content(head.statusLine(), expected);
        if (head.field("Transfer-Encoding").isPresent()) {
            readChunks(content);
        } else {
            content.take(Long.parseLong(head.field("Content-Length").orElse("0")));
        }
        if (content.received != expected.length) {
            throw new AssertionError("%d of %d bytes: %s".formatted(content.received, expected.length, head));
        }
        return new WireResponse(head.statusLine(), head.fields(), new byte[0], false, content.firstByteNanos());
    }

    /** Reads a head alone; the content stays on the connection. */
    public WireResponse readHead() throws IOException {
        String head;
        try {
            head = HeadReader.readHead(in);
        } catch (SocketException e) {
            throw new CutShortException("(reset)", 0);
        }
        if (head.isEmpty()) {
            throw new CutShortException("(nothing)", 0);
        }
        var lines = List.of(head.substring(0, head.length() - 4).split("\r\n", -1));
        var statusLine = lines.get(0);
        if (!statusLine.matches("HTTP/1\\.[01] [1-5][0-9][0-9] .*")) {
            throw new IOException("not a status line: " + statusLine);
        }
        var fields = lines.subList(1, lines.size());
        for (var field : fields) {
            if (!field.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\\x00-\\x08\\x0a-\\x1f]*")) {
                throw new IOException("not a field line: " + field);
            }
        }
        return new WireResponse(statusLine, fields, new byte[0], false, System.nanoTime());
    }

    /** Reads exactly so many raw bytes. */
    public byte[] readBytes(int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new CutShortException("(raw)", bytes.length);
        }
        return bytes;
    }

    /** Reads what comes until the other side closes, and how it closes does not matter. */
    public byte[] readToEnd() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            in.transferTo(bytes);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (SocketException e) {
            // A reset ends the conversation as well as FIN does.
        }
        return bytes.toByteArray();
    }

    /** Whether the other side closes without sending another byte, waiting no longer than the limit. */
    public boolean isClosedWithin(Duration limit) throws IOException {
        socket.setSoTimeout((int) limit.toMillis());
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Ends the sending side; answers can still be read. */
    public void endSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends with a reset, as a killed client's machine would. */
    public void abort() throws IOException {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String authorityOf(String target) {
        int start = target.indexOf("://");
        if (start < 0) {
            return "aptheke.example";
        }
        int end = target.indexOf('/', start + 3);
        return target.substring(start + 3, end < 0 ? target.length() : end);
    }

    private WireResponse readContent(WireResponse head, String method) throws IOException {
        var lengths = head.fieldValues("Content-Length");
        var codings = head.fieldValues("Transfer-Encoding");
        if (lengths.size() > 1 || codings.size() > 1 || (!lengths.isEmpty() && !codings.isEmpty())) {
            throw new IOException("ambiguous framing: " + head);
        }
        boolean empty = method.equals("HEAD") || head.status() == 204 || head.status() == 304;
        if (empty || (method.equals("CONNECT") && head.status() == 200)) {
            return head;
        }
        var content = new Content(head.statusLine());
        if (!codings.isEmpty()) {
            if (!codings.get(0).equals("chunked")) {
                throw new IOException("unknown transfer coding: " + codings.get(0));
            }
            readChunks(content);
        } else if (!lengths.isEmpty()) {
            content.take(Long.parseLong(lengths.get(0)));
        } else {
            content.takeAll();
        }
        return new WireResponse(
                head.statusLine(), head.fields(), content.bytes(), !codings.isEmpty(), content.firstByteNanos());
    }

    private void readChunks(Content content) throws IOException {
        while (true) {
            var size = content.line();
            if (!size.matches("[0-9a-fA-F]{1,8}")) {
                throw new IOException("not a chunk size: " + size);
            }
            int length = Integer.parseInt(size, 16);
            if (length == 0) {
                break;
            }
            content.take(length);
            var end = content.line();
            if (!end.isEmpty()) {
                throw new IOException("a chunk that does not end where it said: " + end);
            }
        }
        while (!content.line().isEmpty()) {
            // Trailer fields are read and not kept.
        }
    }

    /** Gathers or compares content, and turns every early end into a {@link CutShortException}. */
    private final class Content {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final String statusLine;
        private final Optional<byte[]> expected;
        private int received;
        private long firstByteNanos;

        Content(String statusLine) {
            this(statusLine, Optional.empty());
        }

        Content(String statusLine, byte[] expected) {
            this(statusLine, Optional.of(expected));
        }

        private Content(String statusLine, Optional<byte[]> expected) {
            this.statusLine = statusLine;
            this.expected = expected;
        }

        void take(long length) throws IOException {
            long left = length;
            var piece = new byte[(int) Math.min(PIECE, Math.max(1, length))];
            while (left > 0) {
                int n = readPiece(piece, (int) Math.min(piece.length, left));
                if (n < 0) {
                    throw new CutShortException(statusLine, received);
                }
                left -= n;
            }
        }

        void takeAll() throws IOException {
            var piece = new byte[PIECE];
            while (readPiece(piece, piece.length) >= 0) {
                // Until the connection ends.
            }
        }

        String line() throws IOException {
            try {
                return HeadReader.readLine(in);
            } catch (EOFException | SocketException e) {
                throw new CutShortException(statusLine, received);
            }
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }

        long firstByteNanos() {
            return firstByteNanos == 0 ? System.nanoTime() : firstByteNanos;
        }

        private int readPiece(byte[] piece, int length) throws IOException {
            try {
                int n = in.read(piece, 0, length);
                if (n > 0) {
                    accept(piece, n);
                }
                return n;
            } catch (SocketException e) {
                throw new CutShortException(statusLine, received);
            }
        }

        private void accept(byte[] piece, int length) {
            if (firstByteNanos == 0) {
                firstByteNanos = System.nanoTime();
            }
            if (expected.isEmpty()) {
                bytes.write(piece, 0, length);
            } else if (!matches(piece, length, expected.get())) {
                throw new AssertionError("wrong content after byte " + received + " of " + statusLine);
            }
            received += length;
        }

        private boolean matches(byte[] piece, int length, byte[] whole) {
            return received + length <= whole.length
                    && Arrays.equals(piece, 0, length, whole, received, received + length);
        }
    }
}
