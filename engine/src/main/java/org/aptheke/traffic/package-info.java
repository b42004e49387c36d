/**
 * What clients ask for and get, counted by time, repository, client and package, for people. A sink of events that keeps
 * the books through {@link org.aptheke.store.TrafficBook}. Start with {@link org.aptheke.traffic.TrafficRecorder}.
 */
@NullMarked
package org.aptheke.traffic;

import org.jspecify.annotations.NullMarked;
