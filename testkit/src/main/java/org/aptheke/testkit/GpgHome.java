package org.aptheke.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Throwaway OpenPGP keys, and what is signed with them by the real gpg at whatever time a test says it is. Keys are named
 * by their fingerprints. For one thread.
 */
public final class GpgHome implements AutoCloseable {
    /**
     * With the mark that lets gpg's clock stand still: else a slow machine makes a key some seconds after the time that was
     * said, and what is done next with it at that time comes before the key.
     */
    private static final DateTimeFormatter GPG_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'!'").withZone(ZoneOffset.UTC);

    private final Path directory;
    private final Path home;
    private int files;

    private GpgHome(Path directory, Path home) {
        this.directory = directory;
        this.home = home;
    }

    /** A home without keys below the directory, whose path must be short enough for the agent's socket. */
    public static GpgHome in(Path directory) throws IOException {
        var home = Files.createDirectories(
                directory.resolve("gpg"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new GpgHome(directory, home);
    }

    /**
     * Makes a primary key.
     *
     * @param use such as {@code sign} or {@code cert}
     * @param expiry such as {@code never} or {@code 1y}
     * @return its fingerprint
     */
    public String generate(Instant at, String userId, String algorithm, String use, String expiry)
            throws IOException, InterruptedException {
        gpg(at, "--quick-generate-key", userId, algorithm, use, expiry);
        return fingerprints("=" + userId).getFirst();
    }

    /** Makes a subkey of the primary key; gives its fingerprint. */
    public String addSubkey(Instant at, String primary, String algorithm, String use, String expiry)
            throws IOException, InterruptedException {
        gpg(at, "--quick-add-key", primary, algorithm, use, expiry);
        return fingerprints(primary).getLast();
    }

    /** Moves the end of the primary key or, when some are named, of subkeys. */
    public void setExpiry(Instant at, String primary, String expiry, String... subkeys)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("--quick-set-expire", primary, expiry));
        command.addAll(List.of(subkeys));
        gpg(at, command.toArray(String[]::new));
    }

    /** Revokes the primary key with the certificate that gpg wrote when it made the key. */
    public void revoke(String primary) throws IOException, InterruptedException {
        var prepared = Files.readString(home.resolve("openpgp-revocs.d").resolve(primary + ".rev"));
        var file =
                Files.writeString(directory.resolve("revocation.asc"), prepared.replace(":-----BEGIN", "-----BEGIN"));
        gpg("--import", file.toString());
    }

    /** Runs gpg's dialogue about a key, with these lines as the answers. */
    public void edit(String primary, String... answers) throws IOException, InterruptedException {
        var file = Files.write(directory.resolve("answers"), List.of(answers));
        run(List.of("--no-tty", "--command-file", file.toString(), "--edit-key", primary));
    }

    /** The public keys in binary form; all when none is named. */
    public byte[] export(String... keys) throws IOException, InterruptedException {
        return toFile(List.of(keys), "--export");
    }

    /** The public keys in armored form. */
    public byte[] exportArmored(String... keys) throws IOException, InterruptedException {
        return toFile(List.of(keys), "--armor", "--export");
    }

    /** The secret keys, which have no passphrase. */
    public byte[] exportSecret(String... keys) throws IOException, InterruptedException {
        return toFile(List.of(keys), "--export-secret-keys");
    }

    /** Any output of gpg with the options before the arguments. */
    private byte[] toFile(List<String> arguments, String... options) throws IOException, InterruptedException {
        var output = directory.resolve("output-" + files++);
        var command = new ArrayList<>(List.of("--output", output.toString()));
        command.addAll(List.of(options));
        command.addAll(arguments);
        gpg(command.toArray(String[]::new));
        return Files.readAllBytes(output);
    }

    /** The text clear-signed, as an {@code InRelease} is, by the keys, with further options of gpg. */
    public byte[] clearSign(Instant at, byte[] text, List<String> keys, String... options)
            throws IOException, InterruptedException {
        return sign(at, text, keys, "--clearsign", options);
    }

    /** A detached signature; binary unless {@code --armor} is among the options. */
    public byte[] detach(Instant at, byte[] text, List<String> keys, String... options)
            throws IOException, InterruptedException {
        return sign(at, text, keys, "--detach-sign", options);
    }

    /** Stops what gpg left running. */
    @Override
    public void close() throws IOException {
        try {
            Tool.in(directory).run(List.of("gpgconf", "--homedir", home.toString(), "--kill", "all"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] sign(Instant at, byte[] text, List<String> keys, String how, String... options)
            throws IOException, InterruptedException {
        var input = Files.write(directory.resolve("text-" + files++), text);
        var command = new ArrayList<>(List.of("--faked-system-time", GPG_TIME.format(at)));
        command.addAll(List.of(options));
        for (var key : keys) {
            command.addAll(List.of("--local-user", key + "!"));
        }
        command.add(how);
        return toFile(List.of(input.toString()), command.toArray(String[]::new));
    }

    private List<String> fingerprints(String key) throws IOException, InterruptedException {
        var listing = gpg("--with-colons", "--with-subkey-fingerprint", "--list-keys", key);
        return listing.lines()
                .filter(line -> line.startsWith("fpr:"))
                .map(line -> line.split(":", -1)[9])
                .toList();
    }

    private String gpg(Instant at, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("--faked-system-time", GPG_TIME.format(at)));
        command.addAll(List.of(arguments));
        return gpg(command.toArray(String[]::new));
    }

    private String gpg(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("--batch", "--yes"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private String run(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("gpg", "--homedir", home.toString()));
        command.addAll(List.of("--quiet", "--pinentry-mode", "loopback", "--passphrase", ""));
        command.addAll(arguments);
        return Tool.in(directory).output(command.toArray(String[]::new));
    }
}
