/**
 * The console: what an operator sees in a browser, made on this side as whole pages from what the API shows. It uses what
 * {@code admin} and the guide show, and opens nothing; all that changes something is asked of the API by the page itself.
 * Start with {@link org.aptheke.console.Console}.
 */
@NullMarked
package org.aptheke.console;

import org.jspecify.annotations.NullMarked;
