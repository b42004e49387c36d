package org.aptheke.repo.openpgp;

import java.time.Instant;
import java.util.List;
import org.bouncycastle.openpgp.PGPSignature;

/**
 * Checks the signatures of release files as apt does with gpgv: one good signature by a known key is enough, whatever
 * unknown, expired or weak ones stand beside it; but one by a known key that does not fit the text spoils the file. Pure,
 * for any number of threads; a check costs some milliseconds of computation.
 */
public final class SignatureVerifier {
    private SignatureVerifier() {}

    /** Checks a clear-signed file. Nothing may stand before or behind the signed message, as apt demands too. */
    public static SignatureVerdict verifyInRelease(byte[] inRelease, Keyrings keyrings, Instant now) {
        try {
            var file = ClearSignedFile.split(inRelease);
            var signatures = SignaturePackets.ofArmored(file.signatures());
            return verdict(signatures, new SignatureTally(file.signedBytes(), keyrings, now), file.text());
        } catch (MalformedSignatureException e) {
            return new SignatureVerdict.Malformed(e.reason());
        }
    }

    /** Checks a {@code Release} with its {@code Release.gpg}, which may be armored or, other than for apt, binary. */
    public static SignatureVerdict verifyDetached(byte[] release, byte[] signature, Keyrings keyrings, Instant now) {
        try {
            boolean binary = signature.length > 0 && (signature[0] & 0x80) != 0;
            var signatures = binary
                    ? SignaturePackets.ofBinary(signature)
                    : SignaturePackets.ofArmored(SignatureArmor.blocks(new TrimmedLines(signature)));
            return verdict(signatures, new SignatureTally(release, keyrings, now), SignedText.of(release));
        } catch (MalformedSignatureException e) {
            return new SignatureVerdict.Malformed(e.reason());
        }
    }

    /** The verdict on a {@code Release} of a repository that has no {@code Release.gpg}. */
    public static SignatureVerdict unsigned(byte[] release) {
        return new SignatureVerdict.Unsigned(SignedText.of(release));
    }

    /**
     * Checks a sample, which loads all the classes that a check needs: most of a second of computation that the first
     * release file then does not wait for.
     *
     * @throws IllegalStateException when a good signature is not found good: nothing can be checked here
     */
    public static void warmUp() {
        try {
            var verdict = WarmUpSample.verify();
            if (!(verdict instanceof SignatureVerdict.Good)) {
                throw new IllegalStateException("signatures cannot be checked here: " + verdict.summary());
            }
        } catch (KeyringFormatException e) {
            throw new IllegalStateException("signatures cannot be checked here", e);
        }
    }

    private static SignatureVerdict verdict(List<PGPSignature> signatures, SignatureTally tally, SignedText text) {
        signatures.forEach(tally::add);
        return tally.verdict(text);
    }
}
