/** Benchmarks of single parts of the engine. Run {@code bench/micro/run}. */
@NullMarked
package org.aptheke.micro;

import org.jspecify.annotations.NullMarked;
