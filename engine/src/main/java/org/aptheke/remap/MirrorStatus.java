package org.aptheke.remap;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.aptheke.http.TargetUri;

/**
 * What is known of a mirror.
 *
 * @param trouble from 0, when it always answered of late, to 1, when it always failed; fades with time
 * @param failures since it last answered
 * @param latency how long it takes to begin an answer, lately; zero when it never answered
 * @param restsUntil before that it is asked only when all others fail
 * @param lastFailure in words, empty when there was none
 */
public record MirrorStatus(
        TargetUri base,
        double trouble,
        int failures,
        Duration latency,
        Optional<Instant> restsUntil,
        String lastFailure) {}
