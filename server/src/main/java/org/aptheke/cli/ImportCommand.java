package org.aptheke.cli;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description =
                "Takes in a bundle that \"aptheke export\" has written on another instance: all of it, or nothing.",
        footer = {
            "",
            "The bundle is sent to the running program, which reads it to its end before any of it counts. Its exporter must be"
                    + " among import.trusted_keys, or named by --trust; archives are believed by their own signatures.",
            "Files and directories are imported with \"aptheke job start import from=PATH\"."
        })
final class ImportCommand extends ApiCommand {
    @Option(
            names = "--trust",
            paramLabel = "KEY",
            description = "Takes bundles that are signed by this key too: what \"aptheke export --key\" prints there.")
    private Optional<String> trust = Optional.empty();

    @Parameters(index = "0", paramLabel = "FILE", description = "The bundle.")
    private Path file = Path.of("");

    ImportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int ask(Api api) throws Api.NoAnswerException, InterruptedException {
        try {
            if (!Files.isRegularFile(file) || !Files.isReadable(file) || Files.size(file) == 0) {
                say(file + ": not a file that can be read, or empty");
                return FAILED;
            }
            var counter = new ByteCounter(surroundings().out(), Files.size(file));
            var begun = RunText.of(api.put("bundles" + query(), file, counter));
            counter.end();
            return watch(api, begun.number());
        } catch (IOException e) {
            say(file + " cannot be read: " + e.getMessage());
            return FAILED;
        }
    }

    private String query() {
        return trust.map(key -> "?trust=" + URLEncoder.encode(key, StandardCharsets.UTF_8))
                .orElse("");
    }
}
