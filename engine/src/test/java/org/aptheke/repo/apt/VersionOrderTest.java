package org.aptheke.repo.apt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VersionOrderTest {
    /** Each is older than the next (Debian Policy, 5.6.12). */
    private static final List<String> ORDERED = List.of(
            "0~rc1-1",
            "0-1",
            "0a-1",
            "0.9-1",
            "0.10-1",
            "1.0~beta1~svc1245-1",
            "1.0~beta1-1",
            "1.0-0ubuntu1",
            "1.0-1~deb12u1",
            "1.0-1",
            "1.0-1+b1",
            "1.0-1.1",
            "1.0-2",
            "1.0-10",
            "1.0+dfsg-1",
            "1.0.1-1",
            "1.2-3-1",
            "10.0-1");

    @Test
    void compare_shuffled_isInOrder() {
        var shuffled = new ArrayList<>(ORDERED);
        Collections.shuffle(shuffled, new Random(3));

        shuffled.sort(VersionOrder.INSTANCE);

        assertThat(shuffled).isEqualTo(ORDERED);
    }

    @ParameterizedTest
    @CsvSource({"1.0,1.0-0", "1.01-1,1.1-1", "1.0-1,1.0-1", "1.000,1.0"})
    void compare_differentlyWritten_isTheSame(String one, String other) {
        assertThat(VersionOrder.INSTANCE.compare(one, other)).isZero();
        assertThat(VersionOrder.INSTANCE.compare(other, one)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"9.0,1:1.0", "1:9.0,2:1.0", "0:1.0,1.1", "1:1.0~rc1,1:1.0"})
    void compare_withEpochs_theseCountFirst(String older, String newer) {
        assertThat(VersionOrder.WITH_EPOCHS.compare(older, newer)).isNegative();
        assertThat(VersionOrder.WITH_EPOCHS.compare(newer, older)).isPositive();
    }

    @Test
    void packageFile_binary_hasSeriesAndVersion() {
        assertThat(PackageFile.of("pool/main/a/apt/apt_2.6.1_amd64.deb"))
                .contains(new PackageFile("pool/main/a/apt/apt_amd64.deb", "2.6.1"));
    }

    @Test
    void packageFile_others_none() {
        assertThat(PackageFile.of("pool/main/a/apt/apt_2.6.1.tar.xz")).isEmpty();
        assertThat(PackageFile.of("pool/main/a/apt/apt_2.6.1.dsc")).isEmpty();
        assertThat(PackageFile.of("some.deb")).isEmpty();
        assertThat(PackageFile.of("pool_x/some.deb")).isEmpty();
    }
}
