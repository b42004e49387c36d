package org.aptheke.main;

import java.time.InstantSource;
import org.aptheke.config.Settings;
import org.aptheke.suite.SuiteRules;
import org.aptheke.suite.WarmRules;
import org.aptheke.trust.TrustedKeys;

/** What holds for suites by the settings that were loaded last. Safe for use by many threads. */
final class LiveRules {
    private final InstantSource clock;
    private volatile Now now;

    private record Now(SuiteRules suites, WarmRules warm, TrustedKeys trusted) {
        static Now of(Settings settings, InstantSource clock) {
            return new Now(
                    Mapped.suiteRules(settings),
                    Mapped.warmRules(settings),
                    new TrustedKeys(Mapped.repositoryRules(settings), clock));
        }
    }

    LiveRules(Settings settings, InstantSource clock) {
        this.clock = clock;
        this.now = Now.of(settings, clock);
    }

    void use(Settings settings) {
        now = Now.of(settings, clock);
    }

    SuiteRules suites() {
        return now.suites();
    }

    WarmRules warm() {
        return now.warm();
    }

    TrustedKeys trusted() {
        return now.trusted();
    }
}
