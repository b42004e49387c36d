/**
 * What is written for operators: the access log, one line for each answer, and the program's own log. The only package
 * that knows Logback; takes events and holds none of the program's other types. Start with
 * {@link org.aptheke.log.AccessLog}.
 */
@NullMarked
package org.aptheke.log;

import org.jspecify.annotations.NullMarked;
