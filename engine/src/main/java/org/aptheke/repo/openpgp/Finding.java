package org.aptheke.repo.openpgp;

/**
 * A signature by a known key that does not count.
 *
 * @param detail what is wrong with it, in words
 */
public record Finding(Fault fault, Signer signer, String detail) {
    @Override
    public String toString() {
        return detail + ": " + signer;
    }
}
