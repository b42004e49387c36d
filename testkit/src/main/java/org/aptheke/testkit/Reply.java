package org.aptheke.testkit;

import static org.aptheke.testkit.HeadReader.latin1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The answer an origin's script is writing, right or wrong. The simple forms ({@link #send}, {@link #chunked},
 * {@link #redirect}) write correct messages; {@link #head}, {@link #raw} and {@link #body} write whatever the script
 * says. Controls set before ({@link #cutAfter}, {@link #paceAt}, {@link #holdAt}) apply to the bytes of content by
 * their position. For one thread.
 */
public final class Reply {
    private static final int PIECE = 16 * 1024;

    /** How a connection ends early. */
    public enum Ending {
        /** An orderly end (FIN). */
        CLOSE,
        /** An abort (RST). */
        RESET
    }

    /** Unwinds a script whose connection has been cut on purpose. */
    static final class CutException extends IOException {
        private static final long serialVersionUID = 1;

        CutException(long position) {
            super("cut on purpose after " + position + " bytes of content");
        }
    }

    private record Hold(long position, Gate gate) {}

    private final Socket socket;
    private final OutputStream out;
    private final ReceivedRequest request;
    private final List<Hold> holds = new ArrayList<>();
    private String version = "HTTP/1.1";
    private long bytesPerSecond = Long.MAX_VALUE;
    private long cutPosition = Long.MAX_VALUE;
    private Ending cutEnding = Ending.CLOSE;
    private long position;
    private long paceStartNanos;
    private boolean closing;

    Reply(Socket socket, OutputStream out, ReceivedRequest request) {
        this.socket = socket;
        this.out = out;
        this.request = request;
    }

    // Controls

    /** Answers with this version in the status line; anything but HTTP/1.1 also closes the connection afterwards. */
    public Reply version(String newVersion) {
        version = newVersion;
        closing |= !newVersion.equals("HTTP/1.1");
        return this;
    }

    /** Breaks the connection off after so many bytes of content. */
    public Reply cutAfter(long contentBytes, Ending ending) {
        cutPosition = contentBytes;
        cutEnding = ending;
        return this;
    }

    /** Sends content no faster than this. */
    public Reply paceAt(long newBytesPerSecond) {
        bytesPerSecond = newBytesPerSecond;
        return this;
    }

    /** Waits at the gate when so many bytes of content have been sent. */
    public Reply holdAt(long contentBytes, Gate gate) {
        holds.add(new Hold(contentBytes, gate));
        return this;
    }

    /** Closes the connection after this answer without saying so. */
    public Reply thenClose() {
        closing = true;
        return this;
    }

    // Whole answers

    /** A status with content and its true length; a HEAD request gets the head alone. */
    public void send(int status, byte[] content, String... fieldLines) throws IOException, InterruptedException {
        var lines = new ArrayList<>(List.of(fieldLines));
        if (status != 304 && status != 204) {
            lines.add("Content-Length: " + content.length);
        }
        head(status, lines.toArray(String[]::new));
        if (!request.method().equals("HEAD") && status != 304 && status != 204) {
            body(content);
        }
    }

    public void send(int status, String content, String... fieldLines) throws IOException, InterruptedException {
        send(status, Samples.utf8(content), fieldLines);
    }

    public void redirect(int status, String location) throws IOException, InterruptedException {
        send(status, "moved\n", "Location: " + location);
    }

    /** A 200 in chunks of at most {@code chunkSize} bytes, without a length. */
    public void chunked(byte[] content, int chunkSize, String... fieldLines) throws IOException, InterruptedException {
        var lines = new ArrayList<>(List.of(fieldLines));
        lines.add("Transfer-Encoding: chunked");
        head(200, lines.toArray(String[]::new));
        for (int from = 0; from < content.length; from += chunkSize) {
            chunk(Arrays.copyOfRange(content, from, Math.min(content.length, from + chunkSize)));
        }
        lastChunk();
    }

    /** A 200 whose end is the end of the connection. */
    public void closeDelimited(byte[] content, String... fieldLines) throws IOException, InterruptedException {
        closing = true;
        head(200, fieldLines);
        body(content);
    }

    // Pieces

    /** An interim response, such as 100 or 103. */
    public void interim(int status, String... fieldLines) throws IOException {
        writeHead(status, fieldLines);
    }

    /** A status line and exactly these field lines. */
    public void head(int status, String... fieldLines) throws IOException {
        writeHead(status, fieldLines);
    }

    /** Any bytes, free of all controls. */
    public void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    public void raw(String text) throws IOException {
        raw(latin1(text));
    }

    /** Bytes of content, under the controls. */
    public void body(byte[] content) throws IOException, InterruptedException {
        int from = 0;
        while (from < content.length) {
            applyControls();
            int length = Math.min(pieceSize(), content.length - from);
            pace();
            out.write(content, from, length);
            out.flush();
            from += length;
            position += length;
        }
        applyControls();
    }

    public void chunk(byte[] content) throws IOException, InterruptedException {
        raw(Integer.toHexString(content.length) + "\r\n");
        body(content);
        raw("\r\n");
    }

    public void lastChunk(String... trailerLines) throws IOException {
        raw("0\r\n" + joined(trailerLines) + "\r\n");
    }

    /** Ends the connection now; the script ends here. */
    public void cut(Ending ending) throws IOException {
        end(ending);
        throw new CutException(position);
    }

    /** Waits until the client has closed its side or sent more; true if it has closed. */
    public boolean awaitClientGone() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    boolean isClosing() {
        return closing;
    }

    private void writeHead(int status, String... fieldLines) throws IOException {
        raw(version + " " + status + " " + reason(status) + "\r\n" + joined(fieldLines) + "\r\n");
    }

    private static String joined(String... fieldLines) {
        var text = new StringBuilder();
        for (var line : fieldLines) {
            text.append(line).append("\r\n");
        }
        return text.toString();
    }

    private void applyControls() throws IOException, InterruptedException {
        for (var hold : List.copyOf(holds)) {
            if (position >= hold.position()) {
                holds.remove(hold);
                hold.gate().pass();
            }
        }
        if (position >= cutPosition) {
            cut(cutEnding);
        }
    }

    /** How far the next piece may go without passing a control. */
    private int pieceSize() {
        long size = Math.min(PIECE, cutPosition - position);
        for (var hold : holds) {
            size = Math.min(size, hold.position() - position);
        }
        if (bytesPerSecond != Long.MAX_VALUE) {
            size = Math.min(size, Math.max(1, bytesPerSecond / 50));
        }
        return (int) size;
    }

    private void pace() throws InterruptedException {
        if (bytesPerSecond == Long.MAX_VALUE) {
            return;
        }
        if (paceStartNanos == 0) {
            paceStartNanos = System.nanoTime() - (long) (position * 1e9 / bytesPerSecond);
        }
        long dueNanos = paceStartNanos + (long) (position * 1e9 / bytesPerSecond);
        long wait = dueNanos - System.nanoTime();
        while (wait > 0) {
            LockSupport.parkNanos(wait);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            wait = dueNanos - System.nanoTime();
        }
    }

    private void end(Ending ending) throws IOException {
        if (ending == Ending.RESET) {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        socket.close();
    }

    private static String reason(int status) {
        return switch (status) {
            case 100 -> "Continue";
            case 103 -> "Early Hints";
            case 200 -> "OK";
            case 206 -> "Partial Content";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 304 -> "Not Modified";
            case 404 -> "Not Found";
            case 416 -> "Range Not Satisfiable";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> "Status " + status;
        };
    }
}
