/**
 * The commands of the program and how it starts, reloads and stops. May use picocli (the only package that does) and
 * the configuration; the program itself comes in as a {@link org.aptheke.cli.Program}. Start with {@code ServeCommand}.
 */
@NullMarked
package org.aptheke.cli;

import org.jspecify.annotations.NullMarked;
