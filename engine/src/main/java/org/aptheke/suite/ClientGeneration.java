package org.aptheke.suite;

import java.time.Instant;

/**
 * Which generation of a suite a client got last.
 *
 * @param current the one that it would get now
 * @param at when it got it
 */
public record ClientGeneration(String suite, long generation, long current, Instant at) {}
