package org.aptheke.testkit;

import java.io.IOException;

/** Answers one request at a {@link ScriptedOrigin}; called on a thread of the connection, which it may block. */
@FunctionalInterface
public interface Handler {
    void answer(ReceivedRequest request, Reply reply) throws IOException, InterruptedException;
}
