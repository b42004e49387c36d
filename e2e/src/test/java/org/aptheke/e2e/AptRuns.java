package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.aptheke.testkit.AptClient;
import org.aptheke.testkit.AptClient.AptResult;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.ScriptedOrigin;

/** Real apt behind a cache, for an archive that its origin has below {@code /debian}. */
final class AptRuns {
    private AptRuns() {}

    static AptClient client(Path home, Aptheke cache, ArchiveBuilder archive, ScriptedOrigin origin)
            throws IOException {
        return AptClient.in(home)
                .proxy(cache.url())
                .source("deb [signed-by=%s] %s stable main".formatted(archive.keyring(), origin.url("/debian")));
    }

    /** Success without even a warning. */
    static void assertClean(AptResult result) {
        assertThat(result.isClean()).as(result.output()).isTrue();
    }
}
