package org.aptheke.repo.openpgp;

/** Why a signature by a known key does not count; the gravest first. */
public enum Fault {
    /** It does not fit the text: one of the two was changed. */
    BAD,
    /** The key was revoked. */
    REVOKED,
    /** The key or the signature has expired. */
    EXPIRED,
    /** Made with a digest or a key that can be forged: SHA-1, MD5, a very short key. */
    WEAK,
    /** The key is not one that may sign, or does not belong to its certificate. */
    UNUSABLE
}
