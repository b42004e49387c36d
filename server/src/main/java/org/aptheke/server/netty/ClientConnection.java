package org.aptheke.server.netty;

import io.netty.channel.Channel;
import java.net.InetAddress;

/**
 * A connection that was accepted.
 *
 * @param siblings the connections of the same event loop
 */
record ClientConnection(Listener listener, Channel channel, LoopConnections siblings, InetAddress client) {}
