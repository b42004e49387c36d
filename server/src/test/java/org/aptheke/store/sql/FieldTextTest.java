package org.aptheke.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.aptheke.http.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldTextTest {
    @Test
    void encode_severalFields_isOneLineEach() {
        assertThat(FieldText.encode(Fields.of("ETag", "\"a:b\"", "x-empty", "")))
                .isEqualTo("ETag:\"a:b\"\nx-empty:\n");
        assertThat(FieldText.encode(Fields.EMPTY)).isEmpty();
    }

    @Test
    void decode_encoded_isTheSame() {
        var fields = Fields.of("Set", "1", "SET", "2", "Via", "a:b: c", "Empty", "", "Latin", "\u00e4\u00ff");

        assertThat(FieldText.decode(FieldText.encode(fields))).isEqualTo(fields);
        assertThat(FieldText.decode("")).isEqualTo(Fields.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\0b"})
    void encode_controlCharacter_isRefused(String value) {
        assertThatThrownBy(() -> FieldText.encode(Fields.of("X", value))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FieldText.encode(Fields.of(value, "x"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FieldText.encode(Fields.of("a:b", "x"))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no colon\n", "no end:x", "x", "a:b\nrest"})
    void decode_damaged_isRefused(String text) {
        assertThatThrownBy(() -> FieldText.decode(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
