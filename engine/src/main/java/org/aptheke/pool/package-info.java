/**
 * What the indexes of package archives promise of the files in the pool, by path: one mapped file for each Packages or
 * Sources content, built once and rebuilt whenever it is missing. May use the words, {@code repo} and the port
 * {@code store}; its directory belongs to it alone. Start with {@link org.aptheke.pool.PoolIndexes}, then
 * {@link org.aptheke.pool.PoolIndex}.
 */
@NullMarked
package org.aptheke.pool;

import org.jspecify.annotations.NullMarked;
