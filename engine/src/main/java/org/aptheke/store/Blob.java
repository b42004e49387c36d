package org.aptheke.store;

import org.aptheke.digest.Digest;

/** Bytes in the store, known by their digest; size in bytes. */
public record Blob(Digest digest, long size) {}
