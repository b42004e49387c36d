package org.aptheke.suite;

import java.net.InetAddress;

/**
 * Who asks.
 *
 * @param connection its number, which no other connection has
 */
public record Client(InetAddress address, long connection) {}
