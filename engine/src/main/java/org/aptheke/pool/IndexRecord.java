package org.aptheke.pool;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.repo.Expectation;

/**
 * One path with its promise in a file ({@link IndexFormat} shows it), read in place: functions of the memory and the
 * position where the record begins.
 */
final class IndexRecord {
    /** Of the longest record there can be: all digests, the longest path. */
    static final int MOST_BYTES = 11 + PathBytes.MOST + 16 + 20 + 32 + 64;

    private static final int PATH = 11;
    private static final int SIZED = 1 << 7;
    private static final DigestAlgorithm[] WEAKEST_FIRST = DigestAlgorithm.values();

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private IndexRecord() {}

    /** Appends a record; the buffer is little-endian and has room for the longest. */
    static void put(ByteBuffer target, PathBytes path, Expectation promise) {
        int flags = promise.size().isPresent() ? SIZED : 0;
        for (var sum : promise.checksums()) {
            flags |= flag(sum.algorithm());
        }
        target.putShort((short) path.length());
        target.put((byte) flags);
        target.putLong(promise.size().orElse(0));
        target.put(path.segment().asByteBuffer().limit(path.length()));
        for (var sum : promise.checksums()) {
            target.put(HexFormat.of().parseHex(sum.hex()));
        }
    }

    static boolean isOf(MemorySegment file, long at, PathBytes path) {
        int length = pathLength(file, at);
        return length == path.length()
                && MemorySegment.mismatch(path.segment(), 0, length, file, at + PATH, at + PATH + length) < 0;
    }

    static boolean isSized(MemorySegment file, long at) {
        return (file.get(ValueLayout.JAVA_BYTE, at + 2) & SIZED) != 0;
    }

    /** Zero when {@link #isSized} says no. */
    static long size(MemorySegment file, long at) {
        return file.get(LONG, at + 3);
    }

    /** Where the digest of this algorithm begins; -1 when the index has none. */
    static long digestPosition(MemorySegment file, long at, DigestAlgorithm algorithm) {
        int flags = file.get(ValueLayout.JAVA_BYTE, at + 2);
        if ((flags & flag(algorithm)) == 0) {
            return -1;
        }
        // The strongest digest comes first: what is stronger stands before.
        return at + PATH + pathLength(file, at) + digestBytes(flags & -(flag(algorithm) << 1));
    }

    static int length(MemorySegment file, long at) {
        return PATH + pathLength(file, at) + digestBytes(file.get(ValueLayout.JAVA_BYTE, at + 2));
    }

    static String path(MemorySegment file, long at) {
        var bytes = file.asSlice(at + PATH, pathLength(file, at)).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static Expectation promise(MemorySegment file, long at) {
        var sums = new ArrayList<Checksum>(1);
        for (var algorithm : WEAKEST_FIRST) {
            long from = digestPosition(file, at, algorithm);
            if (from >= 0) {
                var bytes = file.asSlice(from, algorithm.bytes()).toArray(ValueLayout.JAVA_BYTE);
                sums.add(new Checksum(algorithm, HexFormat.of().formatHex(bytes)));
            }
        }
        return new Expectation(sums, isSized(file, at) ? OptionalLong.of(size(file, at)) : OptionalLong.empty());
    }

    private static int pathLength(MemorySegment file, long at) {
        return Short.toUnsignedInt(file.get(SHORT, at));
    }

    private static int digestBytes(int flags) {
        int bytes = 0;
        for (var algorithm : WEAKEST_FIRST) {
            bytes += (flags & flag(algorithm)) != 0 ? algorithm.bytes() : 0;
        }
        return bytes;
    }

    /** Written out, because files outlive the order of an enumeration. */
    private static int flag(DigestAlgorithm algorithm) {
        return switch (algorithm) {
            case MD5 -> 1;
            case SHA1 -> 2;
            case SHA256 -> 4;
            case SHA512 -> 8;
        };
    }
}
