package org.aptheke.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aptheke.digest.Digest;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportMarksTest {
    private static final Digest ONE = Digest.ofHex(Samples.sha256(new byte[] {1}));
    private static final Digest TWO = Digest.ofHex(Samples.sha256(new byte[] {2}));

    @TempDir
    private Path directory = Path.of("");

    @Test
    void set_countsWhenItIsConfirmed_andNotBefore() throws IOException {
        var marks = new ExportMarks(directory.resolve("exports"));
        assertThat(marks.names()).isEmpty();
        assertThat(marks.confirm("ab")).isFalse();

        marks.propose(List.of("last", "site-1"), "ab", DigestSet.of(List.of(TWO, ONE)));

        assertThat(marks.find("last")).isEmpty();
        assertThat(marks.confirm("cd")).isFalse();
        assertThat(marks.confirm("ab")).isTrue();
        assertThat(marks.names()).containsExactly("last", "site-1");
        assertThat(marks.find("site-1")).hasValueSatisfying(set -> {
            assertThat(set.size()).isEqualTo(2);
            assertThat(set.contains(ONE)).isTrue();
            assertThat(set.contains(TWO)).isTrue();
            assertThat(set.contains(Digest.EMPTY)).isFalse();
        });
    }

    @Test
    void set_proposedAndNeverConfirmed_isForgottenWithTheNext() throws IOException {
        var marks = new ExportMarks(directory);
        marks.propose(List.of("last"), "ab", DigestSet.of(List.of(ONE)));
        marks.propose(List.of("last"), "cd", DigestSet.of(List.of(TWO)));

        assertThat(marks.confirm("ab")).isFalse();
        assertThat(marks.confirm("cd")).isTrue();
        assertThat(marks.find("last"))
                .hasValueSatisfying(set -> assertThat(set.contains(ONE)).isFalse());
    }

    @Test
    void name_thatLeadsElsewhere_isNone() throws IOException {
        Files.write(directory.resolve("x.set"), new byte[32]);
        var marks = new ExportMarks(directory.resolve("exports"));

        assertThat(marks.find("../x")).isEmpty();
        assertThat(marks.confirm("../x")).isFalse();
    }

    @Test
    void file_thatIsDamaged_isSaid() throws IOException {
        Files.write(directory.resolve("last.set"), new byte[33]);

        assertThatThrownBy(() -> new ExportMarks(directory).find("last"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
    }
}
