package org.aptheke.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

/** Keeps what the program says in memory. */
final class RecentAppender extends AppenderBase<ILoggingEvent> {
    private final RecentLog recent;

    RecentAppender(RecentLog recent) {
        this.recent = recent;
    }

    @Override
    protected void append(ILoggingEvent event) {
        recent.say(event);
    }
}
