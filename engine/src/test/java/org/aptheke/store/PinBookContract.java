package org.aptheke.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aptheke.digest.Digest;
import org.junit.jupiter.api.Test;

/** What every book of pinned contents does. {@link #open} opens the same one again. */
public abstract class PinBookContract {
    private static final Digest ONE = new Digest(1, 2, 3, 4);
    private static final Digest TWO = new Digest(2, 3, 4, 5);

    protected abstract PinBook open() throws IOException;

    @Test
    void isPinned_nothingPinned_no() throws IOException {
        try (var book = open()) {
            assertThat(book.isPinned(ONE)).isFalse();
            assertThat(book.owners()).isEmpty();
        }
    }

    @Test
    void pin_twice_isThereOnceAfterReopening() throws IOException {
        try (var book = open()) {
            book.pin("import", List.of(ONE, TWO));
            book.pin("import", List.of(TWO));
        }

        try (var book = open()) {
            assertThat(book.isPinned(TWO)).isTrue();
            assertThat(book.owners()).isEqualTo(Map.of("import", 2L));
        }
    }

    @Test
    void unpin_oneOfTwoOwners_staysPinned() throws IOException {
        try (var book = open()) {
            book.pin("import", List.of(ONE));
            book.pin("mirror", List.of(ONE, TWO));

            assertThat(book.ownersOf(ONE)).containsExactly("import", "mirror");

            book.unpin("mirror", List.of(ONE, TWO));

            assertThat(book.ownersOf(ONE)).containsExactly("import");

            var pinned = new HashSet<Digest>();
            book.forEach(pinned::add);
            assertThat(pinned).containsExactly(ONE);
            assertThat(book.isPinned(TWO)).isFalse();
        }
    }

    @Test
    void keepOnly_some_givesUpTheOthersOfTheOwner() throws IOException {
        try (var book = open()) {
            book.pin("import", List.of(TWO));
            book.pin("mirror", List.of(ONE, TWO));

            book.keepOnly("mirror", Set.of(ONE, new Digest(9, 9, 9, 9)));
        }

        try (var book = open()) {
            assertThat(book.owners()).isEqualTo(Map.of("import", 1L, "mirror", 1L));
            assertThat(book.isPinned(ONE)).isTrue();
            assertThat(book.isPinned(new Digest(9, 9, 9, 9))).isFalse();
        }
    }

    @Test
    void unpinAll_owner_givesUpAllOfItAlone() throws IOException {
        try (var book = open()) {
            book.pin("import", List.of(ONE));
            book.pin("mirror", List.of(ONE, TWO));

            book.unpinAll("mirror");

            assertThat(book.owners()).isEqualTo(Map.of("import", 1L));
        }
    }
}
