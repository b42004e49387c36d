/**
 * Which keys count for which repository: keyrings as files of the machine, and the operator's rules. Reads files and logs;
 * uses {@code repo.openpgp} for what is in them. Start with {@link org.aptheke.trust.TrustedKeys}.
 */
@NullMarked
package org.aptheke.trust;

import org.jspecify.annotations.NullMarked;
