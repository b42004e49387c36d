package org.aptheke.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the lines of message heads from a stream, byte by byte, so that nothing behind the head is taken. */
final class HeadReader {
    private static final int MAX_HEAD = 1 << 20;

    private HeadReader() {}

    /** The bytes up to and with the first empty line, or the empty string if the stream ends before a first byte. */
    static String readHead(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (!endsHead(head)) {
            int b = in.read();
            if (b < 0) {
                if (head.isEmpty()) {
                    return "";
                }
                throw new EOFException("the connection ended inside a head: " + head);
            }
            head.append((char) b);
            if (head.length() > MAX_HEAD) {
                throw new IOException("a head of more than " + MAX_HEAD + " bytes");
            }
        }
        return head.toString();
    }

    /** One line without its end, which must be CR LF. */
    static String readLine(InputStream in) throws IOException {
        var line = new StringBuilder();
        while (true) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("the connection ended inside a line: " + line);
            }
            if (b == '\n') {
                if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
                    throw new IOException("a line that ends with a bare LF: " + line);
                }
                return line.substring(0, line.length() - 1);
            }
            line.append((char) b);
        }
    }

    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean endsHead(StringBuilder head) {
        int n = head.length();
        return n >= 4
                && head.charAt(n - 1) == '\n'
                && head.charAt(n - 2) == '\r'
                && head.charAt(n - 3) == '\n'
                && head.charAt(n - 4) == '\r';
    }
}
