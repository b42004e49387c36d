package org.aptheke.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.http.Content;

/**
 * One reader of a fetch. It waits for the outcome, then follows the content at its own speed, from any position.
 * Used by one thread at a time; all state but for whom it is is guarded by the transfer's lock.
 */
public final class FetchReader implements Content.Arrival {
    private final Transfer transfer;
    private long first;
    private long position;
    private long until = Long.MAX_VALUE;
    private boolean collapsed;
    private boolean gone;
    private volatile Optional<InetAddress> client = Optional.empty();

    FetchReader(Transfer transfer) {
        this.transfer = transfer;
    }

    /**
     * Narrows what this reader gets to a range; before the first {@link #next}.
     *
     * @param first position in the whole representation
     * @param end position after the last byte wanted
     */
    public void narrow(long first, long end) {
        transfer.narrow(this, first, end);
    }

    FetchOutcome outcome() throws InterruptedException {
        return transfer.outcome(this);
    }

    @Override
    public OptionalLong length() {
        return transfer.length(this);
    }

    @Override
    public Content.Piece next() throws IOException, InterruptedException {
        return transfer.next(this);
    }

    @Override
    public Optional<Content.Piece> nextIfThere() {
        return transfer.nextIfThere(this);
    }

    @Override
    public void close() {
        transfer.leave(this);
    }

    /** Where it begins. */
    long first() {
        return first;
    }

    void begin(long newFirst) {
        first = newFirst;
        position = newFirst;
    }

    long position() {
        return position;
    }

    void position(long newPosition) {
        position = newPosition;
    }

    long until() {
        return until;
    }

    void until(long newUntil) {
        until = newUntil;
    }

    boolean collapsed() {
        return collapsed;
    }

    /** Says for whom it reads. */
    void attach(Optional<InetAddress> reading) {
        client = reading;
    }

    Optional<InetAddress> client() {
        return client;
    }

    FetchReader markCollapsed() {
        collapsed = true;
        return this;
    }

    boolean gone() {
        return gone;
    }

    void leave() {
        gone = true;
    }
}
