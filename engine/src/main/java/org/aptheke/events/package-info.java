/**
 * What happened, as values: the log and later the metrics and the console are sinks. Start with
 * {@link org.aptheke.events.Event}.
 */
@NullMarked
package org.aptheke.events;

import org.jspecify.annotations.NullMarked;
