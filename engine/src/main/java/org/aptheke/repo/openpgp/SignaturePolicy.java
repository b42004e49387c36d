package org.aptheke.repo.openpgp;

import org.aptheke.repo.openpgp.SignatureVerdict.Good;
import org.aptheke.repo.openpgp.SignatureVerdict.Malformed;
import org.aptheke.repo.openpgp.SignatureVerdict.Refused;
import org.aptheke.repo.openpgp.SignatureVerdict.UnknownKey;
import org.aptheke.repo.openpgp.SignatureVerdict.Unsigned;

/** What the operator demands of the signatures of a repository's release files. */
public enum SignaturePolicy {
    /** What a known key signed must be right. What no known key signed is taken too, as it would be without a cache. */
    PREFER,
    /** Only what a known key signed. */
    REQUIRE,
    /** Signatures are not looked at. */
    OFF;

    /**
     * Whether a release file may become the current one of its suite, as far as signatures go.
     *
     * @param reason one line for status and logs
     */
    public record Judgement(boolean adopted, String reason) {}

    /** Judges a verdict. A file without a text cannot be adopted by any policy: there is nothing to adopt. */
    public Judgement judge(SignatureVerdict verdict) {
        return switch (verdict) {
            case Good _ -> new Judgement(true, verdict.summary());
            case UnknownKey _, Unsigned _ -> judged(this != REQUIRE, verdict, "a known key must sign");
            case Refused _ -> judged(this == OFF, verdict, "signature refused");
            case Malformed _ -> judged(false, verdict, "not a signed file");
        };
    }

    private Judgement judged(boolean adopted, SignatureVerdict verdict, String otherwise) {
        if (!adopted) {
            return new Judgement(false, otherwise + ": " + verdict.summary());
        }
        return new Judgement(true, this == OFF ? "signatures are off; " + verdict.summary() : verdict.summary());
    }
}
