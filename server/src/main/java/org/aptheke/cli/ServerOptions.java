package org.aptheke.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.aptheke.config.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which program is asked, and as whom; shared by the commands that ask one. */
final class ServerOptions {
    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "Asks the program there instead of the one on this machine, such as https://cache.example.org:3143;"
                            + " the variable APTHEKE_SERVER says the same. No configuration is read then.")
    private @Nullable String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with a token to show; the variable APTHEKE_TOKEN may hold one instead.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Trusts the certificates in this file (PEM) instead of the usual authorities.")
    private @Nullable Path ca;

    boolean isElsewhere(Surroundings surroundings) {
        return server(surroundings).isPresent();
    }

    private Optional<String> server(Surroundings surroundings) {
        return Optional.ofNullable(server)
                .or(() -> Optional.ofNullable(surroundings.environment().get("APTHEKE_SERVER")))
                .filter(text -> !text.isBlank());
    }

    /** The program that was named. */
    ApiAddress elsewhere(Surroundings surroundings) throws IOException {
        var text = server(surroundings).orElseThrow();
        if (!text.matches("https?://[^/?#@\\s]+/?")) {
            throw new IOException(text + ": not the address of a program; write https://cache.example.org:3143");
        }
        try {
            var base = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (base.getHost() == null) {
                throw new IOException(text + ": there is no name of a machine in it");
            }
            return ApiAddress.remote(base, token(surroundings), Optional.ofNullable(ca));
        } catch (IllegalArgumentException e) {
            throw new IOException(text + ": not a URL: " + e.getMessage(), e);
        }
    }

    /** The program on this machine. */
    ApiAddress here(Settings settings, Surroundings surroundings) throws IOException {
        return ApiAddress.local(settings.console(), token(surroundings), Optional.ofNullable(ca));
    }

    private Optional<ShownToken> token(Surroundings surroundings) throws IOException {
        if (tokenFile == null) {
            return Optional.ofNullable(surroundings.environment().get("APTHEKE_TOKEN"))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .map(ShownToken::new);
        }
        try {
            var token = Files.readString(tokenFile, StandardCharsets.US_ASCII).strip();
            if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ')) {
                throw new IOException(tokenFile + ": it is to have one token in it, and nothing else");
            }
            return Optional.of(new ShownToken(token));
        } catch (java.nio.file.FileSystemException | java.nio.charset.CharacterCodingException e) {
            throw new IOException(
                    tokenFile + ": the token cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }
}
