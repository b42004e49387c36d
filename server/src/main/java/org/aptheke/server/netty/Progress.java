package org.aptheke.server.netty;

import io.netty.channel.Channel;

/** Watches whether the client takes the bytes that are to be sent. Used on the channel's event loop only. */
final class Progress {
    private final Channel channel;
    private long lastPending;
    private long lastOfCurrent;
    private int lastCurrent;
    private long since = System.nanoTime();

    Progress(Channel channel) {
        this.channel = channel;
    }

    /** Whether there are bytes the kernel has not taken yet. */
    boolean pending() {
        var buffer = channel.unsafe().outboundBuffer();
        return buffer != null && !buffer.isEmpty();
    }

    /** For how many nanoseconds there were bytes to send and the kernel took none of them. */
    long stalledFor(long now) {
        var buffer = channel.unsafe().outboundBuffer();
        if (buffer == null || buffer.isEmpty()) {
            since = now;
            lastPending = 0;
            return 0;
        }
        int current = System.identityHashCode(buffer.current());
        if (current != lastCurrent
                || buffer.currentProgress() != lastOfCurrent
                || buffer.totalPendingWriteBytes() != lastPending) {
            lastCurrent = current;
            lastOfCurrent = buffer.currentProgress();
            lastPending = buffer.totalPendingWriteBytes();
            since = now;
        }
        return now - since;
    }
}
