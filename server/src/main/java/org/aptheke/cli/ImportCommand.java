package org.aptheke.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = "Sends files to the running program, which takes in what an index in use names; or a bundle that"
                + " \"aptheke export\" has written on another instance, of which it takes all or nothing.",
        footer = {
            "",
            "Directories are sent with all that is below them. What the program can read itself is imported without being sent"
                    + " with \"aptheke job start import from=PATH\".",
            "The exporter of a bundle must be among import.trusted_keys, or named by --trust; archives are believed by their own"
                    + " signatures in any case."
        })
final class ImportCommand extends ApiCommand {
    private final FilePacking packing;

    @Option(
            names = "--trust",
            paramLabel = "KEY",
            description = "Takes a bundle that is signed by this key too: what \"aptheke export --key\" prints there.")
    private Optional<String> trust = Optional.empty();

    @Option(
            names = "--as",
            paramLabel = "URL",
            description =
                    "What the directory is a copy of, such as http://deb.example.org/debian: its suites are adopted.")
    private Optional<String> as = Optional.empty();

    @Option(names = "--pin", description = "Keeps what is taken, whether clients use it or not.")
    private boolean pin;

    @Option(names = "--only-named", description = "Takes only what an index in use names.")
    private boolean onlyNamed;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "A bundle; or files and directories.")
    private List<Path> files = new ArrayList<>();

    ImportCommand(FilePacking packing, Surroundings surroundings) {
        super(surroundings);
        this.packing = packing;
    }

    @Override
    int ask(Api api) throws Api.NoAnswerException, InterruptedException {
        for (var file : files) {
            if (!Files.isReadable(file)) {
                say(file + ": not there, or not to be read");
                return FAILED;
            }
        }
        try {
            boolean bundle =
                    files.size() == 1 && Files.isRegularFile(files.getFirst()) && packing.isBundle(files.getFirst());
            var answer = send(api, bundle ? bundle(files.getFirst()) : files());
            return watch(api, RunText.of(answer).number());
        } catch (IOException e) {
            say("not all could be sent: " + e.getMessage());
            return FAILED;
        }
    }

    /** Something to be sent. */
    private record Shipment(Query target, String type, long bytes, Api.Writing writing) {}

    private Shipment bundle(Path file) throws IOException {
        var target = new Query("bundles").with("trust", trust);
        return new Shipment(target, "application/zstd", Files.size(file), to -> Files.copy(file, to));
    }

    private Shipment files() throws IOException {
        var target = new Query("files")
                .with("as", as)
                .with("pin", pin ? "true" : "")
                .with("only-named", onlyNamed ? "true" : "");
        return new Shipment(target, "application/x-tar", bytes(), to -> packing.pack(files, to, this::say));
    }

    /** About, for a progress bar. */
    private long bytes() throws IOException {
        long bytes = 0;
        for (var file : files) {
            try (Stream<Path> all = Files.walk(file.toRealPath())) {
                bytes += all.map(Path::toFile)
                        .mapToLong(each -> each.isFile() ? each.length() : 0)
                        .sum();
            } catch (UncheckedIOException e) {
                // A directory that cannot be read is told when it is to be sent.
            }
        }
        return bytes;
    }

    private String send(Api api, Shipment shipment) throws Api.NoAnswerException, InterruptedException, IOException {
        var counter = new ByteCounter(surroundings().out(), shipment.bytes());
        var answer = api.put(
                shipment.target().toString(),
                shipment.type(),
                to -> shipment.writing().write(new CountedOutput(to, counter)));
        counter.end();
        return answer;
    }
}
