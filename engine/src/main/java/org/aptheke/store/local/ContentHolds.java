package org.aptheke.store.local;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import org.aptheke.digest.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Which blobs are being read, were just written, or are to go. The three meet here, for each blob alone: who comes for one
 * that is to go keeps it, and who comes a moment later finds it gone. Safe for use by many threads.
 */
final class ContentHolds {
    private final ConcurrentHashMap<Digest, Hold> holds = new ConcurrentHashMap<>();

    /**
     * Of one blob.
     *
     * @param wanted whether somebody came since it is to go
     */
    private record Hold(int readers, int writers, boolean leaving, boolean wanted) {
        static final Hold NONE = new Hold(0, 0, false, false);

        @Nullable
        Hold orNull() {
            return equals(NONE) ? null : this;
        }
    }

    /** Something that is done unless somebody came for the blob. */
    interface Deed {
        void perform() throws IOException;
    }

    void beginReading(Digest digest) {
        holds.compute(digest, (d, hold) -> {
            var before = hold == null ? Hold.NONE : hold;
            return new Hold(before.readers() + 1, before.writers(), before.leaving(), before.leaving());
        });
    }

    void endReading(Digest digest) {
        holds.computeIfPresent(
                digest,
                (d, hold) -> new Hold(hold.readers() - 1, hold.writers(), hold.leaving(), hold.wanted()).orNull());
    }

    void beginWriting(Digest digest) {
        holds.compute(digest, (d, hold) -> {
            var before = hold == null ? Hold.NONE : hold;
            return new Hold(before.readers(), before.writers() + 1, before.leaving(), before.leaving());
        });
    }

    void endWriting(Digest digest) {
        holds.computeIfPresent(
                digest,
                (d, hold) -> new Hold(hold.readers(), hold.writers() - 1, hold.leaving(), hold.wanted()).orNull());
    }

    /** Whether the blob may go: then it is announced. */
    boolean beginLeaving(Digest digest, boolean evenIfRead) {
        var begun = new boolean[1];
        holds.compute(digest, (d, hold) -> {
            var before = hold == null ? Hold.NONE : hold;
            begun[0] = !before.leaving() && before.writers() == 0 && (evenIfRead || before.readers() == 0);
            return begun[0] ? new Hold(before.readers(), before.writers(), true, false) : before.orNull();
        });
        return begun[0];
    }

    /** Does it while nobody can come; false when somebody had, unless it is to be done even then. */
    boolean perform(Digest digest, boolean evenIfWanted, Deed deed) throws IOException {
        var done = new boolean[1];
        var failure = new IOException[1];
        holds.computeIfPresent(digest, (d, hold) -> {
            if (evenIfWanted || !hold.wanted()) {
                try {
                    deed.perform();
                    done[0] = true;
                } catch (IOException e) {
                    failure[0] = e;
                }
            }
            return hold;
        });
        if (failure[0] != null) {
            throw failure[0];
        }
        return done[0];
    }

    void endLeaving(Digest digest) {
        holds.computeIfPresent(digest, (d, hold) -> new Hold(hold.readers(), hold.writers(), false, false).orNull());
    }
}
