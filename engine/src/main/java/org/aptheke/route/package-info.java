/**
 * What a request on the data port means: which host and path, cached or tunnelled or refused, and who may ask. Pure and
 * quick, because listeners ask it on their event loops; uses {@code http}, the addresses of {@code origin}, and the names
 * of {@code remap}. Start with {@link org.aptheke.route.Router}.
 */
@NullMarked
package org.aptheke.route;

import org.jspecify.annotations.NullMarked;
