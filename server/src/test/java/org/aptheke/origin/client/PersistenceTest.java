package org.aptheke.origin.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.aptheke.http.Fields;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PersistenceTest {
    @ParameterizedTest
    @CsvSource({
        "200, 1, '', '', true, 30000",
        "200, 1, close, '', false, 30000",
        "200, 1, 'x, Close', '', false, 30000",
        "200, 0, '', '', false, 30000",
        "200, 0, keep-alive, '', true, 30000",
        "200, 1, '', timeout=5, true, 4001",
        "200, 1, '', 'max=100, timeout=5', true, 4001",
        "200, 1, '', timeout=1, true, 1",
        "200, 1, '', timeout=600, true, 30000",
        "200, 1, '', timeout=x, true, 30000",
        "204, 1, '', '', true, 30000"
    })
    void persistence_ofFields(
            int status, int minorVersion, String connection, String keepAlive, boolean persistent, long millis) {
        var fields = Fields.of("Connection", connection, "Keep-Alive", keepAlive);

        var persistence = Persistence.of(new ParsedResponse(status, minorVersion, fields));

        assertThat(persistence.persistent()).isEqualTo(persistent);
        assertThat(persistence.keepAlive(Duration.ofSeconds(30))).isEqualTo(Duration.ofMillis(millis));
    }
}
