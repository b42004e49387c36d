package org.aptheke.fetch;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.http.Fields;
import org.aptheke.http.Request;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.OriginRequest;
import org.aptheke.repo.Expectation;

/**
 * What a fetch is to bring.
 *
 * @param request the client's, which decides about storing and sharing
 * @param fields what goes to the origin, but for what validation, range and resuming add
 * @param purpose why it is made
 * @param shared whether others with the same {@link #identity} may join it
 * @param basis whether what was decided on when the plan was made is still so
 * @param client who waits for it; empty when nobody does
 */
public record FetchPlan(
        CacheKey key,
        Request request,
        Fields fields,
        Purpose purpose,
        boolean shared,
        BooleanSupplier basis,
        Optional<InetAddress> client) {
    public FetchPlan(
            CacheKey key, Request request, Fields fields, Purpose purpose, boolean shared, BooleanSupplier basis) {
        this(key, request, fields, purpose, shared, basis, Optional.empty());
    }

    /** The same, for somebody who waits for it. */
    public FetchPlan forClient(InetAddress address) {
        return new FetchPlan(key, request, fields, purpose, shared, basis, Optional.of(address));
    }

    /** Why the origin is asked. */
    public sealed interface Purpose {
        /** To get the whole content, going on from a stored part when there is one. */
        record Retrieve() implements Purpose {}

        /** To learn whether the stored response still holds, and to get its successor if not. */
        record Validate(StoredResponse stored, Fields conditional) implements Purpose {}

        /** To get one range, as the client asked for it ({@code Range}, {@code If-Range}). */
        record RetrieveRange(Fields range) implements Purpose {}

        /** To pass on what the origin says to the client's own conditions, when nothing is stored. */
        record Relay(Fields conditions) implements Purpose {}

        /** To pass on the header section of a HEAD answer. */
        record Inspect() implements Purpose {}

        /**
         * To get the whole content that is promised, whatever is stored: checked before it is complete, and brought by
         * another source when one does not keep the promise. It is filed under the plan's key with status 200.
         */
        record RetrievePromised(Promise promise) implements Purpose {}
    }

    /**
     * A content known before it comes, and where it may be had.
     *
     * @param sources in the order in which they are asked, one at least; the target of the plan's request is only asked
     *     if it is among them. Credentials of the request go to its own host alone
     */
    public record Promise(Expectation expectation, List<TargetUri> sources) {
        public Promise {
            sources = List.copyOf(sources);
            if (sources.isEmpty()) {
                throw new IllegalArgumentException("no source for " + expectation);
            }
        }

        /** The checksum that names the content: two promises with an equal one are kept by the same. */
        Checksum content() {
            return expectation.checksum(DigestAlgorithm.SHA256).orElseGet(expectation::strongest);
        }
    }

    /**
     * Two plans with equal identities bring the same.
     *
     * @param under the key; empty where it does not matter
     */
    record Identity(Optional<CacheKey> under, String rest) {
        private static final String WHOLE = "";

        static Identity ofWhole(CacheKey key) {
            return new Identity(Optional.of(key), WHOLE);
        }
    }

    /** What is promised is the same under all keys: who asks for it at several hosts at once gets one download. */
    Identity identity() {
        return purpose instanceof Purpose.RetrievePromised(var promise) && isForAnybody()
                ? new Identity(Optional.empty(), "promised " + promise.content())
                : identityUnderKey();
    }

    /** The same for those only who ask with this key, for the case that what others do brings nothing. */
    Identity identityUnderKey() {
        String rest = switch (purpose) {
            case Purpose.Retrieve _, Purpose.Validate _ -> Identity.WHOLE;
            case Purpose.RetrieveRange(var range) -> "range " + lines(range);
            case Purpose.Relay(var conditions) -> "if " + lines(conditions);
            case Purpose.Inspect _ -> "HEAD";
            case Purpose.RetrievePromised(var promise) -> "promised " + promise.content();
        };
        return new Identity(Optional.of(key), rest);
    }

    /** Whether it is got without anybody's credentials. */
    private boolean isForAnybody() {
        return key.credential().isEmpty() && !request.fields().contains("Authorization");
    }

    /** For whom the content is, as {@link org.aptheke.store.BlobSource#reservedFor} says it; empty when for all. */
    Optional<String> holder() {
        return request.fields().contains("Authorization") ? Optional.of("") : key.credential();
    }

    Optional<StoredResponse> validated() {
        return purpose instanceof Purpose.Validate validate ? Optional.of(validate.stored()) : Optional.empty();
    }

    /** What is promised of the content, if anything is. */
    public Optional<Promise> promise() {
        return purpose instanceof Purpose.RetrievePromised(var promise) ? Optional.of(promise) : Optional.empty();
    }

    /** Whether the whole content is wanted, so that a stored part may be continued. */
    boolean wantsWhole() {
        return purpose instanceof Purpose.Retrieve;
    }

    /** The first request; {@code extra} are further fields, for a range to go on from. */
    OriginRequest originRequest(Fields extra) {
        Fields special = switch (purpose) {
            case Purpose.Retrieve _, Purpose.Inspect _, Purpose.RetrievePromised _ -> Fields.EMPTY;
            case Purpose.Validate validate -> validate.conditional();
            case Purpose.RetrieveRange(var range) -> range;
            case Purpose.Relay(var conditions) -> conditions;
        };
        String method = purpose instanceof Purpose.Inspect ? "HEAD" : "GET";
        return new OriginRequest(
                method,
                request.target(),
                fields.toBuilder().addAll(special).addAll(extra).build());
    }

    /** A request for the whole, or with {@code extra} for a range of it, without any condition of the first. */
    OriginRequest unconditional(Fields extra) {
        return new OriginRequest(
                "GET", request.target(), fields.toBuilder().addAll(extra).build());
    }

    private static String lines(Fields fields) {
        var text = new StringBuilder();
        for (var line : fields) {
            text.append(line.name()).append(':').append(line.value()).append('\n');
        }
        return text.toString();
    }
}
