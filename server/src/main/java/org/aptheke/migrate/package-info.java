/**
 * Takes over the configuration of apt-cacher-ng: reads its files, and says of each directive which setting takes its
 * place, or why none does. Uses the readers of lists of mirrors, and no setting of this program by type: what is written
 * is text, which the reader of the configuration then judges. Start with {@link org.aptheke.migrate.Migration}.
 */
@NullMarked
package org.aptheke.migrate;

import org.jspecify.annotations.NullMarked;
