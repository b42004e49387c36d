/**
 * What an operator sees: the API on a listener of its own, beside that of the clients. May use the flow packages and the
 * only user of Javalin; JSON is written with Jackson. Start with {@link org.aptheke.admin.AdminServer}.
 */
@NullMarked
package org.aptheke.admin;

import org.jspecify.annotations.NullMarked;
