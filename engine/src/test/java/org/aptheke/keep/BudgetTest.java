package org.aptheke.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class BudgetTest {
    private static final long PLENTY = 1L << 50;
    private static final Budget THOUSAND = new Budget(OptionalLong.of(1_000), 0.9, 0.7, 0);
    private static final Budget DISK = new Budget(OptionalLong.empty(), 0.9, 0.8, 100);

    @Test
    void excess_upToTheHighMark_none() {
        assertThat(THOUSAND.excess(900, PLENTY)).isZero();
    }

    @Test
    void excess_aboveTheHighMark_isDownToTheLowOne() {
        assertThat(THOUSAND.excess(901, PLENTY)).isEqualTo(201);
    }

    @Test
    void excess_littleFreeBesideALargeStore_isAPartOfIt() {
        assertThat(DISK.excess(10_000, 150)).isZero();
        assertThat(DISK.excess(10_000, 149)).isEqualTo(10_000 - (long) (10_049 * 0.8));
    }

    @Test
    void excess_othersHaveFilledTheDisk_theStoreIsNotEmptiedInVain() {
        assertThat(DISK.excess(500, 0)).isZero();
    }

    @Test
    void needsCount_noBudgetAndRoomOnTheDisk_no() {
        assertThat(DISK.needsCount(150)).isFalse();
        assertThat(DISK.needsCount(149)).isTrue();
        assertThat(THOUSAND.needsCount(PLENTY)).isTrue();
    }
}
