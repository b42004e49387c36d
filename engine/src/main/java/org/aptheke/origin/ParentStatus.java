package org.aptheke.origin;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a parent proxy.
 *
 * @param failures since it last answered
 * @param restsUntil before that it is passed by
 * @param lastFailure in words, empty when there was none
 */
public record ParentStatus(ParentProxy parent, int failures, Optional<Instant> restsUntil, String lastFailure) {}
