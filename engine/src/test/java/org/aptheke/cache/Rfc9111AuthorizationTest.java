package org.aptheke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to requests with credentials: RFC 9111, 3.5; {@link Rfc9111StorageTest} has the storing. */
final class Rfc9111AuthorizationTest {
    @Test
    void decide_credentialsAndNoLeaveToShare_isForwarded() {
        assertThat(Stored.withCacheControl("max-age=3600").askedAfter(0, "Authorization", "Basic eDp5"))
                .isEqualTo(new Decision.Forward(ForwardReason.MISS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-age=3600, public", "max-age=3600, must-revalidate", "s-maxage=3600"})
    void decide_credentialsAndLeaveToShare_isReused(String cacheControl) {
        assertThat(Stored.withCacheControl(cacheControl).isReusedAfter(0, "Authorization", "Basic eDp5"))
                .isTrue();
        assertThat(Stored.withCacheControl(cacheControl).isReusedAfter(0)).isTrue();
    }

    @Test
    void mayServeStaleOnError_credentialsAndNoLeaveToShare_isNot() {
        assertThat(Stored.withCacheControl("max-age=1").isServedOnErrorAfter(3, "Authorization", "Basic eDp5"))
                .isFalse();
        assertThat(Stored.withCacheControl("max-age=1, public").isServedOnErrorAfter(3, "Authorization", "Basic eDp5"))
                .isTrue();
    }
}
