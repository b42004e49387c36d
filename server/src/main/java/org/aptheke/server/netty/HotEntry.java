package org.aptheke.server.netty;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.aptheke.http.Fields;
import org.aptheke.http.Request;
import org.aptheke.http.TargetUri;
import org.aptheke.proxy.Answer;
import org.aptheke.proxy.Repeatable;
import org.aptheke.proxy.Repetition;

/** An answer in the hot set, until when it holds, and how often it was used. Safe for use by many threads. */
final class HotEntry {
    private static final Optional<Repetition> WHOLE = Optional.of(Repetition.Whole.WHOLE);

    private final ReadyAnswer answer;
    private final Fields fields;
    private final Repeatable repeatable;
    private final TargetUri target;
    private final String host;
    private final String path;
    private final String cacheStatus;
    private final AtomicLong uses = new AtomicLong();
    private volatile Instant lastUse = Instant.EPOCH;
    private Judged judged = Judged.NOTHING;

    /** What a GET with these fields gets, the same object and not its like: so known sections are judged once. */
    private record Judged(Fields fields, Optional<Repetition> repetition) {
        static final Judged NOTHING = new Judged(Fields.EMPTY, Optional.empty());
    }

    HotEntry(ReadyAnswer ready, Repeatable repeatable, TargetUri target, Answer answer) {
        this.answer = ready;
        this.fields = answer.response().fields();
        this.repeatable = repeatable;
        this.target = target;
        this.host = target.authority();
        this.path = target.pathAndQuery();
        this.cacheStatus = Outcome.status(answer);
    }

    ReadyAnswer answer() {
        return answer;
    }

    /** What of the answer the request gets; empty when the engine has to be asked. */
    @SuppressWarnings("ReferenceEquality") // comparing them would cost what it is to save
    Optional<Repetition> repetition(RequestHead head) {
        if (head.isPlain()) {
            return WHOLE;
        }
        // Any thread's last one will do: it is immutable.
        var last = judged;
        if (last.fields() == head.fields() && !head.isHead()) {
            return last.repetition();
        }
        var repetition = Repetition.of(
                new Request(head.method(), target, head.fields()),
                fields,
                answer.shape().length().orElseThrow());
        if (!head.isHead()) {
            judged = new Judged(head.fields(), repetition);
        }
        return repetition;
    }

    Repeatable repeatable() {
        return repeatable;
    }

    /** The target's, as the access log names it. */
    String host() {
        return host;
    }

    String path() {
        return path;
    }

    String cacheStatus() {
        return cacheStatus;
    }

    /** Returns whether this is the first use since they were taken. */
    boolean noteUse(Instant now) {
        lastUse = now;
        return uses.getAndIncrement() == 0;
    }

    long takeUses() {
        return uses.getAndSet(0);
    }

    Instant lastUse() {
        return lastUse;
    }
}
