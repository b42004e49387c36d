package org.aptheke.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.aptheke.testkit.Poll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server is begun by the first who comes, who is not lost by that. */
@Timeout(60)
final class FirstConnectionTest {
    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch ready = new CountDownLatch(1);
    private ServerSocketChannel channel;

    @BeforeEach
    void listen() throws Exception {
        channel = ServerSocketChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    }

    @AfterEach
    void close() throws Exception {
        channel.close();
    }

    private void begin() {
        begun.incrementAndGet();
        ready.countDown();
    }

    private Socket caller() throws Exception {
        return new Socket(InetAddress.ofLiteral("127.0.0.1"), channel.socket().getLocalPort());
    }

    @Test
    void await_severalCome_beginsOnceAndAllAreThereToBeAccepted() throws Exception {
        try (var _ = FirstConnection.await(List.of(channel), this::begin);
                var one = caller();
                var other = caller()) {
            assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();

            assertThat(channel.isBlocking()).isTrue();
            for (var each : new Socket[] {one, other}) {
                try (var accepted = channel.accept()) {
                    assertThat(accepted.getRemoteAddress()).isEqualTo(each.getLocalSocketAddress());
                }
            }
            assertThat(begun).hasValue(1);
        }
    }

    @Test
    void close_nobodyCame_beginsNothingAndItsThreadEnds() throws Exception {
        FirstConnection.await(List.of(channel), this::begin).close();

        Poll.until(
                "the thread has ended",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("first-connection")));
        assertThat(begun).hasValue(0);
    }

    @Test
    void close_channelIsClosedToo_portIsFree() throws Exception {
        int port = channel.socket().getLocalPort();
        try (var _ = channel) {
            FirstConnection.await(List.of(channel), this::begin).close();
        }

        assertThatThrownBy(() -> new Socket(InetAddress.ofLiteral("127.0.0.1"), port).close())
                .isInstanceOf(java.net.ConnectException.class);
        assertThat(begun).hasValue(0);
    }
}
