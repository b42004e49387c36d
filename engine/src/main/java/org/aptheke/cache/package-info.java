/**
 * The rules of RFC 9111 as a shared cache, and of RFC 9211: what may be stored, what may be reused, how fresh it is.
 * Pure: no I/O, time is passed in. Start with {@link org.aptheke.cache.Reuse}.
 */
@NullMarked
package org.aptheke.cache;

import org.jspecify.annotations.NullMarked;
