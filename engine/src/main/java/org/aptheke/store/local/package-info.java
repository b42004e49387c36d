/**
 * Blobs as files in one directory tree, written so that a crash at any point leaves the whole blob or none.
 * Implements the ports of {@code store}. Start with {@link org.aptheke.store.local.LocalBlobStore}.
 */
@NullMarked
package org.aptheke.store.local;

import org.jspecify.annotations.NullMarked;
