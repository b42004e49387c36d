/**
 * Tells the networks of the machine by multicast DNS (RFC 6762, RFC 6763) that the cache is here, so that clients find
 * it without being told. The only user of the library for that; it knows nothing of the rest. Start with {@link
 * org.aptheke.announce.Announcement}.
 */
@NullMarked
package org.aptheke.announce;

import org.jspecify.annotations.NullMarked;
