/**
 * Mirrors: all of some suites, or what rules choose of them, is brought into the store before anybody asks, and kept
 * there. Uses {@code jobs}, {@code suite} and {@code fetch}, through which everything comes that a client could have asked
 * for. Start with {@link org.aptheke.mirror.MirrorJob}; {@link org.aptheke.mirror.MemberChoice} and
 * {@link org.aptheke.mirror.PackageChoice} decide, without looking at anything, what is wanted.
 */
@NullMarked
package org.aptheke.mirror;

import org.jspecify.annotations.NullMarked;
