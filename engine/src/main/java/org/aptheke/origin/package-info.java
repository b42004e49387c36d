/**
 * The port to origin servers, and the rules about them: which addresses may be reached ({@link
 * org.aptheke.origin.EgressGuard}), where redirects lead ({@link org.aptheke.origin.Redirects}), how fast content may
 * come ({@link org.aptheke.origin.BandwidthLimit}). Uses the words of {@code http} and no network. Start with
 * {@link org.aptheke.origin.OriginClient}.
 */
@NullMarked
package org.aptheke.origin;

import org.jspecify.annotations.NullMarked;
