package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.Buffer;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.IllegalReferenceCountException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.http.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer that needs no more waiting: all of it in memory, or its head in memory and its content in an open file. It
 * is shared by the hot set and by the connections that send it, and freed when the last of them releases it. Immutable
 * but for that count; safe for use by many threads.
 */
final class ReadyAnswer extends AbstractReferenceCounted {
    private static final Logger LOG = LoggerFactory.getLogger(ReadyAnswer.class);

    private final Shape shape;
    private final ByteBuf bytes;
    private final long address;
    private final Content content;
    private final Runnable whenFreed;

    /**
     * What is to know about an answer's bytes.
     *
     * @param notModifiedBytes how many of the bytes are the head's rest of a 304 in the place of this answer; the rest of
     *     its own head follows them
     * @param headBytes how many bytes that is; content follows them
     * @param length what the head says of the content's length
     * @param dated whether the fields have a Date
     * @param ageZero when its age was zero, if the lead is to say its age
     */
    record Shape(
            int status,
            int notModifiedBytes,
            int headBytes,
            OptionalLong length,
            boolean dated,
            Optional<Instant> ageZero) {}

    /**
     * Takes over the buffer and the content.
     *
     * @param bytes the parts that the shape tells of, and the content if that is in memory
     * @param content a file, or nothing
     */
    ReadyAnswer(Shape shape, ByteBuf bytes, Content content, Runnable whenFreed) {
        this.shape = shape;
        this.bytes = bytes;
        this.address = addressOf(bytes);
        this.content = content;
        this.whenFreed = whenFreed;
    }

    Shape shape() {
        return shape;
    }

    /** So many bytes from there on, to be released by the receiver. */
    ByteBuf slice(int from, int count) {
        return bytes.retainedSlice(from, count);
    }

    void copyInto(ByteBuffer buffer, int from, int count) {
        var part = buffer.slice(buffer.position(), count);
        bytes.getBytes(from, part);
        buffer.position(buffer.position() + count);
    }

    /** Where the bytes are in memory, for as long as a reference is held. */
    long address() {
        return address;
    }

    int contentBytesInMemory() {
        return bytes.readableBytes() - shape.notModifiedBytes() - shape.headBytes();
    }

    int bytesInMemory() {
        return bytes.readableBytes();
    }

    /** The content that is in a file. */
    Optional<Content.File> file() {
        return content instanceof Content.File file ? Optional.of(file) : Optional.empty();
    }

    /** Retains it unless it was freed a moment ago. */
    boolean tryRetain() {
        try {
            retain();
            return true;
        } catch (IllegalReferenceCountException e) {
            return false;
        }
    }

    private static long addressOf(ByteBuf bytes) {
        if (bytes.hasMemoryAddress()) {
            return bytes.memoryAddress();
        }
        var buffer = bytes.internalNioBuffer(0, bytes.readableBytes());
        return Buffer.memoryAddress(buffer) + buffer.position();
    }

    @Override
    protected void deallocate() {
        bytes.release();
        try {
            content.close();
        } catch (IOException e) {
            LOG.warn("closing the file of an answer: {}", e.getMessage());
        }
        whenFreed.run();
    }

    @Override
    public ReadyAnswer touch(Object hint) {
        bytes.touch(hint);
        return this;
    }
}
