package org.aptheke.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.aptheke.origin.Secret;
import org.junit.jupiter.api.Test;

final class PasswordHashTest {
    @Test
    void of_password_isThatOfItAndOfNoOther() {
        var hash = PasswordHash.of(Secret.of("pässword"));
        var book = PasswordBook.of(Map.of("kim", hash));

        assertThat(hash).startsWith("$2y$12$");
        assertThat(book.accepts("kim", Secret.of("pässword"))).isTrue();
        assertThat(book.accepts("kim", Secret.of("password"))).isFalse();
        assertThat(book.accepts("other", Secret.of("pässword"))).isFalse();
        assertThat(PasswordHash.of(Secret.of("pässword"))).isNotEqualTo(hash);
    }

    @Test
    void of_whatBcryptWouldCutOff_isRefused() {
        assertThat(PasswordHash.of(Secret.of("x".repeat(72)))).isNotEmpty();
        for (var password : new String[] {"", "x".repeat(73), "ä".repeat(37)}) {
            assertThatThrownBy(() -> PasswordHash.of(Secret.of(password)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 to 72 bytes");
        }
    }

    @Test
    void book_digestOfAnotherKind_isRefusedByName() {
        assertThatThrownBy(() -> PasswordBook.of(Map.of("kim", "plain-text")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kim")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("plain-text"));
    }
}
