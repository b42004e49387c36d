package org.aptheke.repo.apt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.aptheke.digest.DigestAlgorithm;

/**
 * A piece of a byte array, not copied, and so valid only until the owner of the array goes on. Reading an index makes no
 * object for each field because of it. Mutable, for one thread.
 */
final class Slice {
    private static final byte[] NO_BYTES = {};

    /** The value of each hexadecimal digit; -1 for all other octets. */
    private static final byte[] HEX_DIGITS = hexDigits();

    private static final int SHOWN = 100;

    byte[] bytes = NO_BYTES;
    int start;
    int end;

    static Slice of(String text) {
        var slice = new Slice();
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        slice.set(utf8, 0, utf8.length);
        return slice;
    }

    void set(byte[] newBytes, int newStart, int newEnd) {
        bytes = newBytes;
        start = newStart;
        end = newEnd;
    }

    int length() {
        return end - start;
    }

    boolean isEmpty() {
        return end == start;
    }

    String text() {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, start, end - start).slice();
    }

    boolean hasSameBytes(Slice other) {
        return Arrays.equals(bytes, start, end, other.bytes, other.start, other.end);
    }

    boolean contains(char octet) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == octet) {
                return true;
            }
        }
        return false;
    }

    /** The decimal number that this is, as sizes are written. */
    long number() throws MalformedMetadataException {
        long number = 0;
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new MalformedMetadataException("not a size: " + shown());
            }
            if (number > (Long.MAX_VALUE - digit) / 10) {
                throw new MalformedMetadataException("the size is larger than any file: " + shown());
            }
            number = number * 10 + digit;
        }
        if (isEmpty()) {
            throw new MalformedMetadataException("no size where one belongs");
        }
        return number;
    }

    /** Writes the digest whose hexadecimal digits these are. */
    void digest(DigestAlgorithm algorithm, byte[] target, int at) throws MalformedMetadataException {
        if (length() != 2 * algorithm.bytes()) {
            throw new MalformedMetadataException("a digest of %s has %d digits, not %d: %s"
                    .formatted(algorithm.repositoryName(), 2 * algorithm.bytes(), length(), shown()));
        }
        for (int i = 0; i < algorithm.bytes(); i++) {
            int high = HEX_DIGITS[bytes[start + 2 * i] & 0xff];
            int low = HEX_DIGITS[bytes[start + 2 * i + 1] & 0xff];
            if (high < 0 || low < 0) {
                throw new MalformedMetadataException("not hexadecimal: " + shown());
            }
            target[at + i] = (byte) (high << 4 | low);
        }
    }

    /** For messages: short, on one line, and without what could steer a terminal. */
    String shown() {
        var text = new String(bytes, start, Math.min(length(), SHOWN), StandardCharsets.UTF_8);
        String printable = text.chars()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return "\"" + printable + (length() > SHOWN ? "…" : "") + "\"";
    }

    @Override
    public String toString() {
        return text();
    }

    private static byte[] hexDigits() {
        var values = new byte[256];
        for (int c = 0; c < values.length; c++) {
            values[c] = (byte) (c < 128 ? Character.digit(c, 16) : -1);
        }
        return values;
    }
}
