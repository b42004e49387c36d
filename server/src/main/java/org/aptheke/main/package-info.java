/**
 * The program as a whole: the only package that knows every class, and the only one that reads the clock of the
 * machine. Start with {@link org.aptheke.main.Wiring}, the list of the program's parts.
 */
@NullMarked
package org.aptheke.main;

import org.jspecify.annotations.NullMarked;
