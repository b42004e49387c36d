package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.aptheke.http.Fields;

/**
 * Writes heads of answers as bytes. A head has two parts: the {@link Lead} is made when the answer is sent, the
 * <em>rest</em> when it is known what to answer, once for all times it is repeated.
 */
final class Heads {
    private static final byte[] CRLF = ascii("\r\n");
    private static final byte[][] STATUS_LINES = statusLines();

    /** What belongs to this connection and is never taken from an answer's fields. */
    private static final NameSet OWN = NameSet.of(
            "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Content-Length", "Upgrade");

    private Heads() {}

    /** How an answer's content is delimited (RFC 9112, 6.3). */
    enum Delimiter {
        LENGTH,
        CHUNKS,
        /** By the end of the connection, or because the status allows no content. */
        NOTHING
    }

    static byte[] statusLine(int status) {
        return STATUS_LINES[status - 100];
    }

    /** The age of a response whose age was zero at the given time (RFC 9111, 4.2.3), in whole seconds. */
    static long age(Instant ageZero, Instant now) {
        return Math.max(0, ageZero.until(now, ChronoUnit.SECONDS));
    }

    /** The second part of a head, with the empty line. {@code left} names fields that the lead has. */
    static void rest(ByteBuf out, Fields fields, NameSet left, Delimiter delimiter, long length) {
        for (var field : fields) {
            if (Octets.isToken(field.name()) && !OWN.contains(field.name()) && !left.contains(field.name())) {
                line(out, field.name(), field.value());
            }
        }
        switch (delimiter) {
            case LENGTH -> line(out, "Content-Length", Long.toString(length));
            case CHUNKS -> line(out, "Transfer-Encoding", "chunked");
            case NOTHING -> {}
        }
        out.writeBytes(CRLF);
    }

    private static void line(ByteBuf out, String name, String value) {
        ByteBufUtil.writeAscii(out, name);
        out.writeByte(':');
        out.writeByte(' ');
        for (int i = 0; i < value.length(); i++) {
            out.writeByte(octet(value.charAt(i)));
        }
        out.writeBytes(CRLF);
    }

    /** A character as it may stand in a value: nothing that an origin sends can end the line. */
    private static int octet(char c) {
        if (c > 0xff) {
            return '?';
        }
        return (c < ' ' && c != '\t') || c == 0x7f ? ' ' : c;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[][] statusLines() {
        Map<Integer, String> reasons = reasons();
        byte[][] lines = new byte[500][];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = ascii("HTTP/1.1 " + (i + 100) + " " + reasons.getOrDefault(i + 100, "Status") + "\r\n");
        }
        return lines;
    }

    private static Map<Integer, String> reasons() {
        return Map.ofEntries(
                Map.entry(102, "Processing"),
                Map.entry(103, "Early Hints"),
                Map.entry(200, "OK"),
                Map.entry(203, "Non-Authoritative Information"),
                Map.entry(204, "No Content"),
                Map.entry(206, "Partial Content"),
                Map.entry(300, "Multiple Choices"),
                Map.entry(301, "Moved Permanently"),
                Map.entry(302, "Found"),
                Map.entry(303, "See Other"),
                Map.entry(304, "Not Modified"),
                Map.entry(307, "Temporary Redirect"),
                Map.entry(308, "Permanent Redirect"),
                Map.entry(400, "Bad Request"),
                Map.entry(401, "Unauthorized"),
                Map.entry(403, "Forbidden"),
                Map.entry(404, "Not Found"),
                Map.entry(405, "Method Not Allowed"),
                // By these words auto-apt-proxy knows a cache of packages.
                Map.entry(406, "Usage Information"),
                Map.entry(407, "Proxy Authentication Required"),
                Map.entry(408, "Request Timeout"),
                Map.entry(410, "Gone"),
                Map.entry(412, "Precondition Failed"),
                Map.entry(413, "Content Too Large"),
                Map.entry(414, "URI Too Long"),
                Map.entry(416, "Range Not Satisfiable"),
                Map.entry(417, "Expectation Failed"),
                Map.entry(421, "Misdirected Request"),
                Map.entry(429, "Too Many Requests"),
                Map.entry(431, "Request Header Fields Too Large"),
                Map.entry(451, "Unavailable For Legal Reasons"),
                Map.entry(500, "Internal Server Error"),
                Map.entry(501, "Not Implemented"),
                Map.entry(502, "Bad Gateway"),
                Map.entry(503, "Service Unavailable"),
                Map.entry(504, "Gateway Timeout"),
                Map.entry(505, "HTTP Version Not Supported"),
                Map.entry(507, "Insufficient Storage"),
                Map.entry(508, "Loop Detected"));
    }
}
