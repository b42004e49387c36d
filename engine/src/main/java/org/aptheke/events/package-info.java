/**
 * What happened, as values: logs and the books of traffic are sinks, and take them through a ring. Start with
 * {@link org.aptheke.events.Event}.
 */
@NullMarked
package org.aptheke.events;

import org.jspecify.annotations.NullMarked;
