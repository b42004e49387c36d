package org.aptheke.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.aptheke.digest.Digester;
import org.aptheke.origin.OriginResponse;
import org.aptheke.origin.PrematureEndException;

/** The inner loop of a fetch: from the origin to the intake. Used by one thread. */
final class Copying {
    private static final Following NOBODY = new Following() {
        @Override
        public void took() {}

        @Override
        public void excess() {}
    };

    private final Errand errand;
    private final Transfer transfer;
    private final FetchLimits limits;
    private final CopyBuffers buffers;

    Copying(Errand errand) {
        this.errand = errand;
        this.transfer = errand.transfer();
        this.limits = errand.tools().limits();
        this.buffers = errand.tools().buffers();
    }

    /**
     * Copies the response's content to its end.
     *
     * @param end position after the last byte, when known: less is a premature end, more is not taken
     */
    void copy(OriginResponse response, Intake intake, OptionalLong end) throws IOException, InterruptedException {
        copy(response, intake, end, NOBODY);
        if (end.isPresent() && intake.end() < end.getAsLong()) {
            throw new PrematureEndException("ended after " + intake.end() + " of " + end.getAsLong() + " bytes");
        }
    }

    /** Who is told what happens on the way. */
    interface Following {
        /** A piece was taken. */
        void took();

        /** More came than should; what is behind the end is never taken. */
        void excess() throws IOException;
    }

    /** The same, but the content may be shorter. */
    void copy(OriginResponse response, Intake intake, OptionalLong end, Following following)
            throws IOException, InterruptedException {
        var buffer = buffers.take();
        try {
            copy(response, intake, end, following, buffer);
        } finally {
            buffers.giveBack(buffer);
        }
    }

    private void copy(OriginResponse response, Intake intake, OptionalLong end, Following following, ByteBuffer buffer)
            throws IOException, InterruptedException {
        while (true) {
            if (errand.stopping().getAsBoolean() || Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("the program is stopping");
            }
            errand.requireWanted();
            if (!isWorthFinishing(intake, end) && transfer.abandon()) {
                throw new Errand.AbandonedException("left by all its readers after " + intake.end() + " bytes");
            }
            buffer.clear().limit(errand.terms().get().piece(buffer.capacity()));
            int read = response.read(buffer);
            if (read < 0) {
                break;
            }
            buffer.flip();
            if (end.isPresent()) {
                long missing = end.getAsLong() - intake.end();
                if (buffer.limit() > missing) {
                    buffer.limit((int) missing);
                    following.excess();
                }
            }
            intake.take(buffer, response.isReady());
            following.took();
            errand.pace(read);
        }
    }

    /** What is nearly there is finished for the next client; what is not stored is of no use to anybody. */
    private boolean isWorthFinishing(Intake intake, OptionalLong end) {
        if (intake.deposit().isEmpty()) {
            return false;
        }
        if (end.isEmpty()) {
            return intake.end() <= limits.finishBytes();
        }
        long missing = end.getAsLong() - intake.end();
        return missing <= limits.finishBytes() || missing <= end.getAsLong() / 10;
    }

    /** Reads the first bytes of a response and drops them. */
    void skip(OriginResponse response, long count) throws IOException {
        if (count > 0 && !read(response, count, bytes -> {})) {
            throw new PrematureEndException("ended before " + count + " bytes, which had come before");
        }
    }

    /** Reads the first bytes of a response and tells whether they are the same again. */
    boolean repeats(OriginResponse response, long count, Digester before) throws IOException {
        var digester = new Digester();
        return read(response, count, digester::update) && digester.current().equals(before.current());
    }

    /** Reads so many bytes; false when there are fewer. */
    private boolean read(OriginResponse response, long count, Consumer<ByteBuffer> bytes) throws IOException {
        var buffer = buffers.take();
        try {
            return read(response, count, bytes, buffer);
        } finally {
            buffers.giveBack(buffer);
        }
    }

    private static boolean read(OriginResponse response, long count, Consumer<ByteBuffer> bytes, ByteBuffer buffer)
            throws IOException {
        long missing = count;
        while (missing > 0) {
            buffer.clear().limit((int) Math.min(missing, buffer.capacity()));
            int read = response.read(buffer);
            if (read < 0) {
                return false;
            }
            missing -= read;
            bytes.accept(buffer.flip());
        }
        return true;
    }
}
