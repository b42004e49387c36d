/**
 * The ports to the store: blobs named by their digest, and the catalogue that maps cache keys to stored responses.
 * Backends implement them; jobs, fetches and the proxy use them. Start with {@link org.aptheke.store.BlobSource} and
 * {@link org.aptheke.store.Catalog}.
 */
@NullMarked
package org.aptheke.store;

import org.jspecify.annotations.NullMarked;
