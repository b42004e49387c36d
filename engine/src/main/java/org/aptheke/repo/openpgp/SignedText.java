package org.aptheke.repo.openpgp;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;

/**
 * What was signed: the bytes of a {@code Release} file, or of an {@code InRelease} without its frame, which end with a
 * line feed. Immutable, and equal to another with the same bytes.
 */
public final class SignedText {
    private final byte[] bytes;

    private SignedText(byte[] bytes) {
        this.bytes = bytes;
    }

    public static SignedText of(byte[] bytes) {
        return new SignedText(bytes.clone());
    }

    public int size() {
        return bytes.length;
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedText text && Arrays.equals(bytes, text.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
