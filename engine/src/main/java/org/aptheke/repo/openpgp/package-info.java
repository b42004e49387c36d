/**
 * Whether a release file is signed by a key that counts: keyrings, clear-signed and detached signatures, and what
 * follows from a verdict. Pure knowledge like the rest of {@code repo}; the only user of Bouncy Castle.
 * Start with {@link org.aptheke.repo.openpgp.SignatureVerifier} and {@link org.aptheke.repo.openpgp.SignatureVerdict}.
 */
@NullMarked
package org.aptheke.repo.openpgp;

import org.jspecify.annotations.NullMarked;
