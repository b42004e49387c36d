package org.aptheke.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class BackgroundThreadsTest {
    private static final int NICE_FIELD = 16;

    @Test
    void unstarted_onceItRuns_isNicerThanOthersAndAlone() throws Exception {
        int before = niceOfThisThread();
        var inside = new CompletableFuture<Integer>();

        var thread = BackgroundThreads.unstarted("polite", () -> {
            try {
                inside.complete(niceOfThisThread());
            } catch (IOException e) {
                inside.completeExceptionally(e);
            }
        });
        thread.start();

        assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
        assertThat(inside.join()).isEqualTo(Math.min(19, before + 10));
        assertThat(thread.isDaemon()).isTrue();
        assertThat(niceOfThisThread()).isEqualTo(before);
    }

    /** Behind the name, which may have spaces: proc(5). */
    private static int niceOfThisThread() throws IOException {
        var stat = Files.readString(Path.of("/proc/thread-self/stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Integer.parseInt(fields[NICE_FIELD]);
    }
}
