/**
 * Keeping house: what of the store is still wanted, and taking out what is not; scrubbing what stays. Each is a job of
 * {@code jobs}; all removal goes through {@code Removal}. May use the ports of {@code store}, {@code suite} and
 * {@code fetch}. Start with {@code Survey}, then {@link org.aptheke.keep.ExpireJob}.
 */
@NullMarked
package org.aptheke.keep;

import org.jspecify.annotations.NullMarked;
