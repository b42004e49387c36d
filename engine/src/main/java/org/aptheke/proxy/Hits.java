package org.aptheke.proxy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.CacheStatus;
import org.aptheke.cache.PartReuse;
import org.aptheke.cache.Reuse;
import org.aptheke.cache.StoredPart;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Digest;
import org.aptheke.http.Content;
import org.aptheke.http.Fields;
import org.aptheke.http.Preconditions;
import org.aptheke.http.RangeSpec;
import org.aptheke.http.Request;
import org.aptheke.http.Response;
import org.aptheke.store.BlobSource;

/** Answers from the store. Safe for use by many threads. */
final class Hits {
    private final BlobSource blobs;
    private final Reuse reuse;

    Hits(BlobSource blobs, Reuse reuse) {
        this.blobs = blobs;
        this.reuse = reuse;
    }

    /** That an answer may be repeated from memory: until when, and in which epoch of its key it was decided. */
    record Repetition(int epoch, Instant until) {}

    /**
     * The answer that a stored response gives by RFC 9111; empty when its blob is gone.
     *
     * @param epoch of the key before the catalogue was read; empty when the answer may not be repeated from memory
     */
    Optional<Answer> answer(
            Request request, StoredResponse stored, CacheStatus status, Optional<Integer> epoch, Instant now)
            throws IOException {
        var repetition = epoch.filter(
                        _ -> stored.selecting().isEmpty() && !stored.fields().contains("Vary"))
                .map(current -> new Repetition(current, reuse.freshUntil(stored)));
        return promised(request, stored, status, repetition, now);
    }

    /** The answer with a content that is promised, whatever its response said of other requests; empty as above. */
    Optional<Answer> promised(
            Request request, StoredResponse stored, CacheStatus status, Optional<Repetition> repetition, Instant now)
            throws IOException {
        var file = open(stored);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        String cacheStatus = status.render();
        var age = reuse.age(stored, now);
        var fields = AnswerFields.stored(stored, age, cacheStatus);
        if (stored.status() >= 400 && stored.size() == 0 && !request.isHead()) {
            file.get().close();
            return Optional.of(ErrorAnswers.withBody(stored.status(), fields, cacheStatus));
        }
        if (stored.status() != 200) {
            return Optional.of(whole(request, stored.status(), fields, file.get(), cacheStatus, Optional.empty()));
        }
        var repeatable = repetition
                .filter(_ -> !request.isHead())
                .map(found -> new Repeatable(stored.key(), now.minus(age), found.until(), found.epoch()));
        if (Preconditions.notModified(request.fields(), fields, stored.storedAt())) {
            var answer = notModified(fields, cacheStatus);
            if (repeatable.isPresent()) {
                return Optional.of(answer.of(whole(fields, file.get()), repeatable.get()));
            }
            file.get().close();
            return Optional.of(answer);
        }
        var range = request.isHead() ? Optional.<RangeSpec>empty() : Ranged.requested(request, fields);
        if (range.isPresent()) {
            var answer = Ranged.ofFile(range.get(), fields, file.get(), cacheStatus);
            return Optional.of(repeatable.isPresent() ? withWhole(answer, stored, fields, repeatable.get()) : answer);
        }
        return Optional.of(whole(request, 200, fields, file.get(), cacheStatus, repeatable));
    }

    /** The whole file is opened for itself: who gets a part closes it when that was sent. */
    private Answer withWhole(Answer part, StoredResponse stored, Fields fields, Repeatable reason) throws IOException {
        if (part.response().status() != 206) {
            return part;
        }
        try {
            var file = open(stored);
            return file.isPresent() ? part.of(whole(fields, file.get()), reason) : part;
        } catch (IOException e) {
            part.response().content().close();
            throw e;
        }
    }

    private static Response whole(Fields fields, Content.OpenFile file) throws IOException {
        return new Response(200, fields, new Content.File(file, 0, file.size()));
    }

    private Optional<? extends Content.OpenFile> open(StoredResponse stored) throws IOException {
        return blobs.open(stored.digest(), stored.size());
    }

    private static Answer whole(
            Request request,
            int status,
            Fields fields,
            Content.OpenFile file,
            String cacheStatus,
            Optional<Repeatable> repeatable)
            throws IOException {
        Content content;
        if (request.isHead()) {
            content = new Content.None(OptionalLong.of(file.size()));
            file.close();
        } else {
            content = new Content.File(file, 0, file.size());
        }
        return new Answer(new Response(status, fields, content), cacheStatus, "", repeatable);
    }

    static Answer notModified(Fields fields, String cacheStatus) {
        var kept = fields.toBuilder()
                .remove("Content-Type")
                .remove("Content-Encoding")
                .remove("Content-Language")
                .remove("Content-Range")
                .remove("Repr-Digest")
                .remove("Accept-Ranges")
                .build();
        return new Answer(new Response(304, kept, Content.None.NONE), cacheStatus, "", Optional.empty());
    }

    /** The answer to a range request that an incomplete response covers; empty when it does not, or is not fresh. */
    Optional<Answer> answerFromPart(Request request, StoredPart part, RangeSpec range, String cacheStatus, Duration age)
            throws IOException {
        if (!PartReuse.covers(part, range)
                || !(range.resolve(part.completeLength().orElse(Long.MAX_VALUE))
                        instanceof RangeSpec.Resolved.Satisfiable(long first, long end))) {
            return Optional.empty();
        }
        var file = blobs.openPartial(part.partial());
        if (file.isEmpty() || file.get().size() < end) {
            if (file.isPresent()) {
                file.get().close();
            }
            return Optional.empty();
        }
        var fields = AnswerFields.stored(asWhole(part), age, cacheStatus)
                .without("Repr-Digest")
                .with("Content-Range", Ranged.contentRange(first, end, part.completeLength()));
        var content = new Content.File(file.get(), first, end - first);
        return Optional.of(new Answer(new Response(206, fields, content), cacheStatus, "", Optional.empty()));
    }

    /** A part in the shape that the rules of reuse judge. */
    static StoredResponse asWhole(StoredPart part) {
        return new StoredResponse(
                part.key(),
                part.selecting(),
                200,
                part.fields(),
                Digest.EMPTY,
                0,
                part.requestedAt(),
                part.receivedAt(),
                part.receivedAt(),
                false);
    }
}
