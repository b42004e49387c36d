package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import java.util.regex.Pattern;
import org.aptheke.http.Fields;

/**
 * Cuts the bytes of one connection into requests (RFC 9112). Strict: what two recipients could read differently is
 * refused, so that nobody can hide a request from a cache in front of this one or behind it. A line ends with CRLF and
 * nothing else; there is no line folding; lengths are plain digits, said once. Content is counted and thrown away.
 * Used by one thread; after {@link Parsed.Malformed} it is of no further use.
 */
final class RequestParser {
    private static final int MAX_EMPTY_LINES = 4;
    private static final RequestHead NO_HEAD = RequestHead.unreadable("", "");
    private static final Fields.Builder NO_FIELDS = Fields.builder();
    private static final int CHUNK_LINE_BYTES = 256;
    /** Chunk size and extensions (RFC 9112, 7.1), without optional white space. */
    private static final Pattern CHUNK_LINE =
            Pattern.compile("([0-9A-Fa-f]{1,8})(?:;[!#$%&'*+.^_`|~0-9A-Za-z-]++(?:=(?:[!#$%&'*+.^_`|~0-9A-Za-z-]++"
                    + "|\"[\\t !\\x23-\\x5b\\x5d-\\x7e]*+\"))?)*+");

    private enum State {
        REQUEST_LINE,
        FIELDS,
        LENGTH_CONTENT,
        CHUNK_LINE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILERS
    }

    private final ListenerLimits limits;
    private final KnownSections known;
    private State state = State.REQUEST_LINE;
    private int searched;
    private int emptyLines;
    private RequestLine line = RequestLine.NONE;
    private Fields.Builder fields = NO_FIELDS;
    private int fieldsBytes;
    private int fieldCount;
    /** Where the header section begins in the buffer that is parsed; -1 when that is not known any more. */
    private int sectionStart = -1;

    private RequestHead head = NO_HEAD;
    private long contentLeft;
    private long contentSeen;

    RequestParser(ListenerLimits limits, KnownSections known) {
        this.limits = limits;
        this.known = known;
    }

    /** Whether a request has begun and is not yet complete. */
    boolean midway() {
        return state != State.REQUEST_LINE;
    }

    /** Takes bytes from the buffer up to the end of a request at most. */
    Parsed parse(ByteBuf in) {
        sectionStart = -1;
        try {
            Parsed parsed = Parsed.More.MORE;
            int before;
            do {
                before = in.readableBytes();
                parsed = step(in);
            } while (parsed instanceof Parsed.More && in.readableBytes() < before);
            return parsed;
        } catch (MalformedRequestException e) {
            return new Parsed.Malformed(e.status(), e.reason(), RequestHead.unreadable(line.method(), line.target()));
        }
    }

    private Parsed step(ByteBuf in) throws MalformedRequestException {
        return switch (state) {
            case REQUEST_LINE -> requestLine(in);
            case FIELDS -> field(in);
            case LENGTH_CONTENT -> lengthContent(in);
            case CHUNK_LINE -> chunkLine(in);
            case CHUNK_DATA -> chunkData(in);
            case CHUNK_END -> chunkEnd(in);
            case TRAILERS -> trailer(in);
        };
    }

    private Parsed requestLine(ByteBuf in) throws MalformedRequestException {
        int start = in.readerIndex();
        if (in.isReadable() && in.getByte(start) != '\r' && !Octets.isTokenOctet(in.getByte(start))) {
            throw new MalformedRequestException(400, "the request line does not begin with a method");
        }
        int end = lineEnd(in, limits.requestLineBytes(), 414, "the request line");
        if (end < 0) {
            return Parsed.More.MORE;
        }
        consumeLine(in, end);
        if (end == start) {
            // RFC 9112, 2.2: at least one empty line before the request line is to be ignored.
            if (++emptyLines > MAX_EMPTY_LINES) {
                throw new MalformedRequestException(400, "too many empty lines before the request line");
            }
            return Parsed.More.MORE;
        }
        line = RequestLine.of(in, start, end);
        emptyLines = 0;
        var usual = known.take(line, in);
        if (usual.isPresent()) {
            head = usual.get();
            return complete();
        }
        state = State.FIELDS;
        fields = Fields.builder();
        fieldsBytes = 0;
        fieldCount = 0;
        sectionStart = in.readerIndex();
        return Parsed.More.MORE;
    }

    private Parsed field(ByteBuf in) throws MalformedRequestException {
        int start = in.readerIndex();
        int end = fieldLineEnd(in);
        if (end < 0) {
            return Parsed.More.MORE;
        }
        if (end == start) {
            consumeLine(in, end);
            var parsed = headComplete();
            if (sectionStart >= 0 && parsed instanceof Parsed.Complete(var request)) {
                known.keep(request, in, sectionStart, in.readerIndex());
            }
            return parsed;
        }
        int colon = checkField(in, start, end);
        int from = colon + 1;
        int to = end;
        while (from < to && isBlank(in.getByte(from))) {
            from++;
        }
        while (from < to && isBlank(in.getByte(to - 1))) {
            to--;
        }
        fields.add(Octets.text(in, start, colon), Octets.text(in, from, to));
        consumeLine(in, end);
        return Parsed.More.MORE;
    }

    private Parsed headComplete() throws MalformedRequestException {
        var framing = Framing.of(line, fields.build());
        head = framing.head();
        contentSeen = 0;
        if (framing.content() == Framing.NONE) {
            return complete();
        }
        if (framing.content() == Framing.CHUNKED) {
            state = State.CHUNK_LINE;
        } else {
            contentLeft = framing.content();
            countContent(contentLeft);
            state = State.LENGTH_CONTENT;
        }
        return framing.expectsContinue() ? Parsed.Expecting.EXPECTING : Parsed.More.MORE;
    }

    private Parsed lengthContent(ByteBuf in) {
        skipContent(in);
        return contentLeft == 0 ? complete() : Parsed.More.MORE;
    }

    private Parsed chunkLine(ByteBuf in) throws MalformedRequestException {
        int start = in.readerIndex();
        int end = lineEnd(in, CHUNK_LINE_BYTES, 400, "the line of a chunk size");
        if (end < 0) {
            return Parsed.More.MORE;
        }
        var matcher = CHUNK_LINE.matcher(Octets.text(in, start, end));
        if (!matcher.matches()) {
            throw new MalformedRequestException(400, "a chunk size is malformed");
        }
        contentLeft = Long.parseLong(matcher.group(1), 16);
        countContent(contentLeft);
        consumeLine(in, end);
        state = contentLeft == 0 ? State.TRAILERS : State.CHUNK_DATA;
        return Parsed.More.MORE;
    }

    private Parsed chunkData(ByteBuf in) {
        skipContent(in);
        if (contentLeft == 0) {
            state = State.CHUNK_END;
        }
        return Parsed.More.MORE;
    }

    private Parsed chunkEnd(ByteBuf in) throws MalformedRequestException {
        int start = in.readerIndex();
        boolean bad = (in.isReadable() && in.getByte(start) != '\r')
                || (in.readableBytes() > 1 && in.getByte(start + 1) != '\n');
        if (bad) {
            throw new MalformedRequestException(400, "a chunk is longer than its size");
        }
        if (in.readableBytes() >= 2) {
            in.skipBytes(2);
            state = State.CHUNK_LINE;
        }
        return Parsed.More.MORE;
    }

    private Parsed trailer(ByteBuf in) throws MalformedRequestException {
        int start = in.readerIndex();
        int end = fieldLineEnd(in);
        if (end < 0) {
            return Parsed.More.MORE;
        }
        if (end > start) {
            checkField(in, start, end);
        }
        consumeLine(in, end);
        return end == start ? complete() : Parsed.More.MORE;
    }

    private Parsed complete() {
        state = State.REQUEST_LINE;
        // A connection may be idle for long: it holds nothing of what was.
        var complete = new Parsed.Complete(head);
        line = RequestLine.NONE;
        fields = NO_FIELDS;
        head = NO_HEAD;
        return complete;
    }

    private void skipContent(ByteBuf in) {
        int skipped = (int) Math.min(contentLeft, in.readableBytes());
        in.skipBytes(skipped);
        contentLeft -= skipped;
    }

    private void countContent(long more) throws MalformedRequestException {
        contentSeen += more;
        if (contentSeen > limits.contentBytes()) {
            throw new MalformedRequestException(
                    413, "the request has content of more than " + limits.contentBytes() + " bytes");
        }
    }

    private int fieldLineEnd(ByteBuf in) throws MalformedRequestException {
        int limit = Math.min(limits.fieldBytes(), limits.fieldsBytes() - fieldsBytes);
        int end = lineEnd(in, limit, 431, limit < limits.fieldBytes() ? "the header section" : "a field");
        if (end >= 0) {
            fieldsBytes += end + 2 - in.readerIndex();
        }
        return end;
    }

    /** Returns the index of the colon. */
    private int checkField(ByteBuf in, int start, int end) throws MalformedRequestException {
        if (++fieldCount > limits.fieldCount()) {
            throw new MalformedRequestException(431, "more than " + limits.fieldCount() + " fields");
        }
        if (isBlank(in.getByte(start))) {
            throw new MalformedRequestException(400, "a field is folded, or begins with white space");
        }
        int colon = in.indexOf(start, end, (byte) ':');
        if (colon < 0 || !Octets.isToken(in, start, colon)) {
            throw new MalformedRequestException(400, "a field has no proper name");
        }
        if (!Octets.isFieldValue(in, colon + 1, end)) {
            throw new MalformedRequestException(
                    400, "the value of " + Octets.text(in, start, colon) + " has a control character");
        }
        return colon;
    }

    /** The index of the CR of the CRLF that ends the line; -1 when it has not come yet. */
    private int lineEnd(ByteBuf in, int limit, int tooLong, String what) throws MalformedRequestException {
        int start = in.readerIndex();
        int lf = in.indexOf(start + searched, in.writerIndex(), (byte) '\n');
        int length = lf < 0 ? in.readableBytes() - 1 : lf - 1 - start;
        if (length > limit) {
            throw new MalformedRequestException(tooLong, what + " is longer than " + limit + " bytes");
        }
        if (lf < 0) {
            // What was looked at once is not looked at again: one octet at a time stays linear.
            searched = in.readableBytes();
            return -1;
        }
        if (lf == start || in.getByte(lf - 1) != '\r') {
            throw new MalformedRequestException(400, what + " ends with a bare LF");
        }
        return lf - 1;
    }

    private void consumeLine(ByteBuf in, int end) {
        in.readerIndex(end + 2);
        searched = 0;
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
