/**
 * Who may do what with the API and the console. Words only: nothing here knows HTTP. Start with
 * {@link org.aptheke.access.Role}.
 */
@NullMarked
package org.aptheke.access;

import org.jspecify.annotations.NullMarked;
