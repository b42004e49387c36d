package org.aptheke.bundle;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Consumer;
import org.aptheke.digest.Digest;

/** Many digests in little memory, in order, as they stand in a file: 32 bytes each. Immutable. */
final class DigestSet {
    static final DigestSet EMPTY = new DigestSet(new byte[0]);

    private static final int BYTES = 32;

    private final byte[] sorted;

    private DigestSet(byte[] sorted) {
        this.sorted = sorted;
    }

    static DigestSet of(Collection<Digest> digests) {
        var bytes = ByteBuffer.allocate(digests.size() * BYTES);
        digests.stream().sorted().forEach(digest -> bytes.put(digest.toBytes()));
        return new DigestSet(bytes.array());
    }

    /** What {@link #bytes} gave. */
    static DigestSet ofBytes(byte[] bytes) {
        if (bytes.length % BYTES != 0) {
            throw new IllegalArgumentException(bytes.length + " bytes are no digests");
        }
        return new DigestSet(bytes);
    }

    byte[] bytes() {
        return sorted.clone();
    }

    int size() {
        return sorted.length / BYTES;
    }

    private Digest at(int index) {
        return Digest.ofBytes(Arrays.copyOfRange(sorted, index * BYTES, (index + 1) * BYTES));
    }

    void forEach(Consumer<Digest> each) {
        for (int i = 0; i < size(); i++) {
            each.accept(at(i));
        }
    }

    boolean contains(Digest digest) {
        int low = 0;
        int high = size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = at(middle).compareTo(digest);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }
}
