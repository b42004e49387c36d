package org.aptheke.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.aptheke.server.netty.Admission.Result;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("2001:db8::1");
    private static final InetAddress SAME_NETWORK = InetAddress.ofLiteral("2001:db8::2");
    private static final InetAddress OTHER = InetAddress.ofLiteral("2001:db8:0:1::1");

    @Test
    void enter_moreThanTheLimitOfAClient_isTooManyOfTheClientUntilOneLeaves() {
        var admission = new Admission(10, 2);

        assertThat(admission.enter(ONE)).isEqualTo(Result.ADMITTED);
        assertThat(admission.enter(SAME_NETWORK)).isEqualTo(Result.ADMITTED);
        assertThat(admission.enter(ONE)).isEqualTo(Result.TOO_MANY_OF_THE_CLIENT);
        assertThat(admission.enter(OTHER)).isEqualTo(Result.ADMITTED);

        admission.leave(SAME_NETWORK);
        assertThat(admission.enter(ONE)).isEqualTo(Result.ADMITTED);
    }

    @Test
    void enter_moreThanTheLimitOfAll_isTooMany() {
        var admission = new Admission(1, 0);

        assertThat(admission.enter(ONE)).isEqualTo(Result.ADMITTED);
        assertThat(admission.enter(OTHER)).isEqualTo(Result.TOO_MANY);

        admission.leave(ONE);
        assertThat(admission.enter(OTHER)).isEqualTo(Result.ADMITTED);
    }
}
