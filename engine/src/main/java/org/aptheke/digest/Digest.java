package org.aptheke.digest;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;

/** A SHA-256 digest, as four longs: small, comparable, and usable as a key of maps. Immutable. */
public record Digest(long a, long b, long c, long d) implements Comparable<Digest> {
    /** The digest of no bytes at all. */
    public static final Digest EMPTY = ofHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    /** The digest in these bytes: exactly 32. */
    public static Digest ofBytes(byte[] bytes) {
        if (bytes.length != 32) {
            throw new IllegalArgumentException("a SHA-256 digest has 32 bytes, not " + bytes.length);
        }
        var buffer = ByteBuffer.wrap(bytes);
        return new Digest(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    /** The digest in these hexadecimal digits: exactly 64, of either case. */
    public static Digest ofHex(String hex) {
        return ofBytes(HexFormat.of().parseHex(hex));
    }

    public byte[] toBytes() {
        return ByteBuffer.allocate(32)
                .putLong(a)
                .putLong(b)
                .putLong(c)
                .putLong(d)
                .array();
    }

    public String toHex() {
        return HexFormat.of().formatHex(toBytes());
    }

    /** As in the field {@code Repr-Digest} (RFC 9530). */
    public String toReprDigest() {
        return "sha-256=:" + Base64.getEncoder().encodeToString(toBytes()) + ":";
    }

    @Override
    public int compareTo(Digest other) {
        int order = Long.compareUnsigned(a, other.a);
        order = order != 0 ? order : Long.compareUnsigned(b, other.b);
        order = order != 0 ? order : Long.compareUnsigned(c, other.c);
        return order != 0 ? order : Long.compareUnsigned(d, other.d);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
