package org.aptheke.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.aptheke.config.Units.Reader;
import tools.jackson.databind.JsonNode;

/**
 * The type of a setting: how it is read from a TOML value, how it is written back, what it is called. Immutable.
 *
 * @param name for the documentation, such as {@code duration}
 * @param isList whether there may be several
 */
record Kind<T>(String name, boolean isList, NodeReader<T> reader, Function<T, String> writer) {
    /** Reads a value; the node is never null and never missing. */
    @FunctionalInterface
    interface NodeReader<T> {
        T read(JsonNode node) throws BadValueException;
    }

    T read(JsonNode node) throws BadValueException {
        return reader.read(node);
    }

    /** As it would stand in the file. */
    String write(T value) {
        return writer.apply(value);
    }

    /** A kind that is written as a quoted string. */
    static <T> Kind<T> text(String name, Reader<T> parser, Function<T, String> printer) {
        NodeReader<T> reader = node -> {
            if (!node.isString()) {
                throw new BadValueException("a " + name + " is wanted, this is " + called(node), "write it in quotes");
            }
            try {
                return parser.read(node.asString());
            } catch (IllegalArgumentException e) {
                throw new BadValueException(String.valueOf(e.getMessage()), "");
            }
        };
        return new Kind<>(name, false, reader, printer.andThen(Kind::quoted));
    }

    /** A whole number within limits, both included. */
    static Kind<Integer> whole(int least, int most) {
        NodeReader<Integer> reader = node -> {
            String text = node.isNumber() || node.isString() ? node.asString() : "";
            String limits = "write a whole number from " + least + " to " + most;
            if (!text.matches("-?[0-9]{1,18}")) {
                throw new BadValueException("not a whole number", limits);
            }
            long value = Long.parseLong(text);
            if (value < least || value > most) {
                throw new BadValueException("out of range", limits);
            }
            return (int) value;
        };
        return new Kind<>("whole number, " + least + " to " + most, false, reader, String::valueOf);
    }

    /** Yes or no; from a variable or an option it comes as a text. */
    static final Kind<Boolean> BOOLEAN = new Kind<>(
            "true or false",
            false,
            node -> switch (node.isString() || node.isBoolean() ? node.asString() : "") {
                case "true" -> true;
                case "false" -> false;
                default -> throw new BadValueException("neither true nor false", "write true or false, without quotes");
            },
            String::valueOf);

    /** One of the constants of an enum, written in lower case. */
    static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        String names = constants.stream().map(Kind::word).collect(Collectors.joining(", "));
        return text(
                "one of " + names,
                text -> constants.stream()
                        .filter(constant -> word(constant).equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("must be one of " + names)),
                Kind::word);
    }

    /** Any number of values; a single one may stand without brackets. */
    static <T> Kind<List<T>> listOf(Kind<T> element) {
        NodeReader<List<T>> reader = node -> {
            if (!node.isArray()) {
                return List.of(element.read(node));
            }
            List<T> values = new ArrayList<>();
            for (JsonNode each : node) {
                values.add(each.isObject() ? table(element, each, values.size() + 1) : element.read(each));
            }
            return List.copyOf(values);
        };
        return new Kind<>(
                "list of " + element.name(),
                true,
                reader,
                values -> values.stream().map(element::write).collect(Collectors.joining(", ", "[", "]")));
    }

    private static <T> T table(Kind<T> element, JsonNode node, int number) throws BadValueException {
        try {
            return element.read(node);
        } catch (BadValueException e) {
            throw new BadValueException("table " + number + ": " + e.wrong(), e.remedy());
        }
    }

    /** The same, but a number may stand without quotes. */
    Kind<T> orNumber() {
        return new Kind<>(
                name, isList, node -> reader.read(node.isNumber() ? TomlFile.text(node.asString()) : node), writer);
    }

    /** The same with a further condition. */
    Kind<T> where(Predicate<T> condition, String otherwise) {
        return new Kind<>(
                name,
                isList,
                node -> {
                    T value = reader.read(node);
                    if (!condition.test(value)) {
                        throw new BadValueException(otherwise, "");
                    }
                    return value;
                },
                writer);
    }

    static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (Character.isISOControl(c)) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    static String called(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case BOOLEAN -> "true or false";
            case NUMBER -> "a number";
            case OBJECT -> "a table";
            case STRING -> "a text";
            case BINARY, MISSING, NULL, POJO -> "nothing that can be used";
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
