/**
 * The way of a request from decision to answer. Start with {@link org.aptheke.proxy.Proxy}: it is the page to read
 * first.
 */
@NullMarked
package org.aptheke.proxy;

import org.jspecify.annotations.NullMarked;
