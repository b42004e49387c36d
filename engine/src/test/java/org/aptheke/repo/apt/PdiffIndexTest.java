package org.aptheke.repo.apt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.repo.Expectation;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PdiffIndexTest {
    private static final String SHA1 = "a".repeat(40);
    private static final String SHA256 = "b".repeat(64);
    private static final String NAME = "T-2026-10-30-0800.52-F-2026-10-16-0808.02";

    private static PdiffIndex parse(String text) throws MalformedMetadataException {
        return PdiffIndex.parse(ByteBuffer.wrap(Samples.utf8(text)));
    }

    private static Expectation sha256(long size) {
        return Expectation.of(new Checksum(DigestAlgorithm.SHA256, SHA256), OptionalLong.of(size));
    }

    @Test
    void parse_bothDigests_promisesEachFile() throws MalformedMetadataException {
        var index = parse("SHA1-Current: " + SHA1 + " 100\nSHA256-Current: " + SHA256 + " 100\nSHA256-History:\n "
                + SHA256 + " 90 " + NAME + "\nSHA256-Patches:\n " + SHA256 + " 20 " + NAME + "\nSHA1-Download:\n "
                + SHA1 + " 10 " + NAME + ".gz\nSHA256-Download:\n " + SHA256 + " 10 " + NAME
                + ".gz\nX-Patch-Precedence: merged\n");

        var both = List.of(new Checksum(DigestAlgorithm.SHA1, SHA1), new Checksum(DigestAlgorithm.SHA256, SHA256));
        assertThat(index.current()).contains(new Expectation(both, OptionalLong.of(100)));
        assertThat(index.history()).containsEntry(NAME, sha256(90));
        assertThat(index.promise(NAME)).contains(sha256(20));
        assertThat(index.promise(NAME + ".gz")).contains(new Expectation(both, OptionalLong.of(10)));
        assertThat(index.promise("Index")).isEmpty();
        assertThat(index.merged()).isTrue();
    }

    @Test
    void parse_oldIndex_promisesWhatIsFetchedNotAtAll() throws MalformedMetadataException {
        var index = parse("SHA1-Current: " + SHA1 + " 100\nSHA1-Patches:\n " + SHA1 + " 20 2010-01-01\n");

        assertThat(index.promise("2010-01-01.gz")).isEmpty();
        assertThat(index.downloads()).isEmpty();
        assertThat(index.patches()).containsOnlyKeys("2010-01-01");
        assertThat(index.merged()).isFalse();
    }

    @Test
    void promise_ofTheIndexItself_isNone() throws MalformedMetadataException {
        assertThat(parse("SHA256-Download:\n " + SHA256 + " 1 Index\n").promise("Index"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SHA1-Current: 0000 100",
                "SHA1-Current: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "SHA1-Download:\n aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1 ../x.gz",
                "SHA1-Download:\n aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1 x/y.gz",
                "SHA1-Download:\n aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa x y.gz",
                "SHA1-Patches:\n aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1 x\n bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb 1 x",
                "",
            })
    void parse_whatCannotBe_isRefused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedMetadataException.class);
    }
}
