package org.aptheke.server.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayDeque;

/** How connections are ended, whatever is between HTTP and the wire. Used on the channel's event loop only. */
final class Endings {
    private Endings() {}

    /** Says that nothing more will come, innermost first; what comes in is still read. */
    static void endOutput(Channel channel) {
        var layers = new ArrayDeque<SslHandler>();
        channel.pipeline().forEach(entry -> {
            if (entry.getValue() instanceof SslHandler tls) {
                layers.push(tls);
            }
        });
        endNext(channel, layers);
    }

    /**
     * Ends an answer that is not whole, without a word that could be taken for its end.
     *
     * @param reset whether the end of the connection is the end of the content, so that only a reset tells the client
     */
    static void breakOff(Channel channel, boolean reset) {
        if (!channel.isOpen()) {
            return; // the client has left, and with it the pipeline
        }
        if (reset) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        // From the wire's end of the pipeline: TLS has no chance to say close_notify (RFC 8446, 6.1).
        var _ = channel.pipeline().firstContext().close();
    }

    private static void endNext(Channel channel, ArrayDeque<SslHandler> layers) {
        var innermost = layers.poll();
        if (innermost == null) {
            var _ = ((DuplexChannel) channel).shutdownOutput();
        } else {
            innermost.closeOutbound().addListener(_ -> endNext(channel, layers));
        }
    }
}
