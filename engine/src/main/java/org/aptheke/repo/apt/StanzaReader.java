package org.aptheke.repo.apt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads files of stanzas (deb822): fields of the form {@code Name: value} with continuation lines that start with a
 * blank, stanzas parted by empty lines. Lines may end in CR LF; a line that starts with {@code #} is a comment. For one
 * thread.
 *
 * <p>One buffer holds the current stanza and what was read behind it, and grows with the longest stanza up to the limit.
 * No objects are made for stanzas and fields. As apt does it, a line of blanks alone continues a field and does not end
 * the stanza. A NUL, a line that is neither field nor continuation, and a field that is there twice are refused, because
 * parsers differ in what they make of them.
 */
final class StanzaReader {
    /** Larger than any real stanza by far; a release file is one stanza and has a limit of its own. */
    static final int MAX_STANZA = 4 << 20;

    private static final int FIRST_BUFFER = 64 << 10;

    /** The empty line that ends a stanza must be seen too. */
    private static final int EMPTY_LINE = 2;

    private final InputStream in;
    private final int maxBytes;
    private final Stanza stanza = new Stanza();
    private byte[] buffer;
    /** Where the current stanza starts in the buffer. */
    private int start;
    /** Where the next one is to be looked for. */
    private int next;

    private int limit;
    private boolean ended;
    private boolean inField;
    private long line;
    private long firstLine;

    StanzaReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
        buffer = new byte[Math.min(FIRST_BUFFER, maxBytes + EMPTY_LINE)];
    }

    /** The first stanza of what is in memory already, the remaining bytes; there must be one. */
    static Stanza first(ByteBuffer file) throws MalformedMetadataException {
        var content = new byte[file.remaining()];
        file.duplicate().get(content);
        var reader = new StanzaReader(InputStream.nullInputStream(), Math.max(1, content.length));
        reader.buffer = content;
        reader.limit = content.length;
        reader.ended = true;
        try {
            if (reader.next()) {
                return reader.stanza;
            }
        } catch (MalformedMetadataException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be read", e);
        }
        throw new MalformedMetadataException("there is not one field");
    }

    /** Goes on to the next stanza; false when there is none. */
    boolean next() throws IOException {
        try {
            return readStanza();
        } catch (MalformedMetadataException e) {
            throw e.at("line " + line);
        }
    }

    /** The current stanza, the same object each time. */
    Stanza stanza() {
        return stanza;
    }

    /** The number of the line that the current stanza starts on. */
    long firstLine() {
        return firstLine;
    }

    private boolean readStanza() throws IOException {
        stanza.clear();
        inField = false;
        moveStart(next);
        int at = 0;
        while (true) {
            int end = lineEnd(at);
            if (end < 0) {
                next = limit;
                return !stanza.isEmpty();
            }
            line++;
            int after = Math.min(end + 1, limit - start);
            int stop = end > at && buffer[start + end - 1] == '\r' ? end - 1 : end;
            if (stop > at) {
                readLine(at, stop);
            } else if (!stanza.isEmpty()) {
                next = start + after;
                return true;
            }
            if (stanza.isEmpty()) {
                moveStart(start + after);
                at = 0;
            } else {
                at = after;
            }
        }
    }

    private void readLine(int at, int stop) throws MalformedMetadataException {
        byte first = buffer[start + at];
        if (first == '#') {
            inField = false;
        } else if (isBlank(first)) {
            if (!inField) {
                throw new MalformedMetadataException("a continuation line that continues no field");
            }
            extend(at, stop);
        } else {
            if (stanza.isEmpty()) {
                firstLine = line;
            }
            readField(at, stop);
        }
    }

    private void readField(int at, int stop) throws MalformedMetadataException {
        int hash = 0;
        int colon = at;
        while (colon < stop && buffer[start + colon] != ':') {
            byte octet = buffer[start + colon];
            if (octet <= ' ' || octet == 0x7f) {
                break;
            }
            hash = FieldName.hash(hash, octet);
            colon++;
        }
        if (colon == at || colon == stop || buffer[start + colon] != ':') {
            throw new MalformedMetadataException("neither a field nor a continuation: " + shown(at, stop));
        }
        stanza.add(at, colon, hash);
        inField = true;
        extend(colon + 1, stop);
    }

    private void extend(int from, int to) {
        int first = from;
        int end = to;
        while (first < end && isBlank(buffer[start + first])) {
            first++;
        }
        while (end > first && isBlank(buffer[start + end - 1])) {
            end--;
        }
        if (end > first) {
            stanza.extend(first, end);
        }
    }

    /** Where the line ends that starts here, both relative to the stanza; -1 when there is no further line. */
    private int lineEnd(int at) throws IOException {
        int from = at;
        while (true) {
            int end = scan(start + from);
            if (end < limit) {
                return end - start;
            }
            from = limit - start;
            if (ended || !fill()) {
                return from > at ? from : -1;
            }
        }
    }

    /** The position of the next line feed, or the limit. */
    private int scan(int from) throws MalformedMetadataException {
        byte[] octets = buffer;
        int end = limit;
        for (int i = from; i < end; i++) {
            // Both of the two that matter are below most others, and octets above 127 are negative.
            byte octet = octets[i];
            if (octet <= '\n' && octet >= 0) {
                if (octet == '\n') {
                    return i;
                }
                if (octet == 0) {
                    throw new MalformedMetadataException("a NUL");
                }
            }
        }
        return end;
    }

    /** Reads more behind the limit, and makes room for it first; false at the end of the file. */
    private boolean fill() throws IOException {
        if (limit == buffer.length) {
            makeRoom();
        }
        int count = in.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            ended = true;
            return false;
        }
        limit += count;
        return true;
    }

    private void makeRoom() throws MalformedMetadataException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, limit - start);
            limit -= start;
            moveStart(0);
        } else if (buffer.length < maxBytes + EMPTY_LINE) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(maxBytes + EMPTY_LINE, 2L * buffer.length));
            moveStart(0);
        } else {
            throw new MalformedMetadataException("a stanza is longer than the limit of " + maxBytes + " bytes");
        }
    }

    private void moveStart(int newStart) {
        start = newStart;
        stanza.place(buffer, newStart);
    }

    private String shown(int from, int to) {
        var slice = new Slice();
        slice.set(buffer, start + from, start + to);
        return slice.shown();
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t' || octet == '\r';
    }
}
