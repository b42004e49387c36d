/**
 * Takes files that are there into the store: trees and single files, copies of archives, and the cache of apt-cacher-ng.
 * A file is known by its digest through what the suites in use promise, whatever it is called. A job of {@code jobs}; may
 * use {@code suite} and the ports of {@code store}. Start with {@link org.aptheke.intake.IntakeJob}.
 */
@NullMarked
package org.aptheke.intake;

import org.jspecify.annotations.NullMarked;
