package org.aptheke.origin.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.ParentProxy;
import org.aptheke.testkit.ManualClock;
import org.junit.jupiter.api.Test;

final class ParentRulesTest {
    private static final ParentProxy FIRST = parent("first");
    private static final ParentProxy SECOND = parent("second");
    private static final Way THROUGH_FIRST = new Way.Through(FIRST);
    private static final Way THROUGH_SECOND = new Way.Through(SECOND);
    private static final Way DIRECT = new Way.Direct();

    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");

    @Test
    void ways_hostThatNoParentIsFor_isDirect() {
        var rules = rules(rule(FIRST, "a.example", false));

        assertThat(rules.ways("b.example", Optional.empty())).containsExactly(DIRECT);
        assertThat(rules.ways("a.example", Optional.empty())).containsExactly(THROUGH_FIRST);
    }

    @Test
    void ways_named_isThatParentWhateverTheHost() {
        var rules = rules(rule(FIRST, "a.example", false), rule(SECOND, "none", false));

        assertThat(rules.ways("a.example", Optional.of("second"))).containsExactly(THROUGH_SECOND);
        assertThat(rules.ways("a.example", Optional.of(OriginRequest.DIRECT))).containsExactly(DIRECT);
    }

    @Test
    void ways_deadParent_isLastAndTriedAgainAfterARestThatGrows() {
        var rules = rules(rule(FIRST, "a.example", false), rule(SECOND, "a.example", false));
        rules.failed(THROUGH_FIRST, "refused");

        assertThat(rules.ways("a.example", Optional.empty())).containsExactly(THROUGH_SECOND, THROUGH_FIRST);
        clock.advance(Duration.ofSeconds(2));
        assertThat(rules.ways("a.example", Optional.empty())).containsExactly(THROUGH_FIRST, THROUGH_SECOND);
        rules.failed(THROUGH_FIRST, "refused");
        clock.advance(Duration.ofSeconds(2));
        assertThat(rules.ways("a.example", Optional.empty())).containsExactly(THROUGH_SECOND, THROUGH_FIRST);
        for (int i = 0; i < 50; i++) {
            rules.failed(THROUGH_FIRST, "refused");
        }
        assertThat(rules.status().getFirst().restsUntil())
                .hasValue(clock.instant().plusSeconds(64));
        rules.worked(THROUGH_FIRST);
        assertThat(rules.ways("a.example", Optional.empty())).containsExactly(THROUGH_FIRST, THROUGH_SECOND);
        assertThat(rules.status().getFirst().failures()).isZero();
    }

    @Test
    void ways_fallBack_isDirectBehindTheParentsThatAnswer() {
        var rules = rules(rule(FIRST, "a.example", true));

        assertThat(rules.ways("a.example", Optional.empty())).containsExactly(THROUGH_FIRST, DIRECT);
        rules.failed(THROUGH_FIRST, "refused");
        assertThat(rules.ways("a.example", Optional.empty())).as("at once").containsExactly(DIRECT);
        assertThat(rules.status())
                .singleElement()
                .satisfies(status -> assertThat(status.lastFailure()).isEqualTo("refused"));
    }

    private ParentRules rules(ParentRules.Rule... rules) {
        return new ParentRules(List.of(rules), clock);
    }

    private static ParentRules.Rule rule(ParentProxy parent, String host, boolean fallBack) {
        return new ParentRules.Rule(parent, host::equals, fallBack, Trust.USUAL);
    }

    private static ParentProxy parent(String name) {
        return new ParentProxy(name, ParentProxy.Kind.HTTP, name + ".example", 3128, Optional.empty());
    }
}
