/**
 * Opens compressed files as bounded streams: however hostile the bytes, what comes out, the time and the memory have
 * limits; and writes and reads packs, archives of known members. The only user of the codec libraries; may use nothing
 * else. Start with {@link org.aptheke.repo.codec.Compression}.
 */
@NullMarked
package org.aptheke.repo.codec;

import org.jspecify.annotations.NullMarked;
