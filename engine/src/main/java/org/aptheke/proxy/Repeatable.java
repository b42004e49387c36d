package org.aptheke.proxy;

import java.time.Instant;
import org.aptheke.cache.CacheKey;

/**
 * Says that a 200 answer from the store may be repeated without asking again, for GET and HEAD of the same target
 * without request fields that ask for more than the plain answer.
 *
 * @param key for the books of uses
 * @param ageZero the instant at which the response's age was 0: {@code Age} is now minus this
 * @param until the end of its freshness
 * @param epoch of the key at the time of the decision; when {@link HotEpochs} says another, the answer is void
 */
public record Repeatable(CacheKey key, Instant ageZero, Instant until, int epoch) {}
