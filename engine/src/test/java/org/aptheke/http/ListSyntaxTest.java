package org.aptheke.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** RFC 9110, 5.6.1 and 5.6.4. */
final class ListSyntaxTest {
    @Test
    void members_emptyOnesAndWhitespace_areDropped() {
        assertThat(ListSyntax.members(", a ,\t b,,c ,")).containsExactly("a", "b", "c");
        assertThat(ListSyntax.members(" , ")).isEmpty();
    }

    @Test
    void members_severalLines_areOneList() {
        assertThat(ListSyntax.members(Fields.of("X", "a, b", "Y", "no", "x", "c"), "X"))
                .containsExactly("a", "b", "c");
    }

    @Test
    void members_commaInQuotedString_doesNotSeparate() {
        assertThat(ListSyntax.members("a=\"1, 2\", b")).containsExactly("a=\"1, 2\"", "b");
        assertThat(ListSyntax.members("a=\"1\\\", 2\", b")).containsExactly("a=\"1\\\", 2\"", "b");
    }

    @Test
    void members_quoteWithoutEnd_swallowsNothing() {
        assertThat(ListSyntax.members("a=\"1, no-store")).containsExactly("a=\"1", "no-store");
        assertThat(ListSyntax.members(Fields.of("X", "first", "X", "a=\"1, b"), "X"))
                .containsExactly("first", "a=\"1", "b");
    }

    @Test
    void entityTags_backslash_escapesNothing() {
        assertThat(ListSyntax.entityTags(Fields.of("X", "\"a\\\", \"b,c\""), "X"))
                .containsExactly("\"a\\\"", "\"b,c\"");
    }

    @Test
    void unquoted_quotedString_losesQuotesAndEscapes() {
        assertThat(ListSyntax.unquoted("\"a \\\"b\\\" \\\\\"")).isEqualTo("a \"b\" \\");
        assertThat(ListSyntax.unquoted("\"\"")).isEmpty();
    }

    @Test
    void unquoted_noQuotedString_staysAsItIs() {
        assertThat(ListSyntax.unquoted("token")).isEqualTo("token");
        assertThat(ListSyntax.unquoted("\"open")).isEqualTo("\"open");
        assertThat(ListSyntax.unquoted("\"a\"b")).isEqualTo("\"a\"b");
        assertThat(ListSyntax.unquoted("'1'")).isEqualTo("'1'");
    }
}
