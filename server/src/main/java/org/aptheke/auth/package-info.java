/**
 * The users of this proxy and their passwords, as a file keeps them. The only user of the bcrypt function of Bouncy
 * Castle. Start with {@link org.aptheke.auth.Htpasswd}.
 */
@NullMarked
package org.aptheke.auth;

import org.jspecify.annotations.NullMarked;
