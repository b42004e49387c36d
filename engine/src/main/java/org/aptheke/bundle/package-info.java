/**
 * Bundles: what the suites in use name, in one file for an instance that reaches no origin. This package knows the form of
 * a bundle and who signed it, and has the job that writes one; {@code intake} takes them in. May use {@code jobs},
 * {@code suite} and the ports of {@code store}. Start with {@link org.aptheke.bundle.BundleList}.
 */
@NullMarked
package org.aptheke.bundle;

import org.jspecify.annotations.NullMarked;
