package org.aptheke.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.aptheke.http.Fields;
import org.junit.jupiter.api.Test;

/** Cache-Status: RFC 9211, 2. */
final class Rfc9211CacheStatusTest {
    @Test
    void render_hit_hasTtl() {
        assertThat(CacheStatus.hit().ttl(376).render()).isEqualTo("aptheke; hit; ttl=376");
        assertThat(CacheStatus.hit().ttl(-412)).hasToString("aptheke; hit; ttl=-412");
    }

    @Test
    void render_forwarded_hasReasonAndWhatCameOfIt() {
        assertThat(CacheStatus.forwarded(ForwardReason.STALE)
                        .forwardStatus(304)
                        .stored()
                        .collapsed()
                        .render())
                .isEqualTo("aptheke; fwd=stale; fwd-status=304; stored; collapsed");
        assertThat(CacheStatus.forwarded(ForwardReason.URI_MISS).render()).isEqualTo("aptheke; fwd=uri-miss");
    }

    @Test
    void render_own_isTheNameAlone() {
        assertThat(CacheStatus.own().render()).isEqualTo("aptheke");
    }

    /** RFC 9651, 4.1.6: only printable ASCII, with quote and backslash escaped. */
    @Test
    void detail_anyWords_areAString() {
        assertThat(CacheStatus.own().detail("a \"b\" \\ \u00fc\r\n").render())
                .isEqualTo("aptheke; detail=\"a \\\"b\\\" \\\\ ???\"");
    }

    @Test
    void detail_oneValueUsedTwice_isNotShared() {
        var hit = CacheStatus.hit();

        assertThat(hit.detail("one").render()).isEqualTo("aptheke; hit; detail=\"one\"");
        assertThat(hit.detail("two").render()).isEqualTo("aptheke; hit; detail=\"two\"");
    }

    /** 2: the cache nearest to the origin comes first; what it said is kept. */
    @Test
    void appendedTo_valuesOfOtherCaches_areBeforeIt() {
        var response = Fields.of("A", "1", "Cache-Status", "one; hit", "cache-status", "two; fwd=miss");

        assertThat(CacheStatus.hit().appendedTo(response))
                .isEqualTo(Fields.of("A", "1", "Cache-Status", "one; hit, two; fwd=miss, aptheke; hit"));
        assertThat(CacheStatus.hit().appendedTo(Fields.of("Cache-Status", "")))
                .isEqualTo(Fields.of("Cache-Status", "aptheke; hit"));
    }
}
