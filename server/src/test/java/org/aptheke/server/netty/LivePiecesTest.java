package org.aptheke.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.aptheke.http.Content;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LivePiecesTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final LongAdder flushes = new LongAdder();
    private final CompletableFuture<Void> noMore = new CompletableFuture<>();

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    @Test
    void send_moreIsThere_isSentWithoutAskingAgain() {
        var arrival = new ScriptedArrival(OptionalLong.of(9)).bytes("def").bytes("ghi");
        var pieces = new LivePieces(channel, arrival, false, flushes);

        pieces.send(List.of(head()), piece("abc"), noMore);

        assertThat(noMore).isCompleted();
        assertThat(sent()).isEqualTo("HEAD abcdefghi");
        assertThat(pieces.sent()).isEqualTo(9);
    }

    @Test
    void send_nothingMoreIsThereYet_saysSoAndGoesOnLater() {
        var arrival = new ScriptedArrival(OptionalLong.empty());
        var pieces = new LivePieces(channel, arrival, true, flushes);
        pieces.send(List.of(head()), piece("abc"), noMore);
        var later = new CompletableFuture<Void>();

        pieces.send(List.of(), piece("de"), later);

        assertThat(noMore).isCompleted();
        assertThat(later).isCompleted();
        assertThat(sent()).isEqualTo("HEAD 3\r\nabc\r\n2\r\nde\r\n");
    }

    @Test
    void send_moreThanTheLength_failsBeforeItIsSent() {
        var arrival = new ScriptedArrival(OptionalLong.of(4)).bytes("def");
        var pieces = new LivePieces(channel, arrival, false, flushes);

        pieces.send(List.of(head()), piece("abc"), noMore);

        assertThat(noMore).isCompletedExceptionally();
        assertThat(noMore.exceptionNow()).isInstanceOf(IOException.class).hasMessageContaining("more than 4 bytes");
        assertThat(sent()).isEqualTo("HEAD abc");
    }

    @Test
    void send_clientIsGone_fails() {
        var pieces = new LivePieces(channel, new ScriptedArrival(OptionalLong.of(3)), false, flushes);
        var _ = channel.close();

        pieces.send(List.of(head()), piece("abc"), noMore);

        assertThat(noMore.exceptionNow()).isInstanceOf(ClientGoneException.class);
        assertThat(pieces.sent()).isZero();
    }

    private static ByteBuf head() {
        return Unpooled.copiedBuffer("HEAD ", StandardCharsets.US_ASCII);
    }

    private static Content.Piece piece(String text) {
        return new Content.Piece.InMemory(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private String sent() {
        var text = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            text.append(part.toString(StandardCharsets.US_ASCII));
            part.release();
        }
        return text.toString();
    }
}
