package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The first line of a request (RFC 9112, 3): exactly {@code method SP target SP HTTP/1.x}. */
record RequestLine(String method, String target, boolean http11) {
    static final RequestLine NONE = new RequestLine("", "", true);

    private static final int VERSION_LENGTH = "HTTP/1.1".length();
    private static final byte[] GET = "GET ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HTTP_11 = " HTTP/1.1".getBytes(StandardCharsets.US_ASCII);

    static RequestLine of(ByteBuf in, int start, int end) throws MalformedRequestException {
        if (isUsual(in, start, end)) {
            return new RequestLine("GET", Octets.text(in, start + GET.length, end - HTTP_11.length), true);
        }
        int first = in.indexOf(start, end, (byte) ' ');
        int second = first < 0 ? -1 : in.indexOf(first + 1, end, (byte) ' ');
        if (second < 0 || !Octets.isToken(in, start, first) || !Octets.isTarget(in, first + 1, second)) {
            throw new MalformedRequestException(400, "the request line is not: method target HTTP/1.1");
        }
        String version = Octets.text(in, second + 1, end);
        if (!isVersion(version)) {
            throw new MalformedRequestException(400, "the request line does not end with an HTTP version");
        }
        // RFC 9110, 2.5: a higher minor version is taken as the highest that is known.
        if (!version.startsWith("HTTP/1.")) {
            throw new MalformedRequestException(505, version + " is not spoken here, HTTP/1.1 is");
        }
        return new RequestLine(
                Octets.text(in, start, first), Octets.text(in, first + 1, second), !version.equals("HTTP/1.0"));
    }

    boolean isGetOrHead() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** Whether it is {@code GET target HTTP/1.1}, which nearly all are. */
    private static boolean isUsual(ByteBuf in, int start, int end) {
        int version = end - HTTP_11.length;
        return start + GET.length < version
                && Octets.isText(in, start, GET)
                && Octets.isText(in, version, HTTP_11)
                && Octets.isTarget(in, start + GET.length, version);
    }

    private static boolean isVersion(String text) {
        return text.length() == VERSION_LENGTH
                && text.startsWith("HTTP/")
                && isDigit(text.charAt(5))
                && text.charAt(6) == '.'
                && isDigit(text.charAt(7));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
