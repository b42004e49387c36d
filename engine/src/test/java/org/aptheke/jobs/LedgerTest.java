package org.aptheke.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LedgerTest {
    private final Ledger ledger = new Ledger();

    @Test
    void conclude_beyondAllNotesThatAreKept_isTheLastLine() {
        ledger.conclude("and that was all");
        for (int i = 0; i < 1_003; i++) {
            ledger.note("line " + i);
        }

        var notes = ledger.report().notes();

        assertThat(notes).startsWith("line 0").endsWith("line 999", "and 3 more such lines", "and that was all");
        assertThat(notes).hasSize(1_002);
    }
}
