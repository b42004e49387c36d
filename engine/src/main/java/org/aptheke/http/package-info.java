/**
 * The words of RFC 9110: requests, responses, fields, ranges, validators, dates. Pure values and parsers without
 * I/O; every other package may use it. Start with {@link org.aptheke.http.Request} and
 * {@link org.aptheke.http.Response}.
 */
@NullMarked
package org.aptheke.http;

import org.jspecify.annotations.NullMarked;
