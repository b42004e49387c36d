/**
 * The client to origins over HTTP/1.1, with and without TLS: connection pool and request writing by Apache HttpClient,
 * reading and framing strict and our own. The only package that imports it. Start with
 * {@link org.aptheke.origin.client.HttpOriginClient}.
 */
@NullMarked
package org.aptheke.origin.client;

import org.jspecify.annotations.NullMarked;
