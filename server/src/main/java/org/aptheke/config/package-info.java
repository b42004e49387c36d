/**
 * What the operator decided: the declared keys, the files and variables they are read from, and the checked result.
 * May use Jackson (the only package that does) and nothing of the engine. Start with
 * {@link org.aptheke.config.Settings} for the result and {@code Keys} for the table of everything that can be set.
 */
@NullMarked
package org.aptheke.config;

import org.jspecify.annotations.NullMarked;
