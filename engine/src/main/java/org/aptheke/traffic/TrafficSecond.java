package org.aptheke.traffic;

import java.time.Instant;

/** Traffic of answers that ended in one second; {@code savedBytes} did not come from an origin for them. */
public record TrafficSecond(Instant begin, long requests, long bytes, long savedBytes) {}
