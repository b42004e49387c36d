package org.aptheke.repo.openpgp;

import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SignatureSubpacket;
import org.bouncycastle.bcpg.sig.NotationData;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.PGPContentVerifierBuilderProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/** Whether one signature fits one thing, whatever the key is worth. A signature that cannot be computed does not fit. */
final class SignatureMath {
    /** Those that apt trusts, and what came after them; not SHA-1, MD5 and RIPEMD-160. */
    private static final Set<Integer> STRONG_DIGESTS = Set.of(
            HashAlgorithmTags.SHA224,
            HashAlgorithmTags.SHA256,
            HashAlgorithmTags.SHA384,
            HashAlgorithmTags.SHA512,
            HashAlgorithmTags.SHA3_256,
            HashAlgorithmTags.SHA3_512);

    // To forge what an owner says of the own key, a second preimage is needed; gpgv takes these too.
    private static final Set<Integer> ALSO_FOR_KEYS = Set.of(HashAlgorithmTags.SHA1, HashAlgorithmTags.RIPEMD160);

    private static final PGPContentVerifierBuilderProvider VERIFIERS = new BcPGPContentVerifierBuilderProvider();

    private SignatureMath() {}

    @FunctionalInterface
    private interface Computation {
        boolean fits() throws PGPException;
    }

    static boolean hasStrongDigest(PGPSignature signature) {
        return STRONG_DIGESTS.contains(signature.getHashAlgorithm());
    }

    static String digestName(PGPSignature signature) {
        return switch (signature.getHashAlgorithm()) {
            case HashAlgorithmTags.MD5 -> "MD5";
            case HashAlgorithmTags.SHA1 -> "SHA-1";
            case HashAlgorithmTags.RIPEMD160 -> "RIPEMD-160";
            default -> "number " + signature.getHashAlgorithm();
        };
    }

    /** Whether it asks to be refused by whoever does not understand a part of it (RFC 9580, 5.2.3.7). */
    static boolean demandsMore(PGPSignature signature) {
        var hashed = signature.getHashedSubPackets();
        if (hashed == null) {
            return false;
        }
        for (var part : hashed.toArray()) {
            boolean unknown = part.getClass() == SignatureSubpacket.class || part instanceof NotationData;
            if (part.isCritical() && unknown) {
                return true;
            }
        }
        return false;
    }

    static boolean fitsText(PGPSignature signature, PGPPublicKey signer, byte[] text) {
        return computed(() -> {
            signature.init(VERIFIERS, signer);
            signature.update(text);
            return signature.verify();
        });
    }

    static boolean fitsKey(PGPSignature signature, PGPPublicKey key) {
        return speaksOfKeys(signature)
                && computed(() -> {
                    signature.init(VERIFIERS, key);
                    return signature.verifyCertification(key);
                });
    }

    static boolean fitsName(PGPSignature signature, PGPPublicKey key, byte[] name) {
        return speaksOfKeys(signature)
                && computed(() -> {
                    signature.init(VERIFIERS, key);
                    return signature.verifyCertification(name, key);
                });
    }

    /** A statement that primary key and subkey belong together, by either of the two. */
    static boolean fitsPair(PGPSignature signature, PGPPublicKey signer, PGPPublicKey primary, PGPPublicKey subkey) {
        return speaksOfKeys(signature)
                && computed(() -> {
                    signature.init(VERIFIERS, signer);
                    return signature.verifyCertification(primary, subkey);
                });
    }

    /** Signatures of version 3 say too little: neither when a key expires nor what it is for. */
    private static boolean speaksOfKeys(PGPSignature signature) {
        boolean digest = hasStrongDigest(signature) || ALSO_FOR_KEYS.contains(signature.getHashAlgorithm());
        return digest
                && signature.getVersion() >= 4
                && signature.getHashedSubPackets().getSignatureCreationTime() != null
                && !demandsMore(signature);
    }

    private static boolean computed(Computation computation) {
        try {
            return computation.fits();
        } catch (PGPException | RuntimeException _) {
            // Numbers out of range, a signature of another algorithm than the key, …: unchecked in the library.
            return false;
        }
    }
}
