package org.aptheke.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aptheke.origin.Secret;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether there is a user must not show in the work that a wrong password makes. */
final class UsersTest {
    private static final int CHEAP = 4;
    private static final int COSTLY = 9;

    private final Users users =
            Users.parse(List.of("cheap:" + digest("one", CHEAP), "costly:" + digest("two", COSTLY)));

    @ParameterizedTest
    @ValueSource(strings = {"cheap", "costly", "nobody", ""})
    void compared_anyUserOrNone_isTheSameWork(String user) {
        long work = users.compared(user).stream()
                .mapToLong(digest -> 1L << digest.cost())
                .sum();

        assertThat(work).isEqualTo(1L << COSTLY);
    }

    @Test
    void accept_whatMakesUpTheWork_isNobodysPassword() {
        assertThat(users.accept("nobody", Secret.of(""))).isFalse();
        assertThat(users.accept("cheap", Secret.of(""))).isFalse();
    }

    @Test
    void accept_rightPasswords_areAcceptedWhateverTheCost() {
        assertThat(users.accept("cheap", Secret.of("one"))).isTrue();
        assertThat(users.accept("costly", Secret.of("two"))).isTrue();
        assertThat(users.accept("cheap", Secret.of("two"))).isFalse();
    }

    private static String digest(String password, int cost) {
        return OpenBSDBCrypt.generate("2y", password.toCharArray(), new byte[16], cost);
    }
}
