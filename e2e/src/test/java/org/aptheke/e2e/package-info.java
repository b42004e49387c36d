/**
 * What Aptheke promises, shown from outside: each test runs the packaged program as a process and speaks to it over
 * sockets, as clients, origins, operators and attackers do. Only the test kit is used, no class of the product. Start
 * with {@link org.aptheke.e2e.Aptheke}.
 */
@NullMarked
package org.aptheke.e2e;

import org.jspecify.annotations.NullMarked;
