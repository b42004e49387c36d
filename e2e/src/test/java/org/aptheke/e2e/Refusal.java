package org.aptheke.e2e;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.e2e.WayIn.Kind;

/** Why a request is refused, how the program is set up for it, and what it then says. */
enum Refusal {
    NONE,
    RIGHT_PASSWORD,
    NO_PASSWORD,
    WRONG_PASSWORD,
    CLIENT_NOT_LISTED,
    HOST_DENIED,
    HOST_NOT_LISTED,
    CONNECT_NOT_LISTED,
    TOO_OFTEN,
    ADDRESS_REFUSED,
    ADDRESS_OF_NAME_REFUSED,
    ADDRESS_REFUSED_AFTER_REDIRECT,
    ADDRESS_REFUSED_BEFORE_PARENT;

    /** What a client sees. */
    record Expected(int status, String setting) {
        static final Expected SERVED = new Expected(200, "");
    }

    /** The settings that differ from those of the world, with {@code $htpasswd} and {@code $parent} to be filled in. */
    Map<String, String> settings() {
        return switch (this) {
            case NONE -> Map.of();
            case RIGHT_PASSWORD, NO_PASSWORD, WRONG_PASSWORD -> Map.of("clients.htpasswd", "\"$htpasswd\"");
            case CLIENT_NOT_LISTED -> Map.of("clients.allow", "[\"192.0.2.0/24\"]");
            case HOST_DENIED -> Map.of("hosts.deny", "[\"127.0.0.1\"]");
            case HOST_NOT_LISTED -> Map.of("hosts.allow", "[\"*.example.org\"]");
            case CONNECT_NOT_LISTED -> Map.of("connect.allow", "[]", "intercept.hosts", "[]");
            case TOO_OFTEN -> Map.of("limits.request_rate", "\"1/s\"");
            case ADDRESS_REFUSED, ADDRESS_OF_NAME_REFUSED -> Map.of("egress.allow", "[]");
            case ADDRESS_REFUSED_AFTER_REDIRECT -> Map.of("egress.allow", "[\"127.0.0.1/32\"]");
            case ADDRESS_REFUSED_BEFORE_PARENT ->
                Map.of("egress.allow", "[]", "parent", "[{url = \"http://$parent\"}]");
        };
    }

    /** Whether it is noticed on the way to the origin, so that what is stored is served all the same. */
    boolean isOfAddresses() {
        return name().startsWith("ADDRESS");
    }

    /** What is shown as a password, without the name of the field. */
    Optional<String> login() {
        return switch (this) {
            case RIGHT_PASSWORD -> Optional.of("alice:wonder");
            case WRONG_PASSWORD -> Optional.of("alice:under");
            default -> Optional.empty();
        };
    }

    /** Empty where the two cannot meet. */
    Optional<Expected> through(WayIn way) {
        return switch (this) {
            case NONE, RIGHT_PASSWORD -> Optional.of(Expected.SERVED);
            case NO_PASSWORD, WRONG_PASSWORD -> expect(way.kind() == Kind.PATH ? 401 : 407, "[clients] htpasswd");
            case CLIENT_NOT_LISTED -> expect(403, "[clients] allow");
            // The operator has said where a remap leads.
            case HOST_DENIED -> way == WayIn.REMAP ? Optional.of(Expected.SERVED) : expect(403, "[hosts] deny");
            case HOST_NOT_LISTED -> way == WayIn.REMAP ? Optional.of(Expected.SERVED) : expect(403, "[hosts] allow");
            case CONNECT_NOT_LISTED -> way.kind() == Kind.CONNECT ? expect(403, "[connect] allow") : Optional.empty();
            case TOO_OFTEN -> expect(429, "[limits] request_rate");
            case ADDRESS_REFUSED, ADDRESS_REFUSED_BEFORE_PARENT -> expect(403, "[egress] allow");
            case ADDRESS_OF_NAME_REFUSED -> way == WayIn.REMAP ? Optional.empty() : expect(403, "[egress] allow");
            case ADDRESS_REFUSED_AFTER_REDIRECT ->
                way == WayIn.TUNNEL ? Optional.empty() : expect(403, "[egress] allow");
        };
    }

    private static Optional<Expected> expect(int status, String setting) {
        return Optional.of(new Expected(status, setting));
    }

    /** Every refusal with every way in that it can meet. */
    static List<Map.Entry<Refusal, WayIn>> table() {
        return List.of(values()).stream()
                .flatMap(refusal -> List.of(WayIn.values()).stream()
                        .filter(way -> refusal.through(way).isPresent())
                        .map(way -> Map.entry(refusal, way)))
                .toList();
    }
}
