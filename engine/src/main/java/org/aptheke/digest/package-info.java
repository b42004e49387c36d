/**
 * Content digests. Pure; every other package may use it. Start with {@link org.aptheke.digest.Digest}.
 */
@NullMarked
package org.aptheke.digest;

import org.jspecify.annotations.NullMarked;
