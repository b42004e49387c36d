package org.aptheke.fetch;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.http.TargetUri;

/**
 * A fetch as it was at one moment, for people.
 *
 * @param number no other fetch of this run of the program has it
 * @param key under which what it brings is stored
 * @param upstream what was asked last, after rules, mirrors and redirects; empty before an origin has answered
 * @param peer the address that answered; empty before
 * @param bytes of content that have come
 * @param total of content, when that is known
 * @param bytesPerSecond in the last second or so
 * @param clients who follow it
 * @param background whether it is made for nobody that waits
 * @param failure why it failed; empty when it has not
 */
public record FetchView(
        long number,
        String key,
        State state,
        Instant begunAt,
        Optional<Instant> endedAt,
        Optional<TargetUri> upstream,
        String peer,
        long bytes,
        OptionalLong total,
        long bytesPerSecond,
        List<InetAddress> clients,
        boolean background,
        String failure) {
    public FetchView {
        clients = List.copyOf(clients);
    }

    /** The same, for one that has ended: well, unless it has failed. */
    FetchView ended(Instant at) {
        var how = state == State.FAILED ? State.FAILED : State.DONE;
        return new FetchView(
                number,
                key,
                how,
                begunAt,
                Optional.of(at),
                upstream,
                peer,
                bytes,
                total,
                0,
                clients,
                background,
                failure);
    }

    /** How far a fetch is. */
    public enum State {
        /** Others have all places. */
        WAITING,
        /** No origin has answered yet. */
        ASKING,
        RECEIVING,
        /** All has come, and is being entered into the store. */
        FILING,
        DONE,
        FAILED;

        public boolean hasEnded() {
            return this == DONE || this == FAILED;
        }
    }
}
