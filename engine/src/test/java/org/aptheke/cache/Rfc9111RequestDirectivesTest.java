package org.aptheke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aptheke.http.Fields;
import org.aptheke.http.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Request directives: RFC 9111, 5.2.1 and 5.4. All are wishes (SHOULD), and honoured. */
final class Rfc9111RequestDirectivesTest {
    private static final Stored HOUR = Stored.withCacheControl("max-age=3600");
    private static final Stored EXPIRED = Stored.withCacheControl("max-age=10");

    private static ForwardReason reason(Decision decision) {
        return ((Decision.Validate) decision).reason();
    }

    /** 5.2.1.1. */
    @Test
    void decide_maxAge_limitsTheAge() {
        assertThat(HOUR.isReusedAfter(100, "Cache-Control", "max-age=100")).isTrue();
        assertThat(reason(HOUR.askedAfter(101, "Cache-Control", "max-age=100"))).isEqualTo(ForwardReason.REQUEST);
        assertThat(HOUR.and("Age", "1800").isReusedAfter(0, "Cache-Control", "max-age=600"))
                .isFalse();
    }

    /** 5.2.1.2. */
    @Test
    void decide_maxStale_permitsStale() {
        assertThat(EXPIRED.askedAfter(20, "Cache-Control", "max-stale=10"))
                .isInstanceOfSatisfying(Decision.Serve.class, serve -> {
                    assertThat(serve.fresh()).isFalse();
                    assertThat(serve.validateAlso()).isFalse();
                    assertThat(serve.age()).hasSeconds(20);
                });
        assertThat(EXPIRED.askedAfter(21, "Cache-Control", "max-stale=10")).isInstanceOf(Decision.Validate.class);
        assertThat(EXPIRED.askedAfter(99_999, "Cache-Control", "max-stale")).isInstanceOf(Decision.Serve.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "s-maxage=10", "no-cache"})
    void decide_maxStaleAgainstTheOrigin_isValidated(String directive) {
        assertThat(Stored.withCacheControl("max-age=10, " + directive).askedAfter(20, "Cache-Control", "max-stale"))
                .isInstanceOf(Decision.Validate.class);
    }

    /** 5.2.1.1: max-age bounds the age also of what max-stale permits. */
    @Test
    void decide_maxStaleWithMaxAge_bothLimit() {
        assertThat(EXPIRED.askedAfter(20, "Cache-Control", "max-stale, max-age=20"))
                .isInstanceOf(Decision.Serve.class);
        assertThat(EXPIRED.askedAfter(21, "Cache-Control", "max-stale, max-age=20"))
                .isInstanceOf(Decision.Validate.class);
    }

    /** 5.2.1.3. */
    @Test
    void decide_minFresh_wantsFreshnessLeft() {
        assertThat(HOUR.isReusedAfter(600, "Cache-Control", "min-fresh=3000")).isTrue();
        assertThat(reason(HOUR.askedAfter(601, "Cache-Control", "min-fresh=3000")))
                .isEqualTo(ForwardReason.REQUEST);
        assertThat(HOUR.and("Age", "1000").isReusedAfter(0, "Cache-Control", "min-fresh=3000"))
                .isFalse();
    }

    @Test
    void decide_minFreshAndStale_isNotServedByMaxStale() {
        assertThat(EXPIRED.askedAfter(20, "Cache-Control", "min-fresh=1, max-stale"))
                .isInstanceOf(Decision.Validate.class);
    }

    /** 5.2.1.4. */
    @Test
    void decide_noCache_isValidated() {
        assertThat(HOUR.askedAfter(1, "Cache-Control", "no-cache"))
                .isInstanceOfSatisfying(Decision.Validate.class, validate -> {
                    assertThat(validate.reason()).isEqualTo(ForwardReason.REQUEST);
                    assertThat(validate.conditional()).isEqualTo(Fields.of("If-None-Match", "\"abc\""));
                });
    }

    @Test
    void decide_noCacheWithoutValidator_isForwarded() {
        assertThat(Stored.with("Cache-Control", "max-age=3600").askedAfter(1, "Cache-Control", "no-cache"))
                .isEqualTo(new Decision.Forward(ForwardReason.REQUEST));
    }

    /** 5.4: Pragma counts only when Cache-Control is not there. */
    @Test
    void decide_pragmaNoCache_countsAlone() {
        assertThat(HOUR.askedAfter(1, "Pragma", "no-cache")).isInstanceOf(Decision.Validate.class);
        assertThat(HOUR.askedAfter(1, "Pragma", "foo, No-Cache")).isInstanceOf(Decision.Validate.class);
        assertThat(HOUR.isReusedAfter(1, "Pragma", "no-cache", "Cache-Control", "foo"))
                .isTrue();
        assertThat(HOUR.isReusedAfter(1, "Pragma", "foo")).isTrue();
    }

    /** 5.2.1.5: what is stored already may answer. */
    @Test
    void decide_noStore_isAnsweredFromTheStore() {
        assertThat(HOUR.isReusedAfter(1, "Cache-Control", "no-store")).isTrue();
    }

    /** 5.2.1.7. */
    @Test
    void decide_onlyIfCached_isServedOrUnsatisfiable() {
        assertThat(HOUR.isReusedAfter(1, "Cache-Control", "only-if-cached")).isTrue();
        assertThat(HOUR.askedAfter(3600, "Cache-Control", "only-if-cached")).isEqualTo(new Decision.Unsatisfiable());
        assertThat(HOUR.askedAfter(1, "Cache-Control", "only-if-cached, no-cache"))
                .isEqualTo(new Decision.Unsatisfiable());
        assertThat(HOUR.askedAfter(3700, "Cache-Control", "only-if-cached, max-stale"))
                .isInstanceOf(Decision.Serve.class);
        assertThat(Stored.REUSE.decide(Stored.get("Cache-Control", "only-if-cached"), List.of(), Stored.NOW))
                .isEqualTo(new Decision.Unsatisfiable());
    }

    /** 4: HEAD may be answered from a stored GET. */
    @Test
    void decide_head_isAnsweredFromAStoredGet() {
        var head = new Request("HEAD", Stored.target("/images/debian-12.iso"), Fields.EMPTY);

        assertThat(Stored.REUSE.decide(head, List.of(HOUR.received(1)), Stored.NOW))
                .isInstanceOf(Decision.Serve.class);
    }

    @Test
    void decide_clientsConditionsAndRange_playNoPart() {
        assertThat(HOUR.isReusedAfter(1, "If-None-Match", "\"x\"", "Range", "bytes=0-4"))
                .isTrue();
        assertThat(EXPIRED.askedAfter(20, "If-None-Match", "\"x\""))
                .isInstanceOfSatisfying(
                        Decision.Validate.class,
                        validate ->
                                assertThat(validate.conditional()).isEqualTo(Fields.of("If-None-Match", "\"abc\"")));
    }
}
