package org.aptheke.server.netty;

import io.netty.channel.Channel;
import org.aptheke.origin.Authority;
import org.aptheke.proxy.Repetition;

/** What came of a request. Whoever gets it sends it or discards it. */
sealed interface Outcome {
    /** Gives back what it holds. */
    void discard();

    /**
     * Nothing more to wait for; holds one reference to the answer.
     *
     * @param what of the answer is sent
     */
    record Ready(ReadyAnswer answer, Repetition what, String cacheStatus, String cause) implements Outcome {
        static Ready whole(ReadyAnswer answer, String cacheStatus, String cause) {
            return new Ready(answer, Repetition.Whole.WHOLE, cacheStatus, cause);
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
