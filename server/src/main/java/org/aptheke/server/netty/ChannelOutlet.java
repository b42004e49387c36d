package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** Through Netty's queue of the channel, as it works on every transport and through TLS. */
final class ChannelOutlet implements Outlet {
    private final Channel channel;
    private final Watcher watcher;
    /** The bytes given last: the last ones of an answer are those that are watched. */
    private @Nullable ByteBuf last;

    ChannelOutlet(Channel channel, Watcher watcher) {
        this.channel = channel;
        this.watcher = watcher;
    }

    @Override
    public void lead(Lead lead) {
        give(lead.toBuffer(allocator()));
    }

    @Override
    public void bytes(ReadyAnswer answer, int from, int count) {
        give(answer.slice(from, count));
    }

    ByteBufAllocator allocator() {
        return channel.alloc();
    }

    /** Takes over the bytes. */
    void give(ByteBuf bytes) {
        writeLast();
        last = bytes;
    }

    @Override
    public void end(Sent sent) {
        var bytes = last;
        last = null;
        if (bytes != null) {
            var _ = channel.write(bytes).addListener(future -> {
                var failure = future.cause();
                watcher.sent(failure == null ? sent : sent.inVain(), failure);
            });
        }
    }

    @Override
    public void flush() {
        writeLast();
        channel.flush();
    }

    /** They leave with the first bytes of what follows. */
    @Override
    public void flushAhead() {
        writeLast();
    }

    @Override
    public void close() {
        if (last != null) {
            last.release();
            last = null;
        }
    }

    private void writeLast() {
        if (last != null) {
            // Should it fail, the last write fails too, and that is the one that is watched.
            var _ = channel.write(last, channel.voidPromise());
            last = null;
        }
    }
}
