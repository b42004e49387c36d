package org.aptheke.digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Computes a {@link Digest} while bytes pass by, and where wanted the digests of other algorithms. Not thread-safe. */
public final class Digester {
    private final MessageDigest sha256;
    private final Map<DigestAlgorithm, MessageDigest> others = new EnumMap<>(DigestAlgorithm.class);

    public Digester() {
        this(Set.of());
    }

    /** Computes these as well, over the same bytes in the same pass. */
    public Digester(Collection<DigestAlgorithm> also) {
        sha256 = instance(DigestAlgorithm.SHA256);
        for (var algorithm : also) {
            if (algorithm != DigestAlgorithm.SHA256) {
                others.put(algorithm, instance(algorithm));
            }
        }
    }

    private Digester(Digester original) {
        sha256 = clone(original.sha256);
        original.others.forEach((algorithm, digest) -> others.put(algorithm, clone(digest)));
    }

    private static MessageDigest instance(DigestAlgorithm algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.standardName());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm.standardName(), e);
        }
    }

    private static MessageDigest clone(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's " + digest.getAlgorithm() + " can be cloned", e);
        }
    }

    /** Takes the remaining bytes of the buffer and moves its position to the limit. */
    public void update(ByteBuffer bytes) {
        for (var digest : others.values()) {
            digest.update(bytes.duplicate());
        }
        sha256.update(bytes);
    }

    /** The digest of what came so far; more may follow. */
    public Digest current() {
        return Digest.ofBytes(clone(sha256).digest());
    }

    /** The digests of what came so far, of each algorithm that is computed; more may follow. */
    public List<Checksum> checksums() {
        var checksums = new ArrayList<Checksum>();
        checksums.add(Checksum.of(current()));
        others.forEach((algorithm, digest) -> checksums.add(
                new Checksum(algorithm, HexFormat.of().formatHex(clone(digest).digest()))));
        return checksums;
    }

    /** A digester that has seen the same bytes and goes on by itself. */
    public Digester copy() {
        return new Digester(this);
    }
}
