package org.aptheke.admin;

import java.time.InstantSource;
import org.aptheke.access.Gate;
import org.aptheke.events.EventSink;

/** Who may ask, and who is told of what was changed. */
public record Access(Gate gate, EventSink events, InstantSource clock) {}
