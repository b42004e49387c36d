/**
 * What the operator has laid down about asking certain origins, and what was learned about them: which are asked by
 * https although the client wrote http, and with whose credentials. Each rule is a value; what applies it is an
 * {@link org.aptheke.origin.OriginClient} around another, so that it holds for every way in and after every redirect.
 * Start with {@link org.aptheke.upstream.UpgradingClient}.
 */
@NullMarked
package org.aptheke.upstream;

import org.jspecify.annotations.NullMarked;
