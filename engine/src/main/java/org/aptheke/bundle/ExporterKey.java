package org.aptheke.bundle;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The public key of an instance that exports: Ed25519 (RFC 8032). Immutable.
 *
 * @param text for example {@code ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=}
 */
public record ExporterKey(String text) {
    static final int BYTES = 32;

    private static final String ALGORITHM = "ed25519:";

    /** What stands before the 32 bytes of such a key in its usual encoding (RFC 8410, 4). */
    private static final byte[] ENCODING = HexFormat.of().parseHex("302a300506032b6570032100");

    public ExporterKey {
        if (bytes(text).isEmpty()) {
            throw new IllegalArgumentException("not the public key of an exporter: " + text);
        }
    }

    /** The key in such a text; empty when it is none. */
    public static Optional<ExporterKey> of(String text) {
        return bytes(text).isPresent() ? Optional.of(new ExporterKey(text)) : Optional.empty();
    }

    static ExporterKey of(byte[] bytes) {
        return new ExporterKey(ALGORITHM + Base64.getEncoder().encodeToString(bytes));
    }

    static ExporterKey of(PublicKey key) {
        var encoded = key.getEncoded();
        return of(Arrays.copyOfRange(encoded, ENCODING.length, encoded.length));
    }

    private static Optional<byte[]> bytes(String text) {
        if (!text.startsWith(ALGORITHM)) {
            return Optional.empty();
        }
        try {
            var bytes = Base64.getDecoder().decode(text.substring(ALGORITHM.length()));
            return Optional.of(bytes).filter(decoded -> decoded.length == BYTES);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    byte[] toBytes() {
        return bytes(text).orElseThrow();
    }

    /** Whether the signature over these bytes is of this key. */
    boolean hasSigned(byte[] message, byte[] signature) {
        try {
            var encoded = Arrays.copyOf(ENCODING, ENCODING.length + BYTES);
            System.arraycopy(toBytes(), 0, encoded, ENCODING.length, BYTES);
            var verifier = Signature.getInstance(SigningKey.ALGORITHM);
            verifier.initVerify(
                    KeyFactory.getInstance(SigningKey.ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded)));
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // A key that is no point of the curve, or a signature that is none.
            return false;
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
