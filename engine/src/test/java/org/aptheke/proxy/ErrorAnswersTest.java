package org.aptheke.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.aptheke.fetch.DigestMismatchException;
import org.aptheke.http.Content;
import org.aptheke.origin.EgressRefusedException;
import org.aptheke.origin.MalformedResponseException;
import org.aptheke.origin.ObjectTooLargeException;
import org.aptheke.origin.OriginBusyException;
import org.aptheke.origin.OriginTimeoutException;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.origin.PrematureEndException;
import org.aptheke.origin.RedirectException;
import org.aptheke.store.SpaceExhaustedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorAnswersTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new EgressRefusedException("10.0.0.1 may not be reached"), 403, false),
                Arguments.of(new OriginBusyException("too many"), 503, true),
                Arguments.of(new OriginTimeoutException("too slow"), 504, true),
                Arguments.of(new SpaceExhaustedException("no room"), 507, false),
                Arguments.of(
                        new DigestMismatchException(
                                "http://deb.example.org/Packages.xz", "812990 bytes, SHA256:aa", "812344 bytes"),
                        502,
                        false),
                Arguments.of(new OriginUnreachableException("nobody there"), 502, false),
                Arguments.of(new MalformedResponseException("not HTTP"), 502, false),
                Arguments.of(new ObjectTooLargeException("too large"), 502, false),
                Arguments.of(new PrematureEndException("too early"), 502, false),
                Arguments.of(new RedirectException("in a circle"), 502, false),
                Arguments.of(new IOException("broken"), 502, false));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void of_failure_hasItsStatusAndABodyThatSaysWhy(IOException failure, int status, boolean comeAgain) {
        var answer = ErrorAnswers.of(failure, "aptheke; fwd=uri-miss");

        var response = answer.response();
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.fields().contains("Retry-After")).isEqualTo(comeAgain);
        assertThat(response.fields().first("Cache-Control")).contains("no-store");
        assertThat(text(response.content())).isEqualTo(failure.getMessage() + "\n");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void statusOf_failureWithoutMessage_isTheSame(IOException failure, int status, boolean comeAgain) {
        assertThat(ErrorAnswers.statusOf(failure)).isEqualTo(status);
    }

    private static String text(Content content) {
        assertThat(content).isInstanceOf(Content.Bytes.class);
        return StandardCharsets.UTF_8
                .decode(((Content.Bytes) content).buffer().duplicate())
                .toString();
    }
}
