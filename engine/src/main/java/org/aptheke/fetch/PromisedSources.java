package org.aptheke.fetch;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.http.ContentRange;
import org.aptheke.http.Fields;
import org.aptheke.origin.MalformedResponseException;
import org.aptheke.origin.OriginResponse;

/**
 * Asks sources of a promised content, and tells from the header section of what they answer whether it may be that
 * content. What is of no use is closed and noted as a setback. Used by one thread.
 */
final class PromisedSources {
    private final Errand errand;
    private final PromiseCheck check;
    private final Misleaders misleaders;

    PromisedSources(Errand errand, PromiseCheck check, Misleaders misleaders) {
        this.errand = errand;
        this.check = check;
        this.misleaders = misleaders;
    }

    /**
     * A response to go on with.
     *
     * @param repeated how many of its first bytes have come before
     */
    record Found(Source source, Errand.Answered answered, long repeated) {
        OriginResponse response() {
            return answered.response();
        }

        Found fromStart() {
            return new Found(source, answered, 0);
        }
    }

    /** Whether a response is what was asked for. */
    private interface Judgement {
        Found of(Errand.Answered answered) throws IOException;
    }

    /** Asks for the whole. */
    Optional<Found> askForWhole(Source source, Setbacks setbacks) throws InterruptedException {
        return ask(source, Fields.EMPTY, setbacks, answered -> {
            var response = answered.response();
            if (response.status() != 200 && !isWhole(response)) {
                throw unusable(source, response);
            }
            if (response.length().isPresent()) {
                check.requireLength(source.toString(), response.length().getAsLong());
            }
            return new Found(source, answered, 0);
        });
    }

    /** Also a 206 to a plain request, if it is all of it. */
    private static boolean isWhole(OriginResponse response) {
        return response.status() == 206
                && ContentRange.of(response.fields()).orElse(null)
                        instanceof ContentRange.Part(long first, long end, var complete)
                && first == 0
                && complete.equals(OptionalLong.of(end));
    }

    /**
     * Asks each source once for what follows behind a position, until one has it. There is no condition: the digest
     * decides in the end. A source that sends the whole all the same will do.
     *
     * @param end of the whole, when known
     */
    Optional<Found> askForRest(List<Source> sources, long from, OptionalLong end, Setbacks setbacks)
            throws InterruptedException {
        for (var source : sources) {
            var found = ask(source, Fields.of("Range", "bytes=" + from + "-"), setbacks, answered -> {
                requireRest(source, answered.response(), from, end);
                return new Found(source, answered, answered.response().status() == 200 ? from : 0);
            });
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private void requireRest(Source source, OriginResponse response, long from, OptionalLong end) throws IOException {
        if (response.status() == 416) {
            throw check.shorter(source.toString(), from);
        }
        if (response.status() == 206
                && ContentRange.of(response.fields()).orElse(null)
                        instanceof ContentRange.Part(long first, long rangeEnd, var complete)
                && first == from
                && response.length().orElse(rangeEnd - first) == rangeEnd - first) {
            requireEnd(
                    source,
                    complete.isEmpty() && rangeEnd > end.orElse(rangeEnd) ? OptionalLong.of(rangeEnd) : complete,
                    end);
        } else if (response.status() == 200) {
            requireEnd(source, response.length(), end);
        } else {
            throw unusable(source, response);
        }
    }

    private void requireEnd(Source source, OptionalLong length, OptionalLong end) throws IOException {
        if (length.isEmpty()) {
            return;
        }
        check.requireLength(source.toString(), length.getAsLong());
        if (end.orElse(length.getAsLong()) != length.getAsLong()) {
            throw new IOException(
                    source + ": has " + length.getAsLong() + " bytes now, and was begun with " + end.getAsLong());
        }
    }

    private static MalformedResponseException unusable(Source source, OriginResponse response) {
        return new MalformedResponseException(source + ": answered " + response.status()
                + response.fields()
                        .first("Content-Range")
                        .map(range -> " with " + range)
                        .orElse("")
                + ", which is of no use");
    }

    private Optional<Found> ask(Source source, Fields extra, Setbacks setbacks, Judgement judgement)
            throws InterruptedException {
        Errand.Answered answered;
        try {
            answered = errand.ask(source.request(errand.plan(), extra));
        } catch (IOException e) {
            note(source, "", e, setbacks);
            return Optional.empty();
        }
        try {
            int status = answered.response().status();
            if (status >= 400 && status != 416) {
                setbacks.add(new Setbacks.Setback.Refused(Refusal.read(answered)));
                return Optional.empty();
            }
            return Optional.of(judge(answered, judgement));
        } catch (IOException e) {
            if (e instanceof DigestMismatchException mismatch) {
                misleaders.add(source, answered.response(), mismatch);
            }
            note(source, answered.response().peer(), e, setbacks);
            return Optional.empty();
        }
    }

    private static Found judge(Errand.Answered answered, Judgement judgement) throws IOException {
        boolean fits = false;
        try {
            var found = judgement.of(answered);
            fits = true;
            return found;
        } finally {
            if (!fits) {
                answered.response().close();
            }
        }
    }

    /** Tells what went wrong with a source, and remembers it for the end. */
    void note(Source source, String peer, IOException cause, Setbacks setbacks) {
        errand.tools().originTrouble(source.toString(), peer, cause);
        setbacks.add(cause);
    }
}
