package org.aptheke.admin;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until somebody comes, and has the server be started then that takes it from there: on many machines nobody asks for
 * days what would be a third of the start and some of the memory. Safe for use by many threads.
 */
final class FirstConnection implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(FirstConnection.class);

    private final Selector selector;

    private FirstConnection(Selector selector) {
        this.selector = selector;
    }

    /**
     * {@code then} runs once, on a thread of its own, with the first connection still to be accepted; not at all when
     * this is closed before. Until then the channels are not to be used.
     *
     * @throws IOException when it cannot be waited for
     */
    static FirstConnection await(List<ServerSocketChannel> channels, Runnable then) throws IOException {
        var selector = Selector.open();
        try {
            for (var channel : channels) {
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_ACCEPT);
            }
        } catch (IOException e) {
            selector.close();
            throw e;
        }
        Thread.ofPlatform().daemon().name("first-connection").start(() -> {
            try {
                if (comes(selector)) {
                    for (var channel : channels) {
                        channel.configureBlocking(true);
                    }
                    then.run();
                }
            } catch (ClosedSelectorException | ClosedChannelException e) {
                LOG.trace("nobody came before the end", e);
            } catch (IOException | RuntimeException e) {
                LOG.error("nobody can be served at {}", channels, e);
            }
        });
        return new FirstConnection(selector);
    }

    /** Closes the selector too: as long as it is there, the channels cannot be made to block. */
    private static boolean comes(Selector selector) throws IOException {
        try (selector) {
            int ready = 0;
            while (ready == 0 && selector.isOpen()) {
                ready = selector.select();
            }
            return ready > 0;
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
