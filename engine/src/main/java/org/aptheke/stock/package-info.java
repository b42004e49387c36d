/**
 * What is in the store, for people: found by name, part of a path or digest, with who promises and who shares it, and pinned
 * for them. Uses the ports of the store and the suites. Start with {@link org.aptheke.stock.Stock}.
 */
@NullMarked
package org.aptheke.stock;

import org.jspecify.annotations.NullMarked;
