package org.aptheke.server.netty;

import io.netty.channel.Channel;
import org.aptheke.origin.Authority;
import org.aptheke.proxy.Answer;
import org.aptheke.proxy.Repetition;

/** What came of a request. Whoever gets it sends it or discards it. */
sealed interface Outcome {
    /** Gives back what it holds. */
    void discard();

    /** What became of it in the cache, without the cache's name: {@code aptheke; hit} becomes {@code hit}. */
    static String status(Answer answer) {
        int semicolon = answer.cacheStatus().indexOf(';');
        return semicolon < 0
                ? ""
                : answer.cacheStatus().substring(semicolon + 1).strip();
    }

    /**
     * Nothing more to wait for; holds one reference to the answer.
     *
     * @param what of the answer is sent
     * @param cacheStatus without the name of this cache
     */
    record Ready(ReadyAnswer answer, Repetition what, String cacheStatus, String cause) implements Outcome {
        static Ready whole(ReadyAnswer ready, Answer answer) {
            return new Ready(ready, Repetition.Whole.WHOLE, status(answer), answer.cause());
        }

        @Override
        public void discard() {
            answer.release();
        }
    }

    /** Content still arrives: a virtual thread waits for its turn to send. */
    record Live(LiveAnswer answer) implements Outcome {
        @Override
        public void discard() {
            answer.call(false, false);
        }
    }

    /** A connection to the far end of a tunnel. */
    record Tunnelled(Channel far) implements Outcome {
        @Override
        public void discard() {
            var _ = far.close();
        }
    }

    /** How to speak TLS as an origin whose host is intercepted; holds one reference. */
    record Intercepted(Authority origin, TlsContext context) implements Outcome {
        @Override
        public void discard() {
            context.release();
        }
    }

    /** The word that a client waits for before it sends content. */
    record Continue() implements Outcome {
        @Override
        public void discard() {}
    }
}
