/**
 * Whether all is well, and if not, why and what helps: judged from how suites, origins, the store and jobs are. Start with
 * {@link org.aptheke.health.Health}.
 */
@NullMarked
package org.aptheke.health;

import org.jspecify.annotations.NullMarked;
