package org.aptheke.digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Computes a {@link Digest} while bytes pass by. Not thread-safe. */
public final class Digester {
    private final MessageDigest sha256;

    public Digester() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private Digester(MessageDigest sha256) {
        this.sha256 = sha256;
    }

    /** Takes the remaining bytes of the buffer and moves its position to the limit. */
    public void update(ByteBuffer bytes) {
        sha256.update(bytes);
    }

    /** The digest of what came so far; more may follow. */
    public Digest current() {
        return Digest.ofBytes(copy().sha256.digest());
    }

    /** A digester that has seen the same bytes and goes on by itself. */
    public Digester copy() {
        try {
            return new Digester((MessageDigest) sha256.clone());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 can be cloned", e);
        }
    }
}
