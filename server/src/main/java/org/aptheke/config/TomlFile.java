package org.aptheke.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** Reads one TOML file into the values it gives for declared keys, and the problems of all others. */
final class TomlFile {
    private static final TomlMapper MAPPER = new TomlMapper();
    private static final Set<String> KEYS = Keys.all().stream().map(Key::name).collect(Collectors.toSet());
    private static final Set<String> TABLES =
            Keys.TABLES.stream().map(Keys.Table::name).collect(Collectors.toSet());

    private final String source;
    private final List<ConfigProblem> problems;
    private final List<Found> found = new ArrayList<>();
    private Map<String, Integer> lines = Map.of();

    private TomlFile(String source, List<ConfigProblem> problems) {
        this.source = source;
        this.problems = problems;
    }

    /** What {@code path} gives; what is wrong with it is added to {@code problems}. */
    static List<Found> read(Path path, List<ConfigProblem> problems) {
        var file = new TomlFile(path.toString(), problems);
        try {
            String text = Files.readString(path);
            file.lines = KeyLines.of(text);
            file.collect("", MAPPER.readTree(text));
        } catch (NoSuchFileException e) {
            file.problem("the file does not exist");
        } catch (AccessDeniedException e) {
            file.problem("the file may not be read by this user");
        } catch (CharacterCodingException e) {
            file.problem("the file is not UTF-8 text");
        } catch (IOException e) {
            file.problem("the file cannot be read: " + e.getMessage());
        } catch (JacksonException e) {
            problems.add(new ConfigProblem(
                    file.source, line(e.getLocation()), "", "", "not TOML: " + e.getOriginalMessage(), ""));
        }
        return file.found;
    }

    /** A single value in TOML's notation. */
    static JsonNode value(String toml) {
        return MAPPER.readTree("v = " + toml).path("v");
    }

    /** The defaults of the keys by their names: read at once, since each reading costs more than what is read. */
    static JsonNode values(List<Key<?>> keys) {
        return MAPPER.readTree(keys.stream()
                .map(key -> Kind.quoted(key.name()) + " = " + key.fallback())
                .collect(Collectors.joining("\n")));
    }

    static JsonNode text(String value) {
        return MAPPER.getNodeFactory().stringNode(value);
    }

    static JsonNode list(String[] values) {
        var list = MAPPER.getNodeFactory().arrayNode();
        for (String value : values) {
            if (!value.isEmpty()) {
                list.add(value);
            }
        }
        return list;
    }

    private void collect(String prefix, JsonNode table) {
        for (var property : table.properties()) {
            String name = prefix + property.getKey();
            JsonNode node = property.getValue();
            var given = new Found(source, lineOf(name), name, node);
            if (KEYS.contains(name)) {
                found.add(given);
            } else if (!TABLES.contains(name)) {
                problems.add(unknown(given));
            } else if (node.isObject()) {
                collect(name + ".", node);
            } else {
                problems.add(given.problem("this is a table", "write [" + name + "] on a line above its keys"));
            }
        }
    }

    private static ConfigProblem unknown(Found given) {
        boolean table = given.node().isObject();
        String remedy = Nearest.to(given.name(), table ? TABLES : KEYS)
                .map(near -> "did you mean " + near + "?")
                .orElse("docs/configuration.md lists all");
        return new ConfigProblem(
                given.source(), given.line(), given.name(), "", table ? "unknown table" : "unknown key", remedy);
    }

    private OptionalInt lineOf(String name) {
        Integer line = lines.get(name);
        return line == null ? OptionalInt.empty() : OptionalInt.of(line);
    }

    private static OptionalInt line(@Nullable TokenStreamLocation location) {
        return location == null || location.getLineNr() < 1
                ? OptionalInt.empty()
                : OptionalInt.of(location.getLineNr());
    }

    private void problem(String wrong) {
        problems.add(new ConfigProblem(source, OptionalInt.empty(), "", "", wrong, ""));
    }
}
