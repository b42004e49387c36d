package org.aptheke.origin.client;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;

/**
 * A public key that is expected in a chain, as the SHA-256 of its {@code SubjectPublicKeyInfo} (RFC 7469, 2.4).
 *
 * @param sha256 in base64
 */
public record Pin(String sha256) {
    /**
     * Whether a chain has one of the keys. Of what the peer sent counts only what signed the peer's own certificate, step
     * by step: anybody can send a stranger's certificate along.
     */
    static boolean isIn(List<Pin> pins, Certificate[] chain) {
        for (int i = 0; i < chain.length; i++) {
            if (i > 0 && !isSignedBy(chain[i - 1], chain[i])) {
                break;
            }
            if (pins.contains(of(chain[i]))) {
                return true;
            }
        }
        return false;
    }

    /** Says which key was shown instead. */
    static String refusal(String table, Certificate[] chain) {
        return "none of the pinned keys is in its chain ([[" + table + "]] pin_sha256); its own is "
                + of(chain[0]).sha256;
    }

    static Pin of(Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(certificate.getPublicKey().getEncoded());
            return new Pin(Base64.getEncoder().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static boolean isSignedBy(Certificate certificate, Certificate signer) {
        try {
            certificate.verify(signer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
