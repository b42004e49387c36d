package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first part of a head, which is made when the answer is sent: status line, Date, Age, Connection, and what is said of
 * the content's length and place. Put together in an array, because that is cheaper than in a buffer that checks each
 * step; to be begun anew for each answer. For use by one thread.
 */
final class Lead {
    /** More than all of it together: the longest line is the one of {@code Content-Range}, with three numbers. */
    static final int MOST_BYTES = 512;

    private static final int LONGEST_NUMBER = 20;
    private static final byte[] CRLF = ascii("\r\n");
    private static final byte[] AGE = ascii("Age: ");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
    private static final byte[] CONTENT_RANGE = ascii("Content-Range: bytes ");

    private final byte[] octets = new byte[MOST_BYTES];
    private int length;

    /** What is said of the connection in an answer. */
    enum Persistence {
        /** The version's default holds. */
        UNSAID,
        KEEP_ALIVE,
        CLOSE
    }

    /** {@code age} is left out when negative. */
    Lead begin(int status, byte[] dateLine, long age, Persistence persistence) {
        length = 0;
        add(Heads.statusLine(status));
        add(dateLine);
        if (age >= 0) {
            add(AGE);
            number(age);
            add(CRLF);
        }
        switch (persistence) {
            case UNSAID -> {}
            case KEEP_ALIVE -> add(KEEP_ALIVE);
            case CLOSE -> add(CLOSE);
        }
        return this;
    }

    void contentLength(long bytes) {
        add(CONTENT_LENGTH);
        number(bytes);
        add(CRLF);
    }

    /** The bytes from the first to before the end, of so many. */
    void contentRange(long first, long end, long size) {
        add(CONTENT_RANGE);
        number(first);
        octets[length++] = '-';
        number(end - 1);
        octets[length++] = '/';
        number(size);
        add(CRLF);
    }

    ByteBuf toBuffer(ByteBufAllocator allocator) {
        return allocator.directBuffer(length).writeBytes(octets, 0, length);
    }

    void putInto(ByteBuffer buffer) {
        buffer.put(octets, 0, length);
    }

    private void add(byte[] text) {
        System.arraycopy(text, 0, octets, length, text.length);
        length += text.length;
    }

    /** Not negative. Written from its end, behind the room that the longest takes, and then moved to its place. */
    private void number(long number) {
        int end = length + LONGEST_NUMBER;
        int at = end;
        long rest = number;
        do {
            octets[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        System.arraycopy(octets, at, octets, length, end - at);
        length += end - at;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
