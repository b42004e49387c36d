package org.aptheke.suite;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.aptheke.repo.openpgp.SignaturePolicy;
import org.aptheke.repo.openpgp.SignatureVerdict;
import org.aptheke.repo.openpgp.SignatureVerifier;
import org.aptheke.repo.openpgp.TrustRules;

/** Judges by OpenPGP signatures, keyrings and the operator's policy. Safe for use by many threads. */
public final class SignatureTrust implements Trust {
    private final TrustRules rules;

    public SignatureTrust(TrustRules rules) {
        this.rules = rules;
    }

    @Override
    public Judgement ofInRelease(SuiteId suite, byte[] inRelease, Instant now) {
        var trust = rules.of(suite.archiveRoot());
        return judged(trust.policy(), SignatureVerifier.verifyInRelease(inRelease, trust.keyrings(), now));
    }

    @Override
    public Judgement ofRelease(SuiteId suite, byte[] release, Optional<byte[]> signature, Instant now) {
        var trust = rules.of(suite.archiveRoot());
        var verdict = signature.isPresent()
                ? SignatureVerifier.verifyDetached(release, signature.get(), trust.keyrings(), now)
                : SignatureVerifier.unsigned(release);
        return judged(trust.policy(), verdict);
    }

    @Override
    public boolean isStrict(SuiteId suite) {
        return rules.of(suite.archiveRoot()).policy() == SignaturePolicy.REQUIRE;
    }

    private static Judgement judged(SignaturePolicy policy, SignatureVerdict verdict) {
        var judgement = policy.judge(verdict);
        var payload =
                verdict.text().map(text -> ByteBuffer.wrap(text.toBytes())).orElseGet(() -> ByteBuffer.allocate(0));
        return new Judgement(
                payload,
                judgement.adopted(),
                verdict instanceof SignatureVerdict.Good,
                policy == SignaturePolicy.OFF,
                judgement.reason());
    }
}
