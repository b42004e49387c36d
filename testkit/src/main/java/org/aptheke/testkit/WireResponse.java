package org.aptheke.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A response as it came over the wire. Immutable; the content is copied out.
 */
public final class WireResponse {
    private final String statusLine;
    private final List<String> fields;
    private final byte[] content;
    private final boolean chunked;
    private final long firstByteNanos;

    WireResponse(String statusLine, List<String> fields, byte[] content, boolean chunked, long firstByteNanos) {
        this.statusLine = statusLine;
        this.fields = List.copyOf(fields);
        this.content = content;
        this.chunked = chunked;
        this.firstByteNanos = firstByteNanos;
    }

    public int status() {
        return Integer.parseInt(statusLine.substring(9, 12));
    }

    public String statusLine() {
        return statusLine;
    }

    /** The field lines in order, as {@code Name: value}. */
    public List<String> fields() {
        return fields;
    }

    public Optional<String> field(String name) {
        return fieldValues(name).stream().findFirst();
    }

    public List<String> fieldValues(String name) {
        return FieldLines.values(fields, name);
    }

    public byte[] content() {
        return content.clone();
    }

    public int length() {
        return content.length;
    }

    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    public String sha256() {
        return Samples.sha256(content);
    }

    public boolean isChunked() {
        return chunked;
    }

    /** {@link System#nanoTime} when the first byte of content arrived, or of the end of the head if there was none. */
    public long firstByteNanos() {
        return firstByteNanos;
    }

    @Override
    public String toString() {
        return statusLine + "\n" + String.join("\n", fields) + "\n(" + content.length + " bytes)";
    }
}
