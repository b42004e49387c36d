package org.aptheke.repo.openpgp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.PublicKeyUtils;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyConverter;

/**
 * A primary key with its subkeys, names and the signatures that bind them to it. Kept as bytes, because the library's
 * signature objects hold the state of the computation that checks them. Immutable.
 */
final class Certificate {
    private final byte[] bytes;
    private final Fingerprint primary;
    private final List<Fingerprint> signingKeys;

    private Certificate(byte[] bytes, Fingerprint primary, List<Fingerprint> signingKeys) {
        this.bytes = bytes;
        this.primary = primary;
        this.signingKeys = List.copyOf(signingKeys);
    }

    /**
     * Takes what was read.
     *
     * @throws PGPException when the primary key is of a kind that nothing can be computed with
     */
    static Certificate of(PGPPublicKeyRing ring) throws IOException, PGPException {
        var primary = ring.getPublicKey();
        requireUsable(primary);
        var signingKeys = new ArrayList<Fingerprint>();
        for (var key : ring) {
            if (isSigningKey(key)) {
                signingKeys.add(Fingerprint.of(key.getFingerprint()));
            }
        }
        return new Certificate(ring.getEncoded(), Fingerprint.of(primary.getFingerprint()), signingKeys);
    }

    Fingerprint primary() {
        return primary;
    }

    /** Those that can be computed with. A signature by any other is one by an unknown key: it cannot be called bad. */
    List<Fingerprint> signingKeys() {
        return signingKeys;
    }

    /** A new object that the caller alone uses. */
    PGPPublicKeyRing open() {
        try {
            return new PGPPublicKeyRing(bytes, new BcKeyFingerprintCalculator());
        } catch (IOException e) {
            throw new IllegalStateException(primary + " was read before", e);
        }
    }

    /** What this and another copy say together, such as a later date of expiry; empty when they do not go together. */
    Optional<Certificate> joined(Certificate copy) {
        if (Arrays.equals(bytes, copy.bytes)) {
            return Optional.of(this);
        }
        try {
            return Optional.of(of(PGPPublicKeyRing.join(open(), copy.open())));
        } catch (IOException | PGPException | RuntimeException _) {
            return Optional.empty();
        }
    }

    private static boolean isSigningKey(PGPPublicKey key) {
        try {
            requireUsable(key);
            return PublicKeyUtils.isSigningAlgorithm(key.getAlgorithm());
        } catch (PGPException _) {
            return false;
        }
    }

    private static void requireUsable(PGPPublicKey key) throws PGPException {
        try {
            new BcPGPKeyConverter().getPublicKey(key);
        } catch (RuntimeException e) {
            // Numbers out of range, unknown curves: unchecked in the library.
            throw new PGPException("unusable key", e);
        }
    }
}
