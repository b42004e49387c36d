/**
 * What a request on the data port means: which host and path, cached or tunnelled or refused. Start with
 * {@link org.aptheke.route.Router}.
 */
@NullMarked
package org.aptheke.route;

import org.jspecify.annotations.NullMarked;
