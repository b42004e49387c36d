package org.aptheke.proxy;

import java.util.List;
import java.util.Optional;
import org.aptheke.http.Interim;
import org.aptheke.http.Response;

/**
 * What goes back to the client, with what the log and the hot set need to know. Whoever gets it closes the contents of
 * the response and of the whole one.
 *
 * @param response complete but for {@code Date}, {@code Connection} and the framing, which the listener adds
 * @param cacheStatus the value of the field {@code Cache-Status}, which is among the fields too
 * @param cause why it failed, or where it came from, in words for the log; empty when there is nothing to say
 * @param repeatable set when the same answer may be given again from memory, or the whole one
 * @param whole the 200 response of which this is what a condition or a range leaves, when memory may keep it
 * @param interims go ahead of it, to clients that can have such
 */
public record Answer(
        Response response,
        String cacheStatus,
        String cause,
        Optional<Repeatable> repeatable,
        Optional<Response> whole,
        List<Interim> interims) {
    public Answer {
        interims = List.copyOf(interims);
    }

    public Answer(Response response, String cacheStatus, String cause, Optional<Repeatable> repeatable) {
        this(response, cacheStatus, cause, repeatable, Optional.empty(), List.of());
    }

    /** The same answer with these ahead of it. */
    public Answer behind(List<Interim> before) {
        return new Answer(response, cacheStatus, cause, repeatable, whole, before);
    }

    /** The same answer, of which memory may keep the whole. */
    Answer of(Response whole, Repeatable reason) {
        return new Answer(response, cacheStatus, cause, Optional.of(reason), Optional.of(whole), interims);
    }
}
