package org.aptheke.repo.openpgp;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names one key for good: the digest of its public part, of 40 hexadecimal digits (64 for keys of version 6).
 * Immutable.
 *
 * @param hex in upper case
 */
public record Fingerprint(String hex) {
    private static final int VERSION_4_DIGITS = 40;
    private static final int ID_DIGITS = 16;
    private static final Pattern FORM = Pattern.compile("[0-9A-F]{40}(?:[0-9A-F]{24})?");

    public Fingerprint {
        hex = hex.toUpperCase(Locale.ROOT);
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("a fingerprint has 40 or 64 hexadecimal digits, this is " + hex);
        }
    }

    static Fingerprint of(byte[] bytes) {
        return new Fingerprint(HexFormat.of().formatHex(bytes));
    }

    /** The last digits of a version 4 fingerprint, the first of a version 6 one (RFC 9580, 5.5.4). */
    public KeyId keyId() {
        int from = hex.length() == VERSION_4_DIGITS ? VERSION_4_DIGITS - ID_DIGITS : 0;
        return new KeyId(Long.parseUnsignedLong(hex, from, from + ID_DIGITS, ID_DIGITS));
    }

    byte[] toBytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
