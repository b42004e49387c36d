package org.aptheke.events;

import java.net.InetAddress;
import java.time.Instant;

/** Something that happened and that an operator may want to know. */
public sealed interface Event {
    /**
     * An answer was sent, or broke off. There may be very many, and some thousand wait to be logged and counted: so the
     * times are plain numbers.
     *
     * @param host of the target; empty when the request had none that could be read
     * @param path with its query; what could be read of it
     * @param bytes of content that were sent
     * @param durationNanos from the complete request header to the last byte
     * @param firstByteNanos from the complete request header to the first byte of the answer
     * @param cacheStatus as in the answer's {@code Cache-Status}, without the name of this cache
     * @param cause why it failed or was cut short; empty when all is well
     */
    record Answered(
            Instant at,
            InetAddress client,
            String method,
            String host,
            String path,
            int status,
            long bytes,
            long durationNanos,
            long firstByteNanos,
            String cacheStatus,
            String cause)
            implements Event {}

    /** An origin failed or misbehaved; {@code peer} is its address when one was reached. */
    record OriginTrouble(Instant at, String url, String peer, String cause) implements Event {}

    /** The store could not do its work and was passed by; {@code healed} when it works again. */
    record StoreTrouble(Instant at, String what, boolean healed) implements Event {}

    /** Something about a suite: adopted, put off, refused, away; {@code suite} is the directory of its release files. */
    record SuiteNews(Instant at, String suite, String what) implements Event {}

    /** Something about a run of a job: begun, ended, failed; {@code job} is its kind and number. */
    record JobNews(Instant at, String job, String what, boolean failed) implements Event {}

    /**
     * Somebody has asked for a change, or to be let in.
     *
     * @param who a user, a token, or whoever is at the machine itself
     * @param place the address that it came from, or the socket
     * @param status of the answer; 400 and above mean that nothing was changed
     */
    record Change(Instant at, String who, String place, String what, int status) implements Event {}
}
