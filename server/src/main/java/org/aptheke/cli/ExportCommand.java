package org.aptheke.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description =
                "Writes what the suites name, and is stored, into a signed file for an instance that reaches no origin;"
                        + " there \"aptheke import\" takes it in.",
        footer = {
            "",
            "The bundle has the current release of each suite with its signatures, and those of its indexes, packages and"
                    + " sources that are stored. What came by credentials is left out."
        })
final class ExportCommand extends ApiCommand {
    @Option(
            names = "--since",
            paramLabel = "WHAT",
            description =
                    "Leaves out what the other side has: since a date (2026-03-01), an age (7d), or an export: \"last\""
                            + " or a name given with --as.")
    private Optional<String> since = Optional.empty();

    @Option(
            names = "--suite",
            paramLabel = "SUITE",
            description =
                    "Only these suites, as \"aptheke suites\" shows them, or archives (deb.example.org/debian); with"
                            + " commas between them.")
    private Optional<String> suite = Optional.empty();

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "What this export is called, for a later --since; it is \"last\" too.")
    private Optional<String> as = Optional.empty();

    @Option(names = "--plan", description = "Only says what the bundle would have in it.")
    private boolean planOnly;

    @Option(names = "--key", description = "Prints the public key with which bundles are signed here, and ends.")
    private boolean key;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file to write; it must not be there yet.")
    private Optional<Path> file = Optional.empty();

    ExportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int ask(Api api) throws Api.NoAnswerException, InterruptedException {
        if (key) {
            print(api.get("bundles/key"));
            return 0;
        }
        if (file.isEmpty() && !planOnly) {
            say("FILE is missing, or --plan or --key");
            return CommandLineProgram.REFUSED;
        }
        var arguments = new TreeMap<String, String>();
        since.ifPresent(text -> arguments.put("since", text));
        suite.ifPresent(text -> arguments.put("suite", text));
        as.ifPresent(text -> arguments.put("as", text));
        var planned = JobCommand.begin(api, "export", arguments, true);
        int status = watch(api, planned.number());
        if (planOnly || status != 0) {
            return status;
        }
        long bytes = RunText.of(api.get("jobs/" + planned.number())).bundleBytes();
        try {
            return write(api, arguments, file.get().toAbsolutePath(), bytes);
        } catch (IOException e) {
            say(reason(file.get(), e));
            return FAILED;
        }
    }

    private static String reason(Path file, IOException e) {
        return switch (e) {
            case FileAlreadyExistsException _ -> file + " is there already; remove it, or name another";
            case NoSuchFileException _ -> file + ": there is no such directory";
            default -> file + " cannot be written: " + e.getMessage();
        };
    }

    /** Beside its place first: what is there under its name is whole. */
    private int write(Api api, Map<String, String> arguments, Path file, long bytes)
            throws IOException, Api.NoAnswerException, InterruptedException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        long free = file.toAbsolutePath().resolveSibling("").toFile().getUsableSpace();
        if (free < bytes) {
            throw new IOException(free + " bytes are free there, the bundle may have " + bytes);
        }
        var beside = file.resolveSibling("." + file.getFileName() + ".part");
        try (var answer = api.postForContent("bundles", "{\"arguments\": " + Api.object(arguments) + "}")) {
            long written = copy(answer.content(), beside, bytes);
            int status = watch(api, Long.parseLong(answer.header("Aptheke-Run")));
            if (status != 0) {
                return status;
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            api.post("bundles/" + answer.header("Aptheke-Bundle") + "/kept", "{}");
            print(file + " has " + written + " bytes\n");
            return 0;
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private long copy(InputStream content, Path to, long bytes) throws IOException, Api.NoAnswerException {
        var counter = new ByteCounter(surroundings().out(), bytes);
        try (var out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var buffer = new byte[256 << 10];
            int count = read(content, buffer);
            while (count >= 0) {
                out.write(buffer, 0, count);
                counter.add(count);
                count = read(content, buffer);
            }
        }
        try (var channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        counter.end();
        return counter.count();
    }

    private static int read(InputStream content, byte[] buffer) throws Api.NoAnswerException {
        try {
            return content.read(buffer);
        } catch (IOException e) {
            throw new Api.NoAnswerException("the bundle broke off on its way: " + e.getMessage(), e);
        }
    }
}
