package org.aptheke.repo.apt;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The name of a field of a stanza; names are compared without regard to case. Immutable. */
final class FieldName {
    private final String name;
    private final byte[] lowerCase;
    private final int hash;

    private FieldName(String name) {
        this.name = name;
        lowerCase = name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
        int code = 0;
        for (byte octet : lowerCase) {
            code = hash(code, octet);
        }
        hash = code;
    }

    static FieldName of(String name) {
        return new FieldName(name);
    }

    /** The hash of a name that goes on with this octet; the same for both cases of a letter. */
    static int hash(int before, byte octet) {
        return 31 * before + (octet | 0x20);
    }

    int hash() {
        return hash;
    }

    boolean isAt(byte[] bytes, int start, int end) {
        if (end - start != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if (lowerCase(bytes[start + i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    static byte lowerCase(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet | 0x20) : octet;
    }

    @Override
    public String toString() {
        return name;
    }
}
