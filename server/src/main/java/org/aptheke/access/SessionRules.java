package org.aptheke.access;

import java.time.Duration;

/** When a session ends: so long after the last request, and so long after the log-in whatever happens. */
public record SessionRules(Duration idle, Duration lifetime) {}
