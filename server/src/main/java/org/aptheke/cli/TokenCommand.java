package org.aptheke.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Tokens with which programs ask the API. */
@Command(name = "token", description = "Makes, lists and revokes tokens with which programs ask the API.")
final class TokenCommand extends CommandGroup {
    static CommandLine of(Surroundings surroundings) {
        return new CommandLine(new TokenCommand())
                .addSubcommand(new Create(surroundings))
                .addSubcommand(new ListTokens(surroundings))
                .addSubcommand(new Revoke(surroundings));
    }

    /** What its owner may do. */
    enum Role {
        VIEW,
        OPERATE,
        ADMIN
    }

    /** When it ends: after a while, at a time, or never. */
    sealed interface Expiry {
        record After(Duration duration) implements Expiry {}

        record At(Instant time) implements Expiry {}

        record Never() implements Expiry {}

        default Optional<Instant> from(Instant now) {
            return switch (this) {
                case After(var duration) -> Optional.of(now.plus(duration).truncatedTo(ChronoUnit.SECONDS));
                case At(var time) -> Optional.of(time);
                case Never() -> Optional.empty();
            };
        }
    }

    /** Reads {@code 90d}, {@code 12h}, {@code 2027-01-31}, {@code 2027-01-31T12:00:00Z} or {@code never}. */
    static final class ExpiryConverter implements ITypeConverter<Expiry> {
        @Override
        public Expiry convert(String text) {
            if (text.equals("never")) {
                return new Expiry.Never();
            }
            if (text.matches("[0-9]{1,5}[dh]")) {
                long count = Long.parseLong(text.substring(0, text.length() - 1));
                return new Expiry.After(text.endsWith("d") ? Duration.ofDays(count) : Duration.ofHours(count));
            }
            try {
                return new Expiry.At(
                        text.indexOf('T') >= 0
                                ? Instant.parse(text)
                                : LocalDate.parse(text)
                                        .atStartOfDay(ZoneOffset.UTC)
                                        .toInstant());
            } catch (DateTimeException e) {
                throw new TypeConversionException(
                        "'" + text + "' is neither a time from now (90d, 12h), nor a date (2027-01-31), nor never");
            }
        }
    }

    @Command(
            name = "create",
            description = "Makes a token and prints it, this one time; the program keeps only its SHA-256.")
    static final class Create extends ApiCommand {
        @Option(
                names = "--name",
                required = true,
                paramLabel = "NAME",
                description = "By which it is listed and revoked.")
        private String name = "";

        @Option(
                names = "--role",
                required = true,
                paramLabel = "ROLE",
                description = "What may be done with it: view, operate or admin.")
        private Role role = Role.VIEW;

        @Option(
                names = "--expires",
                paramLabel = "WHEN",
                defaultValue = "90d",
                converter = ExpiryConverter.class,
                description = "When it ends: 90d, 12h, 2027-01-31, or never. Without this option: ${DEFAULT-VALUE}.")
        private Expiry expires = new Expiry.Never();

        Create(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Api api) throws Api.NoAnswerException {
            var end = expires.from(surroundings().clock().instant())
                    .map(at -> ", \"expiresAt\": " + Api.quoted(at.toString()))
                    .orElse("");
            print(api.post(
                    "tokens",
                    "{\"name\": " + Api.quoted(name) + ", \"role\": "
                            + Api.quoted(role.name().toLowerCase(Locale.ROOT)) + end + "}"));
            return 0;
        }
    }

    @Command(name = "list", description = "Lists the tokens that there are, without themselves.")
    static final class ListTokens extends ApiCommand {
        @Option(names = "--json", description = "Prints JSON instead of a table.")
        private boolean json;

        ListTokens(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Api api) throws Api.NoAnswerException {
            print(api.get("tokens", json));
            return 0;
        }
    }

    @Command(name = "revoke", description = "Makes a token worthless, at once.")
    static final class Revoke extends ApiCommand {
        @Parameters(index = "0", paramLabel = "NAME", description = "As \"aptheke token list\" shows it.")
        private String name = "";

        Revoke(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Api api) throws Api.NoAnswerException {
            if (!name.matches("[A-Za-z0-9._-]+")) {
                throw new Api.NoAnswerException("there is no token of the name " + name);
            }
            api.post("tokens/" + name + "/revoke", "{}");
            return 0;
        }
    }
}
