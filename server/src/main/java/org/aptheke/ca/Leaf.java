package org.aptheke.ca;

import java.time.Instant;

/**
 * A certificate for one intercepted host.
 *
 * @param renewAt when to ask for another; long before it ends, so that clients whose clocks are fast take it too
 */
public record Leaf(KeyedChain certificate, Instant renewAt) {}
