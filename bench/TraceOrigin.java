import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An origin without a disk: what a file has in it follows from its number, and its size is in its name. Counts what it is
 * asked for. Each connection has a virtual thread.
 */
final class TraceOrigin implements AutoCloseable {
    private static final int PIECE = 1 << 16;
    private static final byte[] LETTERS = new byte[1 << 20];

    static {
        new Random(7).nextBytes(LETTERS);
    }

    private final ServerSocket listener;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    TraceOrigin(int port) throws IOException {
        listener = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    long requests() {
        return requests.get();
    }

    long bytes() {
        return bytes.get();
    }

    String authority() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** {@code /pool/main/p17/p17_1_70123.deb}. */
    static String path(int number, long size) {
        return "/pool/main/p%d/p%d_1_%d.deb".formatted(number, number, size);
    }

    /** Puts what a file has from a position on into a piece of an array. */
    static void fill(int number, long position, byte[] piece, int length) {
        int from = (int) ((position + number * 7919L) % LETTERS.length);
        for (int done = 0; done < length; ) {
            int count = Math.min(length - done, LETTERS.length - from);
            System.arraycopy(LETTERS, from, piece, done, count);
            done += count;
            from = 0;
        }
        if (position == 0 && length >= Integer.BYTES) {
            ByteBuffer.wrap(piece).putInt(number);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                Thread.ofVirtual().start(() -> answerAll(socket));
            } catch (IOException e) {
                // Closed: nobody asks any more.
                return;
            }
        }
    }

    private void answerAll(Socket socket) {
        try (socket;
                var in = new BufferedInputStream(socket.getInputStream());
                var out = new BufferedOutputStream(socket.getOutputStream(), PIECE)) {
            socket.setTcpNoDelay(true);
            for (var request = head(in); !request.isEmpty(); request = head(in)) {
                answer(request.substring(0, request.indexOf('\n')).split(" ")[1], out);
                out.flush();
            }
        } catch (IOException e) {
            // The cache has gone; it will come again if it wants something.
            return;
        }
    }

    /** All lines up to the empty one; empty at the end of the connection. */
    static String head(InputStream in) throws IOException {
        var head = new byte[1 << 14];
        int length = 0;
        for (int next = in.read(); next >= 0 && length < head.length; next = in.read()) {
            head[length++] = (byte) next;
            if (length >= 4 && next == '\n' && head[length - 3] == '\n') {
                return new String(head, 0, length, StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    private void answer(String path, OutputStream out) throws IOException {
        var name = path.substring(path.lastIndexOf('/') + 1).split("[p_.]");
        int number = Integer.parseInt(name[1]);
        long size = Long.parseLong(name[3]);
        requests.incrementAndGet();
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/vnd.debian.binary-package\r\nContent-Length: " + size
                        + "\r\nLast-Modified: Tue, 14 Nov 2023 22:13:20 GMT\r\nETag: \"" + number + "\"\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        var piece = new byte[PIECE];
        for (long position = 0; position < size; position += PIECE) {
            int length = (int) Math.min(PIECE, size - position);
            fill(number, position, piece, length);
            out.write(piece, 0, length);
            bytes.addAndGet(length);
        }
    }

    /** Whether a piece is what the file has there. */
    static boolean isRight(int number, long position, byte[] piece, int length) {
        var right = new byte[length];
        fill(number, position, right, length);
        return Arrays.equals(right, 0, length, piece, 0, length);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
