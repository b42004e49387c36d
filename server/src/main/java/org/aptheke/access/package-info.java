/**
 * Who may do what with the API and the console: users, tokens, sessions. Nothing here knows HTTP. Start with
 * {@link org.aptheke.access.Gate}.
 */
@NullMarked
package org.aptheke.access;

import org.jspecify.annotations.NullMarked;
