package org.aptheke.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text of ASCII alone that is put together as the octets it will be. For use by one thread. */
final class AsciiLines {
    private static final int LONGEST_NUMBER = 20;

    /** The first place is for the end of a line that a failed write has left open. */
    private static final int BEGIN = 1;

    private byte[] octets;
    private int end = BEGIN;

    AsciiLines(int capacity) {
        octets = new byte[BEGIN + capacity];
        octets[0] = '\n';
    }

    int length() {
        return end - BEGIN;
    }

    void clear() {
        end = BEGIN;
    }

    /** A view of what is there, valid until the next change. */
    ByteBuffer octets(boolean afterOpenLine) {
        int begin = afterOpenLine ? 0 : BEGIN;
        return ByteBuffer.wrap(octets, begin, end - begin);
    }

    @SuppressWarnings(
            "deprecation") // takes the low octet of each character: there is no other in ASCII, and no array on the way
    AsciiLines add(String ascii) {
        reserve(ascii.length());
        ascii.getBytes(0, ascii.length(), octets, end);
        end += ascii.length();
        return this;
    }

    AsciiLines add(char ascii) {
        reserve(1);
        octets[end++] = (byte) ascii;
        return this;
    }

    /** Not negative. */
    AsciiLines number(long number) {
        reserve(LONGEST_NUMBER);
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits(number, digits);
    }

    /** So many of its last digits. */
    AsciiLines digits(long number, int digits) {
        reserve(digits);
        long rest = number;
        for (int at = end + digits - 1; at >= end; at--) {
            octets[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        end += digits;
        return this;
    }

    private void reserve(int more) {
        if (octets.length - end < more) {
            octets = Arrays.copyOf(octets, Math.max(2 * octets.length, end + more));
        }
    }

    @Override
    public String toString() {
        return new String(octets, BEGIN, length(), StandardCharsets.US_ASCII);
    }
}
