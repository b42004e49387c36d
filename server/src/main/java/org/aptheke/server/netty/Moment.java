package org.aptheke.server.netty;

import java.time.Instant;

/** One reading of the clock, and of the one that only measures ({@link System#nanoTime}). */
record Moment(Instant at, long nanos) {}
