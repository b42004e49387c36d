/**
 * What clients are told about setting themselves up: the ways there are on this cache, as text for {@code aptheke
 * client-config} and for curl, as a page, and as the script by which apt finds out whether the cache is there. It reads
 * the settings and opens nothing. Start with {@link org.aptheke.guide.Recipes}.
 */
@NullMarked
package org.aptheke.guide;

import org.jspecify.annotations.NullMarked;
