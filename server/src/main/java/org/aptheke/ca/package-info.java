/**
 * The certificate authority of interception: makes it, keeps it in the data directory, signs the certificates that
 * intercepted clients see, and tells clients how to trust it. Uses the JDK's cryptography and, as the only package, the
 * X.509 part of Bouncy Castle; knows nothing else of the program. Start with {@link org.aptheke.ca.CaDirectory}.
 */
@NullMarked
package org.aptheke.ca;

import org.jspecify.annotations.NullMarked;
