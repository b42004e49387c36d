package org.aptheke.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the real apt says of signatures: it talks to apt's own {@code gpgv} method as apt does. Files are left in the
 * directory. For one thread.
 */
public final class AptSignatureCheck {
    private static final Path METHOD = Path.of("/usr/lib/apt/methods/gpgv");

    private final Path directory;
    private int files;

    public AptSignatureCheck(Path directory) {
        this.directory = directory;
    }

    /**
     * What apt answered.
     *
     * @param accepted whether the file may be used
     * @param message why not, in apt's words; of an accepted file, who signed
     */
    public record Answer(boolean accepted, String message) {}

    public Answer inRelease(byte[] inRelease, byte[] keyring) throws IOException, InterruptedException {
        var file = write("InRelease", inRelease);
        return ask(file, file, keyring);
    }

    public Answer detached(byte[] release, byte[] signature, byte[] keyring) throws IOException, InterruptedException {
        return ask(write("Release.gpg", signature), write("Release", release), keyring);
    }

    private Answer ask(Path signature, Path file, byte[] keyring) throws IOException, InterruptedException {
        var keys = write("keyring.gpg", keyring);
        // Not as another user, who could not read the directory of a test.
        var conversation = """
                601 Configuration
                Config-Item: APT::Sandbox::User=

                600 URI Acquire
                URI: gpgv:%s
                Filename: %s
                Signed-By: %s

                """.formatted(signature, file, keys);
        var outcome = Tool.in(directory).run(List.of(METHOD.toString()), conversation);
        if (outcome.exitCode() != 0) {
            throw new IOException(METHOD + ": exit code " + outcome.exitCode() + ": " + outcome.output());
        }
        var answer = outcome.output()
                .lines()
                .dropWhile(line -> !line.startsWith("201 ") && !line.startsWith("400 "))
                .collect(Collectors.joining("\n"));
        if (answer.isEmpty()) {
            throw new IOException(METHOD + " did not answer: " + outcome.output());
        }
        return new Answer(answer.startsWith("201 "), answer);
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(files++ + "-" + name), bytes);
    }
}
