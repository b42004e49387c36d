/**
 * Keeps suites whole: which suite and generation a request belongs to, when the origin is asked, and when a new
 * generation takes the place of the old one for all its members at once. Uses {@code fetch}, {@code pool}, the ports of
 * {@code store} and the knowledge of {@code repo}; knows nothing of answers. Start with
 * {@link org.aptheke.suite.Suites}; docs/suites.md tells the whole.
 */
@NullMarked
package org.aptheke.suite;

import org.jspecify.annotations.NullMarked;
