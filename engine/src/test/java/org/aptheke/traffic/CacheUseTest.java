package org.aptheke.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CacheUseTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    hit                                                     | HIT
                    hit; ttl=60; detail="InRelease"                         | HIT
                    fwd=stale; fwd-status=304; ttl=60                       | VALIDATED
                    fwd=uri-miss; fwd-status=200; stored; collapsed         | JOINED
                    fwd=stale; fwd-status=304; collapsed                    | JOINED
                    fwd=uri-miss; stored                                    | MISS
                    fwd=stale; detail="why; collapsed; fwd-status=304"      | MISS
                    ''                                                      | OWN
                    detail="only-if-cached"                                 | OWN
                    """)
    void of_cacheStatus_isWhatItSays(String cacheStatus, CacheUse use) {
        assertThat(CacheUse.of(cacheStatus)).isEqualTo(use);
    }
}
