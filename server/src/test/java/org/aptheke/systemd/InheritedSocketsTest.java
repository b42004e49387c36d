package org.aptheke.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.aptheke.systemd.InheritedSockets.Inherited;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InheritedSocketsTest {
    private static final long PID = 77;

    @Test
    void of_named_areInOrderFromThree() {
        assertThat(of("77", "3", "a.socket::tls"))
                .containsExactly(new Inherited(3, "a.socket"), new Inherited(4, ""), new Inherited(5, "tls"));
    }

    @Test
    void of_withoutNames_haveNone() {
        assertThat(of("77", "2", "")).containsExactly(new Inherited(3, ""), new Inherited(4, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"76", "", "x"})
    void of_anotherProcess_areNone(String pid) {
        assertThat(of(pid, "1", "a.socket")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", ""})
    void of_noNumber_areNone(String count) {
        assertThat(of("77", count, "a.socket")).isEmpty();
    }

    private static List<Inherited> of(String pid, String count, String names) {
        return InheritedSockets.of(Map.of("LISTEN_PID", pid, "LISTEN_FDS", count, "LISTEN_FDNAMES", names), PID);
    }
}
