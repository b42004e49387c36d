/**
 * What the program counts, as Prometheus reads it: counters that take events while clients are answered, and the text
 * that is made of them and of the counters of other parts when somebody asks. The only package that knows Micrometer,
 * of which nothing is loaded before the first text is asked for. Start with {@link org.aptheke.metrics.Metrics}.
 */
@NullMarked
package org.aptheke.metrics;

import org.jspecify.annotations.NullMarked;
