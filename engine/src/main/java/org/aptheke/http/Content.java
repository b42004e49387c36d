package org.aptheke.http;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.OptionalLong;

/** The content of a response (RFC 9110, 6.4): nothing, bytes at hand, a piece of a file, or bytes still arriving. */
public sealed interface Content extends Closeable {
    /** Its length in bytes; empty only when bytes are arriving and their number is not known. */
    OptionalLong length();

    @Override
    void close() throws IOException;

    /** No content; {@code declared} is what a HEAD answer says of the length of what GET would get. */
    record None(OptionalLong declared) implements Content {
        public static final None NONE = new None(OptionalLong.empty());

        @Override
        public OptionalLong length() {
            return declared;
        }

        @Override
        public void close() {}
    }

    /** A few bytes in memory; the buffer is read-only and never moved. */
    record Bytes(ByteBuffer buffer) implements Content {
        public Bytes {
            buffer = buffer.asReadOnlyBuffer();
        }

        @Override
        public OptionalLong length() {
            return OptionalLong.of(buffer.remaining());
        }

        @Override
        public void close() {}
    }

    /** A piece of an open file: that the file is deleted meanwhile does no harm. Closing gives the file back. */
    record File(OpenFile file, long offset, long count) implements Content {
        public File {
            if (offset < 0 || count < 0 || offset + count > file.size()) {
                throw new IllegalArgumentException(offset + "+" + count + " of " + file.size());
            }
        }

        @Override
        public OptionalLong length() {
            return OptionalLong.of(count);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Bytes that are still on their way from an origin. */
    record Growing(Arrival arrival) implements Content {
        @Override
        public OptionalLong length() {
            return arrival.length();
        }

        @Override
        public void close() {
            arrival.close();
        }
    }

    /** A file open for reading by position. Closing it more than once does no harm. */
    interface OpenFile extends Closeable {
        FileChannel channel();

        /** Its size in bytes; does not change. */
        long size();
    }

    /** One reader's view of bytes that arrive; used by one thread at a time. */
    interface Arrival extends Closeable {
        /** The number of bytes this reader will get, if the origin said it. */
        OptionalLong length();

        /**
         * Waits for bytes behind those that were returned before.
         *
         * @throws IOException when they will never be complete: the answer must then break off visibly
         */
        Piece next() throws IOException, InterruptedException;

        /**
         * Bytes behind those that were returned before, if they are there already: it neither waits nor fails, so a thread
         * that must not wait can ask. Empty says nothing; {@link #next} does.
         */
        Optional<Piece> nextIfThere();

        /** Gives up the place as a reader. */
        @Override
        void close();
    }

    /** What {@link Arrival#next} brings. */
    sealed interface Piece {
        /** How many bytes are left of it. */
        long count();

        /** Bytes that are in a file; valid until the next call. */
        record InFile(FileChannel channel, long offset, long count) implements Piece {}

        /** Bytes in memory that belong to the caller from now on. */
        record InMemory(ByteBuffer buffer) implements Piece {
            @Override
            public long count() {
                return buffer.remaining();
            }
        }

        /** All bytes were returned, and all is well. */
        record End() implements Piece {
            @Override
            public long count() {
                return 0;
            }
        }
    }
}
