package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.IllegalReferenceCountException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
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
    private final Content content;
    private final Runnable whenFreed;

    /**
     * What is to know about an answer's bytes.
     *
     * @param headBytes how many of the bytes are the head's rest; content follows them
     * @param dated whether the fields have a Date
     * @param ageZero when its age was zero, if the lead is to say its age
     */
    record Shape(int status, int headBytes, boolean dated, Optional<Instant> ageZero) {}

    /**
     * Takes over the buffer and the content.
     *
     * @param bytes the head's rest, and the content if that is in memory
     * @param content a file, or nothing
     */
    ReadyAnswer(Shape shape, ByteBuf bytes, Content content, Runnable whenFreed) {
        this.shape = shape;
        this.bytes = bytes;
        this.content = content;
        this.whenFreed = whenFreed;
    }

    Shape shape() {
        return shape;
    }

    /** A view of the bytes that the receiver releases; for HEAD the head only. */
    ByteBuf bytes(boolean headOnly) {
        return headOnly ? bytes.retainedSlice(0, shape.headBytes()) : bytes.retainedDuplicate();
    }

    int contentBytesInMemory() {
        return bytes.readableBytes() - shape.headBytes();
    }

    int bytesInMemory() {
        return bytes.readableBytes();
    }

    Content content() {
        return content;
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
