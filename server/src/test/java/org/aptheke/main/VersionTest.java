package org.aptheke.main;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VersionTest {
    @Test
    void text_isFilledInByTheBuild() {
        assertThat(Version.TEXT).matches("[0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?");
    }
}
