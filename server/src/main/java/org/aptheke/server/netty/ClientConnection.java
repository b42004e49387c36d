package org.aptheke.server.netty;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;

/**
 * A connection that was accepted.
 *
 * @param siblings the connections of the same event loop
 */
record ClientConnection(Listener listener, Channel channel, LoopConnections siblings, InetAddress client) {
    Outlet outlet(Outlet.Between between, Outlet.Watcher watcher) {
        return between == Outlet.Between.NOTHING && channel instanceof EpollSocketChannel socket
                ? new SocketOutlet(socket, watcher, siblings.gathering())
                : new ChannelOutlet(channel, watcher);
    }
}
