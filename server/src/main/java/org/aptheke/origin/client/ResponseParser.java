package org.aptheke.origin.client;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;
import org.aptheke.http.Fields;
import org.aptheke.origin.MalformedResponseException;
import org.aptheke.origin.PrematureEndException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response's header section strictly (RFC 9112, 4 and 5): a cache that guesses at a malformed response keeps
 * the guess. Bytes become characters one to one. One connection has one parser.
 */
final class ResponseParser implements HttpMessageParser<ClassicHttpResponse> {
    static final int MAX_LINE = 8 * 1024;
    private static final int MAX_SECTION = 64 * 1024;

    private final CharArrayBuffer line = new CharArrayBuffer(128);
    private int section;

    /** The response, or null (as the library wants it) when the connection ended before its first byte. */
    @Override
    @SuppressWarnings("NullAway") // the library's contract for a clean end
    public @Nullable ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream wire) throws IOException {
        section = 0;
        if (!readLine(buffer, wire)) {
            return null;
        }
        int minorVersion = minorVersion();
        int status = status();
        var fields = Fields.builder();
        while (true) {
            if (!readLine(buffer, wire)) {
                throw new PrematureEndException("the connection ended within the header section");
            }
            if (line.isEmpty()) {
                return new ParsedResponse(status, minorVersion, fields.build());
            }
            addField(fields);
        }
    }

    private boolean readLine(SessionInputBuffer buffer, InputStream wire) throws IOException {
        line.clear();
        int length;
        try {
            length = buffer.readLine(line, wire);
        } catch (MessageConstraintException e) {
            throw new MalformedResponseException(
                    "a line of the header section is longer than " + MAX_LINE + " bytes", e);
        }
        section += line.length();
        if (section > MAX_SECTION) {
            throw new MalformedResponseException("the header section is longer than " + MAX_SECTION + " bytes");
        }
        return length >= 0;
    }

    private int minorVersion() throws MalformedResponseException {
        boolean fits = line.length() >= 12 && line.charAt(8) == ' ' && isDigit(line.charAt(7));
        for (int i = 0; fits && i < 7; i++) {
            fits = line.charAt(i) == "HTTP/1.".charAt(i);
        }
        if (!fits) {
            throw new MalformedResponseException("not a status line of HTTP/1: " + excerpt());
        }
        return line.charAt(7) - '0';
    }

    private int status() throws MalformedResponseException {
        int status = 0;
        for (int i = 9; i < 12; i++) {
            char digit = line.charAt(i);
            status = isDigit(digit) ? status * 10 + (digit - '0') : -1000;
        }
        boolean ends = line.length() == 12 || line.charAt(12) == ' ';
        if (!ends || status < 100 || status > 599) {
            throw new MalformedResponseException("not a status from 100 to 599: " + excerpt());
        }
        return status;
    }

    private void addField(Fields.Builder fields) throws MalformedResponseException {
        int colon = 0;
        while (colon < line.length() && isToken(line.charAt(colon))) {
            colon++;
        }
        // A space before the colon and a folded line (RFC 9112, 5.1 and 5.2) end here as well.
        if (colon == 0 || colon == line.length() || line.charAt(colon) != ':') {
            throw new MalformedResponseException("not a field line: " + excerpt());
        }
        for (int i = colon + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new MalformedResponseException("a control character in a field: " + excerpt());
            }
        }
        fields.add(line.substring(0, colon), line.substringTrimmed(colon + 1, line.length()));
    }

    /** RFC 9110, 5.6.2. */
    private static boolean isToken(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The start of the line, fit for a log. */
    private String excerpt() {
        var text = new StringBuilder();
        for (int i = 0; i < Math.min(line.length(), 60); i++) {
            char c = line.charAt(i);
            text.append(c < ' ' || c >= 0x7f ? '?' : c);
        }
        return "\"" + text + "\"";
    }
}
