package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.http.Content;
import org.aptheke.http.Response;
import org.aptheke.http.TargetUri;
import org.aptheke.proxy.Answer;
import org.aptheke.proxy.Repeatable;
import org.aptheke.proxy.Repetition;

/**
 * Makes answers ready to be sent: writes the head, reads small files into the same buffer, keeps what may be repeated.
 * Safe for use by many threads.
 */
final class Preparation {
    private static final NameSet AGE = NameSet.of("Age");
    private static final int HEAD_BYTES = 1024;

    private final HotSet hotSet;
    private final ListenerLimits limits;
    private final MemoryBudget budget;

    Preparation(HotSet hotSet, ListenerLimits limits, MemoryBudget budget) {
        this.hotSet = hotSet;
        this.limits = limits;
        this.budget = budget;
    }

    MemoryBudget budget() {
        return budget;
    }

    /**
     * Takes over the answer's content, which is not growing. Blocks while it reads a small file.
     *
     * @throws IOException when the file cannot be read; its content is closed
     */
    Outcome.Ready ready(RequestHead request, Answer answer) throws IOException {
        return Outcome.Ready.whole(answer(request, answer, false), answer);
    }

    /** The same, and keeps the answer for others when it may be repeated, or the whole one. */
    Outcome.Ready ready(RequestHead request, TargetUri target, Answer answer) throws IOException {
        if (answer.whole().isPresent()) {
            try {
                keep(request, target, answer, answer.whole().get());
            } catch (IOException e) {
                answer.response().content().close();
                throw e;
            }
        }
        var repeatable = repeatable(request, answer);
        var ready = answer(request, answer, repeatable.isPresent());
        repeatable.ifPresent(reason -> hotSet.put(HotKey.of(request), new HotEntry(ready, reason, target, answer)));
        return Outcome.Ready.whole(ready, answer);
    }

    /** Where clients ask with conditions alone, as for what seldom changes, the next is to find it in memory too. */
    private void keep(RequestHead request, TargetUri target, Answer answer, Response whole) throws IOException {
        if (!request.mayBeHot() || answer.repeatable().isEmpty()) {
            whole.content().close();
            return;
        }
        var all = new Answer(whole, answer.cacheStatus(), "", answer.repeatable());
        var ready = answer(request, all, true);
        hotSet.put(HotKey.of(request), new HotEntry(ready, answer.repeatable().get(), target, all));
        ready.release();
    }

    /** The head's rest of an answer whose content follows piece by piece. */
    ByteBuf liveHead(Response response, Heads.Delimiter delimiter) {
        ByteBuf head = ByteBufAllocator.DEFAULT.directBuffer(HEAD_BYTES);
        Heads.rest(
                head,
                response.fields(),
                NameSet.NONE,
                delimiter,
                response.content().length().orElse(0));
        return head;
    }

    private static Optional<Repeatable> repeatable(RequestHead request, Answer answer) {
        boolean fits = request.isPlain()
                && !request.isHead()
                && answer.response().status() == 200
                && answer.response().content() instanceof Content.File;
        return fits ? answer.repeatable() : Optional.empty();
    }

    private ReadyAnswer answer(RequestHead request, Answer answer, boolean keep) throws IOException {
        var response = answer.response();
        boolean headOnly = request.isHead() || forbidsContent(response.status());
        return switch (response.content()) {
            case Content.None none -> inMemory(answer, keep, new byte[0], contentLength(response, headOnly, none));
            case Content.Bytes bytes ->
                inMemory(answer, keep, headOnly ? new byte[0] : copy(bytes.buffer()), lengthOf(bytes));
            case Content.File file -> file(answer, keep, file, headOnly);
            case Content.Growing growing -> {
                // Only for HEAD: the length is said, and the place as a reader given up.
                OptionalLong length = growing.length();
                growing.close();
                yield inMemory(answer, keep, new byte[0], length);
            }
        };
    }

    private static OptionalLong lengthOf(Content content) {
        return content.length();
    }

    /** A GET that has no content says so; for HEAD and 304 only what the engine declared is said. */
    private static OptionalLong contentLength(Response response, boolean headOnly, Content.None none) {
        return headOnly || response.status() == 204 ? none.declared() : OptionalLong.of(0);
    }

    private static boolean forbidsContent(int status) {
        return status == 204 || status == 304;
    }

    private ReadyAnswer inMemory(Answer answer, boolean keep, byte[] content, OptionalLong length) {
        ByteBuf bytes = allocator(keep).directBuffer(HEAD_BYTES + content.length);
        var shape = head(bytes, answer, keep, length);
        bytes.writeBytes(content);
        return new ReadyAnswer(shape, bytes, Content.None.NONE, () -> {});
    }

    private ReadyAnswer file(Answer answer, boolean keep, Content.File file, boolean headOnly) throws IOException {
        var length = file.length();
        if (headOnly) {
            file.close();
            return inMemory(answer, keep, new byte[0], length);
        }
        int reserved = HEAD_BYTES + (int) Math.min(file.count(), limits.hotObjectBytes());
        if (file.count() > limits.hotObjectBytes() || !budget.take(reserved)) {
            ByteBuf bytes = allocator(keep).directBuffer(HEAD_BYTES);
            return new ReadyAnswer(head(bytes, answer, keep, length), bytes, file, () -> {});
        }
        ByteBuf bytes = allocator(keep).directBuffer(reserved);
        var shape = head(bytes, answer, keep, length);
        try (file) {
            readFully(file.file().channel(), file.offset(), (int) file.count(), bytes);
        } catch (IOException e) {
            bytes.release();
            budget.giveBack(reserved);
            throw e;
        }
        return new ReadyAnswer(shape, bytes, Content.None.NONE, () -> budget.giveBack(reserved));
    }

    private static ReadyAnswer.Shape head(ByteBuf bytes, Answer answer, boolean keep, OptionalLong length) {
        var response = answer.response();
        var left = keep ? AGE : NameSet.NONE;
        if (keep) {
            Heads.rest(bytes, Repetition.notModified(response.fields()), left, Heads.Delimiter.NOTHING, 0);
        }
        int notModifiedBytes = bytes.readableBytes();
        Heads.rest(bytes, response.fields(), left, Heads.Delimiter.NOTHING, 0);
        return new ReadyAnswer.Shape(
                response.status(),
                notModifiedBytes,
                bytes.readableBytes() - notModifiedBytes,
                response.status() == 204 ? OptionalLong.empty() : length,
                response.fields().contains("Date"),
                keep ? answer.repeatable().map(Repeatable::ageZero) : Optional.empty());
    }

    /** What is kept for long does not come from the pool, whose chunks it would hold. */
    private static ByteBufAllocator allocator(boolean keep) {
        return keep ? UnpooledByteBufAllocator.DEFAULT : ByteBufAllocator.DEFAULT;
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static void readFully(FileChannel file, long offset, int count, ByteBuf into) throws IOException {
        int done = 0;
        while (done < count) {
            int read = into.writeBytes(file, offset + done, count - done);
            if (read < 0) {
                throw new EOFException("the stored file ends at " + (offset + done) + ", not at " + (offset + count));
            }
            done += read;
        }
    }
}
