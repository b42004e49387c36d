package org.aptheke.server.netty;

import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;

/**
 * Straight into the socket: what is ready when the client's requests were read takes one system call, and passes by
 * promises, queues and buffers. What the kernel does not take goes the way of all else, through Netty's queue, which
 * waits until the client takes more; and as long as something is in that queue, all that comes later follows there.
 */
final class SocketOutlet implements Outlet {
    private final EpollSocketChannel channel;
    private final Watcher watcher;
    private final Gathering gathering;
    private final ChannelOutlet queue;

    /** {@code gathering} is the event loop's. */
    SocketOutlet(EpollSocketChannel channel, Watcher watcher, Gathering gathering) {
        this.channel = channel;
        this.watcher = watcher;
        this.gathering = gathering;
        this.queue = new ChannelOutlet(channel, watcher);
    }

    @Override
    public void lead(Lead lead) {
        if (!gathering.hasRoom()) {
            flush();
        }
        gathering.add(lead);
    }

    @Override
    public void bytes(ReadyAnswer answer, int from, int count) {
        gathering.add(answer, from, count);
    }

    @Override
    public void end(Sent sent) {
        gathering.end(sent);
    }

    @Override
    public void flush() {
        flush(false);
    }

    @Override
    public void flushAhead() {
        flush(true);
    }

    /** Nothing is gathered for longer than it takes to begin what one connection has sent. */
    @Override
    public void close() {
        gathering.giveUp(watcher);
    }

    private void flush(boolean moreFollows) {
        if (!gathering.isEmpty()) {
            boolean left = gathering.depart(write(moreFollows), watcher, queue);
            if (left) {
                queue.flush();
            }
        }
    }

    /** How many bytes the kernel took. */
    private long write(boolean moreFollows) {
        var waiting = channel.unsafe().outboundBuffer();
        if (waiting == null || !waiting.isEmpty()) {
            return 0;
        }
        try {
            return gathering.writeTo(channel.fd(), moreFollows);
        } catch (IOException e) {
            // Netty's own write fails in the same way, and ends the connection.
            return 0;
        }
    }
}
