package org.aptheke.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FilePiecesTest {
    private static final int REGIONS = 5;

    private final SlowKernel kernel = new SlowKernel();
    private final EmbeddedChannel channel = new EmbeddedChannel(kernel, new FilePieces());

    @TempDir
    private Path directory = Path.of("");

    /** Takes one message when it is told to. */
    private static final class SlowKernel extends ChannelOutboundHandlerAdapter {
        private final ArrayDeque<ByteBuf> bytes = new ArrayDeque<>();
        private final ArrayDeque<ChannelPromise> promises = new ArrayDeque<>();
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            bytes.add((ByteBuf) message);
            promises.add(promise);
        }

        void takeOne() throws IOException {
            var piece = bytes.remove();
            piece.readBytes(taken, piece.readableBytes());
            piece.release();
            promises.remove().setSuccess();
        }

        int waiting() {
            return bytes.size();
        }
    }

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    @Test
    void write_fileOfManyRegions_hasOnePieceInMemoryAtATime() throws Exception {
        var octets = new byte[REGIONS * FileSender.PIECE_BYTES + 1];
        new Random(1).nextBytes(octets);
        var done = new CompletableFuture<Long>();
        try (var file = new CountedFile(directory.resolve("file"), octets).content()) {
            new FileSender(channel, file, (sent, failure) -> done.complete(sent)).start();
            int most = 0;
            while (kernel.waiting() > 0) {
                most = Math.max(most, kernel.waiting());
                kernel.takeOne();
            }

            assertThat(most).isEqualTo(1);
            assertThat(kernel.taken.toByteArray()).isEqualTo(octets);
            assertThat(done).isCompletedWithValue((long) octets.length);
        }
    }
}
