package org.aptheke.repo.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackFormTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 512, (8L << 30) - 1, 8L << 30, 9L << 30, 1L << 50})
    void header_ofAnySize_saysIt(long size) throws IOException {
        var header = PackForm.header("sha256/00", size);

        assertThat(PackForm.size(header, "sha256/00")).isEqualTo(size);
    }
}
