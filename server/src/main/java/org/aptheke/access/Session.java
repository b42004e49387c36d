package org.aptheke.access;

import java.time.Instant;
import java.util.Optional;
import org.aptheke.origin.Secret;

/**
 * Somebody who has logged in, until when that is good.
 *
 * @param operator empty for who came by the token of the first start
 * @param csrf what pages show beside the cookie, which a browser sends for pages from elsewhere too
 */
record Session(Optional<Operator> operator, Secret csrf, Instant begunAt, Instant usedAt) {
    Session usedAt(Instant now) {
        return new Session(operator, csrf, begunAt, now);
    }

    boolean isOver(SessionRules rules, Instant now) {
        return !now.isBefore(usedAt.plus(rules.idle())) || !now.isBefore(begunAt.plus(rules.lifetime()));
    }
}
