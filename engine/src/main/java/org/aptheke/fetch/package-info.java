/**
 * One download per key, however many clients wait for it: a fetch belongs to the store, its readers follow the
 * growing file. Uses the ports {@code store} and {@code origin}. Start with {@link org.aptheke.fetch.Fetches}.
 */
@NullMarked
package org.aptheke.fetch;

import org.jspecify.annotations.NullMarked;
