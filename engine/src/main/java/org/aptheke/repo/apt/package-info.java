/**
 * What APT repositories are made of: paths, release files, and the indexes that promise sizes and digests. Pure and
 * bounded: bytes come in as streams and buffers, values go out, and what is malformed or hostile is refused with a
 * {@link org.aptheke.repo.apt.MalformedMetadataException}. Start with {@link org.aptheke.repo.apt.ReleaseFile}, and with
 * {@link org.aptheke.repo.apt.AptPath} for what a URL says.
 */
@NullMarked
package org.aptheke.repo.apt;

import org.jspecify.annotations.NullMarked;
