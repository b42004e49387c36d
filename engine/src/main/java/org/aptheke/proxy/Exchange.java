package org.aptheke.proxy;

import java.net.InetAddress;
import java.time.Instant;
import org.aptheke.http.Request;

/**
 * One request on the data port and what is known about where it came from.
 *
 * @param client the address of the connection's other end
 * @param connection its number, which no other connection has: clients are recognised by it
 * @param receivedAt when its header section was complete
 */
public record Exchange(Request request, InetAddress client, long connection, Instant receivedAt) {}
