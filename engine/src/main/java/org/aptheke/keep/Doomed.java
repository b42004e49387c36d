package org.aptheke.keep;

import org.aptheke.digest.Digest;

/**
 * A content that is to go.
 *
 * @param lastUse as it was when that was decided, in milliseconds since 1970
 * @param reason for people, and what it is counted under
 */
record Doomed(Digest digest, long size, long lastUse, String reason) {}
