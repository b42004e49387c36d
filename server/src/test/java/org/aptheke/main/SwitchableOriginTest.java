package org.aptheke.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.aptheke.config.OneFile;
import org.aptheke.http.Fields;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.OriginIdentity;
import org.aptheke.origin.OriginRequest;
import org.aptheke.remap.Remaps;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.upstream.SecureOrigins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SwitchableOriginTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    @TempDir
    Path directory;

    @Test
    void prepare_manyTimes_keepsNoMoreThanWhatIsInUse() throws Exception {
        var prepared = prepared();
        try (var server = ScriptedOrigin.start().otherwise(Resource.of("hello"));
                var origins = new SwitchableOrigin(
                        new OriginIdentity("aptheke/test", "1.1 aptheke (test)"),
                        CLOCK,
                        new SecureOrigins(directory.resolve("secure-origins"), CLOCK),
                        prepared)) {
            var target = new TargetUri(Scheme.HTTP, "127.0.0.1", server.port(), "/", "");
            var running = origins.send(new OriginRequest("GET", target, Fields.EMPTY));
            for (int i = 0; i < 10; i++) {
                origins.prepare(prepared).run();
            }
            assertThat(origins.clients())
                    .as("that of the running response, that of now, and that before")
                    .isEqualTo(3);

            running.close();
            origins.prepare(prepared).run();

            assertThat(origins.clients()).isEqualTo(2);
            origins.send(new OriginRequest("GET", target, Fields.EMPTY)).close();
        }
    }

    private Prepared prepared() throws Exception {
        var settings =
                OneFile.load(directory, "egress.allow = [\"127.0.0.0/8\"]\n").settings();
        return Prepared.of(settings, Remaps.none(), CLOCK);
    }
}
