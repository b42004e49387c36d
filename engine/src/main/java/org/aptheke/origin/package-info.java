/**
 * The port to origin servers, and the rules about which of them may be reached. Start with
 * {@link org.aptheke.origin.OriginClient}.
 */
@NullMarked
package org.aptheke.origin;

import org.jspecify.annotations.NullMarked;
