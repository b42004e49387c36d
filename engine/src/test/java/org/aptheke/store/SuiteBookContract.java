package org.aptheke.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.store.SuiteBook.GenerationRow;
import org.aptheke.store.SuiteBook.SuiteRow;
import org.junit.jupiter.api.Test;

/** What every book of suites does. {@link #open} opens the same one again. */
public abstract class SuiteBookContract {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String STABLE = "deb.example.org/debian/dists/stable";
    private static final String TESTING = "deb.example.org/debian/dists/testing";

    protected abstract SuiteBook open() throws IOException;

    @Test
    void suites_nothingAdopted_none() throws IOException {
        try (var book = open()) {
            assertThat(book.suites()).isEmpty();
            assertThat(book.generations(STABLE)).isEmpty();
            assertThat(book.memberUses(STABLE)).isEmpty();
        }
    }

    @Test
    void adopt_twoGenerations_areThereAfterReopening() throws IOException {
        var suite = row(STABLE, Optional.of(2L));
        var second = generation(STABLE, 2, Optional.empty());
        var first = generation(STABLE, 1, Optional.of(NOON.plusSeconds(60)));
        try (var book = open()) {
            book.adopt(suite, List.of(second, first));
        }

        try (var book = open()) {
            assertThat(book.suites()).containsExactly(suite);
            assertThat(book.generations(STABLE)).containsExactly(second, first);
            assertThat(book.generations(TESTING)).isEmpty();
        }
    }

    @Test
    void adopt_again_replacesAllGenerationsOfThatSuiteOnly() throws IOException {
        try (var book = open()) {
            book.adopt(row(TESTING, Optional.of(1L)), List.of(generation(TESTING, 1, Optional.empty())));
            book.adopt(row(STABLE, Optional.of(1L)), List.of(generation(STABLE, 1, Optional.empty())));

            book.adopt(row(STABLE, Optional.of(7L)), List.of(generation(STABLE, 7, Optional.empty())));

            assertThat(book.generations(STABLE))
                    .extracting(GenerationRow::number)
                    .containsExactly(7L);
            assertThat(book.generations(TESTING))
                    .extracting(GenerationRow::number)
                    .containsExactly(1L);
            assertThat(book.suites()).extracting(SuiteRow::current).containsExactly(Optional.of(7L), Optional.of(1L));
        }
    }

    @Test
    void note_knownSuite_keepsTheCurrentGeneration() throws IOException {
        try (var book = open()) {
            book.adopt(row(STABLE, Optional.of(1L)), List.of(generation(STABLE, 1, Optional.empty())));
            var later = new SuiteRow(
                    STABLE, "https://" + STABLE, NOON.plusSeconds(5), NOON.plusSeconds(6), Optional.of(9L));

            book.note(later);
            book.note(row(TESTING, Optional.empty()));

            assertThat(book.suites())
                    .containsExactly(
                            new SuiteRow(STABLE, later.url(), later.askedAt(), later.checkedAt(), Optional.of(1L)));
        }
    }

    @Test
    void noteMemberUses_repeatedly_keepsTheLatest() throws IOException {
        try (var book = open()) {
            book.noteMemberUses(
                    STABLE, Map.of("main/binary-amd64/Packages.xz", NOON, "main/i18n/Translation-en.xz", NOON));
            book.noteMemberUses(STABLE, Map.of("main/binary-amd64/Packages.xz", NOON.plusSeconds(9)));
            book.noteMemberUses(STABLE, Map.of("main/binary-amd64/Packages.xz", NOON.plusSeconds(3)));
        }

        try (var book = open()) {
            assertThat(book.memberUses(STABLE))
                    .isEqualTo(Map.of(
                            "main/binary-amd64/Packages.xz", NOON.plusSeconds(9), "main/i18n/Translation-en.xz", NOON));
        }
    }

    @Test
    void remove_oneSuite_leavesTheOther() throws IOException {
        try (var book = open()) {
            for (var directory : List.of(STABLE, TESTING)) {
                book.adopt(row(directory, Optional.of(1L)), List.of(generation(directory, 1, Optional.empty())));
                book.noteMemberUses(directory, Map.of("Packages", NOON));
            }

            book.remove(STABLE);

            assertThat(book.suites()).extracting(SuiteRow::directory).containsExactly(TESTING);
            assertThat(book.generations(STABLE)).isEmpty();
            assertThat(book.memberUses(STABLE)).isEmpty();
            assertThat(book.memberUses(TESTING)).hasSize(1);
        }
    }

    private static SuiteRow row(String directory, Optional<Long> current) {
        return new SuiteRow(directory, "http://" + directory, NOON, NOON.plusSeconds(1), current);
    }

    private static GenerationRow generation(String directory, long number, Optional<Instant> superseded) {
        var blob = new Blob(BlobStoreContract.digestOf(directory + number), 100 + number);
        return new GenerationRow(
                directory,
                number,
                Map.of("InRelease", blob),
                NOON.plusSeconds(number),
                superseded,
                "good, of 1234",
                number % 2 == 0,
                true);
    }
}
