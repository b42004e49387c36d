package org.aptheke.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code docs/origins.md} are configurations. */
final class OriginsPageTest {
    private static final Path PAGE = Path.of("../docs/origins.md");

    @TempDir
    Path directory;

    @Test
    void load_eachExample_hasNoProblem() throws Exception {
        var examples = examples();

        assertThat(examples).hasSizeGreaterThan(7);
        for (String example : examples) {
            var file = Files.writeString(directory.resolve("aptheke.toml"), example);
            var settings = ConfigFile.load(
                            new ConfigSources(file, true, Map.of(), directory, List.of(), Optional.empty()))
                    .settings();
            var upstreams = settings.upstreams();
            int tables = upstreams.rules().size()
                    + upstreams.remaps().size()
                    + upstreams.credentials().size()
                    + upstreams.parents().size();
            assertThat(tables).as(example).isEqualTo(example.split("\\[\\[", -1).length - 1);
        }
    }

    private static List<String> examples() throws IOException {
        var examples = new ArrayList<String>();
        for (String block : Files.readString(PAGE).split("```toml\n", -1)) {
            examples.add(block.substring(0, Math.max(0, block.indexOf("```"))));
        }
        return examples.subList(1, examples.size());
    }
}
