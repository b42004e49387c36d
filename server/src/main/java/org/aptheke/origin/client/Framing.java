package org.aptheke.origin.client;

import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;
import org.aptheke.http.Fields;
import org.aptheke.origin.MalformedResponseException;

/**
 * Where the content of a response ends (RFC 9112, 6.3). What could be read in two ways is refused: two readers of the
 * same bytes must not differ.
 */
sealed interface Framing {
    /**
     * No content.
     *
     * @param declared what the response says the content of a GET would have, for HEAD; else 0
     */
    record Nothing(OptionalLong declared) implements Framing {}

    /** So many bytes. */
    record Length(long bytes) implements Framing {}

    /** In chunks. */
    record Chunked() implements Framing {}

    /** Up to the end of the connection. */
    record UntilClose() implements Framing {}

    /** Reads the framing of a final response from its fields. */
    static Framing of(String method, int status, boolean version11, Fields fields) throws MalformedResponseException {
        List<String> codings = fields.all("Transfer-Encoding");
        OptionalLong length = contentLength(fields);
        if (!codings.isEmpty()) {
            checkCodings(codings, length, version11);
        }
        if (method.equals("HEAD")) {
            return new Nothing(length);
        }
        if (status == 204 || status == 304) {
            return new Nothing(OptionalLong.of(0));
        }
        if (!codings.isEmpty()) {
            return new Chunked();
        }
        return length.isPresent() ? new Length(length.getAsLong()) : new UntilClose();
    }

    private static void checkCodings(List<String> codings, OptionalLong length, boolean version11)
            throws MalformedResponseException {
        if (length.isPresent()) {
            throw new MalformedResponseException("both Transfer-Encoding and Content-Length");
        }
        if (!version11) {
            throw new MalformedResponseException("Transfer-Encoding in a response of HTTP/1.0");
        }
        if (codings.size() != 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
            throw new MalformedResponseException("Transfer-Encoding is " + codings + ", only chunked is understood");
        }
    }

    private static OptionalLong contentLength(Fields fields) throws MalformedResponseException {
        OptionalLong length = OptionalLong.empty();
        for (String line : fields.all("Content-Length")) {
            for (String element : line.split(",", -1)) {
                long value = digits(element.strip(), line);
                if (length.isPresent() && length.getAsLong() != value) {
                    throw new MalformedResponseException(
                            "two different lengths: Content-Length " + length.getAsLong() + " and " + value);
                }
                length = OptionalLong.of(value);
            }
        }
        return length;
    }

    private static long digits(String text, String line) throws MalformedResponseException {
        boolean digits = !text.isEmpty() && text.length() <= 18;
        for (int i = 0; digits && i < text.length(); i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!digits) {
            throw new MalformedResponseException("not a length: Content-Length \"" + line + "\"");
        }
        return Long.parseLong(text);
    }

    /** A reader of the content from the connection's bytes. */
    default ContentReader reader(InputStream wire) {
        return switch (this) {
            case Nothing nothing -> new CountedReader(wire, 0);
            case Length(long bytes) -> new CountedReader(wire, bytes);
            case Chunked chunked -> new ChunkedReader(wire);
            case UntilClose untilClose -> new ClosingReader(wire);
        };
    }

    /** The length to tell whoever asked; empty when only the end will show. */
    default OptionalLong length() {
        return switch (this) {
            case Nothing(OptionalLong declared) -> declared;
            case Length(long bytes) -> OptionalLong.of(bytes);
            case Chunked chunked -> OptionalLong.empty();
            case UntilClose untilClose -> OptionalLong.empty();
        };
    }
}
