package org.aptheke.repo.openpgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.aptheke.repo.openpgp.SignaturePolicy.Judgement;
import org.aptheke.repo.openpgp.SignatureVerdict.Good;
import org.aptheke.repo.openpgp.SignatureVerdict.Malformed;
import org.aptheke.repo.openpgp.SignatureVerdict.Refused;
import org.aptheke.repo.openpgp.SignatureVerdict.UnknownKey;
import org.aptheke.repo.openpgp.SignatureVerdict.Unsigned;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SignaturePolicyTest {
    private static final SignedText TEXT = SignedText.of(new byte[] {'x', '\n'});
    private static final Fingerprint KEY = new Fingerprint("AB".repeat(20));
    private static final Signer SIGNER = new Signer(KEY, KEY, "Archive", Instant.EPOCH, List.of("a.gpg"));

    @ParameterizedTest
    @MethodSource("cases")
    void judge_verdict_followsPolicy(SignatureVerdict verdict, boolean prefer, boolean require, boolean off) {
        assertThat(List.of(
                        SignaturePolicy.PREFER.judge(verdict).adopted(),
                        SignaturePolicy.REQUIRE.judge(verdict).adopted(),
                        SignaturePolicy.OFF.judge(verdict).adopted()))
                .containsExactly(prefer, require, off);
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(new Good(List.of(SIGNER), TEXT), true, true, true),
                Arguments.of(new UnknownKey(List.of(KEY.keyId()), TEXT), true, false, true),
                Arguments.of(new Unsigned(TEXT), true, false, true),
                Arguments.of(refused(Fault.BAD), false, false, true),
                Arguments.of(refused(Fault.REVOKED), false, false, true),
                Arguments.of(refused(Fault.EXPIRED), false, false, true),
                Arguments.of(refused(Fault.WEAK), false, false, true),
                Arguments.of(refused(Fault.UNUSABLE), false, false, true),
                Arguments.of(new Malformed("the file is empty"), false, false, false));
    }

    @ParameterizedTest
    @EnumSource(SignaturePolicy.class)
    void judge_anyVerdict_givesOneLine(SignaturePolicy policy) {
        cases().map(arguments -> (SignatureVerdict) arguments.get()[0])
                .map(policy::judge)
                .map(Judgement::reason)
                .forEach(reason -> assertThat(reason).isNotBlank().doesNotContain("\n"));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void judge_verdict_saysWhy(SignaturePolicy policy, SignatureVerdict verdict, String reason) {
        assertThat(policy.judge(verdict).reason()).isEqualTo(reason);
    }

    static Stream<Arguments> reasons() {
        var name = "Archive (" + KEY + ")";
        var unknown = new UnknownKey(List.of(KEY.keyId()), TEXT);
        return Stream.of(
                Arguments.of(SignaturePolicy.PREFER, new Good(List.of(SIGNER), TEXT), "signed by " + name),
                Arguments.of(
                        SignaturePolicy.PREFER, unknown, "signed by keys that are in no keyring: ABABABABABABABAB"),
                Arguments.of(
                        SignaturePolicy.REQUIRE,
                        unknown,
                        "a known key must sign: signed by keys that are in no keyring: ABABABABABABABAB"),
                Arguments.of(SignaturePolicy.PREFER, refused(Fault.BAD), "signature refused: detail: " + name),
                Arguments.of(SignaturePolicy.OFF, refused(Fault.BAD), "signatures are off; detail: " + name),
                Arguments.of(
                        SignaturePolicy.OFF,
                        new Malformed("the file is empty"),
                        "not a signed file: malformed: the file is empty"));
    }

    private static Refused refused(Fault fault) {
        return new Refused(fault, List.of(new Finding(fault, SIGNER, "detail")), TEXT);
    }
}
