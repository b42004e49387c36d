package org.aptheke.repo.apt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StanzaReaderTest {
    private static final int LIMIT = 1 << 20;

    private static StanzaReader reader(String text) {
        return new StanzaReader(new ByteArrayInputStream(Samples.utf8(text)), LIMIT);
    }

    /** The values of one field in all stanzas. */
    private static List<String> values(StanzaReader reader, String name) throws IOException {
        var values = new ArrayList<String>();
        while (reader.next()) {
            values.add(reader.stanza().text(FieldName.of(name)).orElse("-"));
        }
        return values;
    }

    private static List<String> values(String text, String name) throws IOException {
        return values(reader(text), name);
    }

    @Test
    void next_severalStanzas_givesEachInOrder() throws IOException {
        assertThat(values("Package: a\nVersion: 1\n\nPackage: b\n\n", "Package"))
                .containsExactly("a", "b");
    }

    @Test
    void next_emptyLinesAround_areNoStanzas() throws IOException {
        assertThat(values("\n\r\n\nPackage: a\n\n\n\nPackage: b\n\n\n", "Package"))
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n\n", "# only a comment\n", "# a comment"})
    void next_nothingThere_isFalse(String text) throws IOException {
        assertThat(values(text, "Package")).isEmpty();
    }

    @Test
    void next_noLineFeedAtTheEnd_readsTheLastLine() throws IOException {
        assertThat(values("Package: a\n\nPackage: b", "Package")).containsExactly("a", "b");
    }

    @Test
    void text_otherCase_isFound() throws IOException {
        assertThat(values("pAcKaGe: a\n", "PackagE")).containsExactly("a");
    }

    @Test
    void text_nameThatIsPartOfAnother_isNotFound() throws IOException {
        assertThat(values("Package-Type: deb\nPackages: x\n", "Package")).containsExactly("-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Package:a\n", "Package:  \t a \t\n", "Package: a\r\n", "Package:\n a\n", "Package:\r\n\ta\r\n"})
    void text_blanksAround_areNoPart(String text) throws IOException {
        assertThat(values(text, "Package")).containsExactly("a");
    }

    @Test
    void text_continuationLines_arePartOfTheValue() throws IOException {
        assertThat(values("Description: short\n long: text\n .\n\tmore\nNext: x\n", "Description"))
                .containsExactly("short\n long: text\n .\n\tmore");
    }

    /** apt takes it so, and a separator for the one would be none for the other. */
    @Test
    void next_lineOfBlanks_doesNotEndTheStanza() throws IOException {
        assertThat(values("Package: a\n \t\nVersion: 1\n\nPackage: b\n", "Version"))
                .containsExactly("1", "-");
    }

    @Test
    void next_comments_areSkipped() throws IOException {
        assertThat(values("# head\nPackage: a\n#Version: 0\nVersion: 1\n\n# between\n\nVersion: 2\n#end", "Version"))
                .containsExactly("1", "2");
    }

    @Test
    void firstLine_afterOtherStanzas_isWhereThisOneStarts() throws IOException {
        var reader = reader("\nPackage: a\n b\n\n# c\nPackage: b\n");

        assertThat(reader.next()).isTrue();
        assertThat(reader.firstLine()).isEqualTo(2);
        assertThat(reader.next()).isTrue();
        assertThat(reader.firstLine()).isEqualTo(6);
        assertThat(reader.next()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Package: a\nno field\n",
                "Package: a\n: no name\n",
                "Package: a\nPack age: b\n",
                "Package: a\nPackäge: b\n",
                "Package: a\nPackage : b\n",
                "Package: a\n-----BEGIN PGP SIGNATURE-----\n",
                "<html>\n",
                " continues nothing\n",
                "Package: a\n\n continues nothing\n",
                "Package: a\n# a comment ends the field\n continues nothing\n",
                "Package: a\nVersion: 1\npackage: b\n",
                "Package: a\0b\n",
                "Package: a\n\0\n",
                "\0",
            })
    void next_malformed_isRefusedWithTheLine(String text) {
        assertThatThrownBy(() -> values(text, "Package"))
                .isInstanceOf(MalformedMetadataException.class)
                .hasMessageStartingWith("line ");
    }

    @Test
    void next_sameFieldTwice_isNamed() {
        assertThatThrownBy(() -> values("Filename: a\nSize: 1\nFILENAME: b\n", "Size"))
                .isInstanceOf(MalformedMetadataException.class)
                .hasMessage("line 3: the field \"FILENAME\" is there twice");
    }

    @Test
    void next_stanzaOfTheLimit_isRead() throws IOException {
        String text = "Package: a\nText: " + "x".repeat(LIMIT - 18) + "\n";

        assertThat(text).hasSize(LIMIT);
        assertThat(values("Package: 0\n\n" + text + "\nPackage: b\n", "Package"))
                .containsExactly("0", "a", "b");
    }

    @Test
    void next_stanzaAboveTheLimit_isRefused() {
        String text = "Package: a\nText: " + "x\n ".repeat(LIMIT / 3) + "\n\n";

        assertThatThrownBy(() -> values("Package: 0\n\n" + text, "Package"))
                .isInstanceOf(MalformedMetadataException.class)
                .hasMessageContaining("longer than the limit of " + LIMIT);
    }

    @Test
    void next_moreFieldsThanAnyStanzaHas_isRefused() {
        var text = new StringBuilder();
        for (int i = 0; i <= Stanza.MAX_FIELDS; i++) {
            text.append("Field").append(i).append(": x\n");
        }

        assertThatThrownBy(() -> values(text.toString(), "Field0"))
                .isInstanceOf(MalformedMetadataException.class)
                .hasMessageContaining("more than 256 fields");
    }

    /** Against a reader that splits lines, with pieces of all sizes, so that each part falls on each border. */
    @Test
    void next_bytesInPiecesOfAnySize_readsTheSame() throws IOException {
        var random = new Random(11);
        for (int round = 0; round < 60; round++) {
            var expected = randomStanzas(random);
            var text = written(expected, random);
            var reader = new StanzaReader(new InPieces(Samples.utf8(text), random), LIMIT);

            for (var stanza : expected) {
                assertThat(reader.next()).isTrue();
                for (var field : stanza.entrySet()) {
                    assertThat(reader.stanza().text(FieldName.of(field.getKey())))
                            .contains(field.getValue());
                }
            }
            assertThat(reader.next()).isFalse();
        }
    }

    /** Gives as many bytes at a time as chance will have it. */
    private static final class InPieces extends ByteArrayInputStream {
        private final Random random;

        InPieces(byte[] bytes, Random random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(90_000)));
        }
    }

    private static List<Map<String, String>> randomStanzas(Random random) {
        var stanzas = new ArrayList<Map<String, String>>();
        int count = random.nextInt(30);
        for (int i = 0; i < count; i++) {
            var stanza = new LinkedHashMap<String, String>();
            int fields = 1 + random.nextInt(12);
            for (int f = 0; f < fields; f++) {
                int longest = random.nextInt(20) == 0 ? 120_000 : 200;
                stanza.put("Field-" + f, "v" + "é".repeat(random.nextInt(longest)) + "\n w" + random.nextInt());
            }
            stanzas.add(stanza);
        }
        return stanzas;
    }

    private static String written(List<Map<String, String>> stanzas, Random random) {
        var text = new StringBuilder();
        for (var stanza : stanzas) {
            stanza.forEach((name, value) -> text.append(name)
                    .append(random.nextBoolean() ? ": " : ":")
                    .append(value)
                    .append('\n'));
            text.repeat("\n", 1 + random.nextInt(3));
        }
        return text.toString();
    }
}
