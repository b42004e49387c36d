package org.aptheke.admin;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.aptheke.access.Role;
import org.aptheke.access.Token;
import org.aptheke.access.TokenRefusedException;
import org.aptheke.access.Tokens;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The part of the API that is about tokens. */
final class TokenRoutes implements EndpointGroup {
    private static final JsonMapper JSON = new JsonMapper();

    private final Tokens tokens;
    private final InstantSource clock;

    TokenRoutes(Tokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/tokens", Role.ADMIN, "The tokens that there are, without themselves", this::all),
                Endpoint.post("/api/v1/tokens", Role.ADMIN, "Makes a token, which is shown once", this::create),
                Endpoint.post("/api/v1/tokens/{name}/revoke", Role.ADMIN, "Makes a token worthless", this::revoke));
    }

    private void all(Context context) {
        var all = tokens.all();
        Answers.send(context, () -> table(all), () -> {
            var root = JSON.createObjectNode();
            var array = root.putArray("tokens");
            all.forEach(token -> array.add(node(token)));
            return root.toPrettyString() + "\n";
        });
    }

    /** The content is {@code {"name": "ci", "role": "view", "expiresAt": "2027-01-01T00:00:00Z"}}. */
    private void create(Context context) throws IOException {
        var asked = Asked.of(context);
        try {
            var created = tokens.create(asked.text("name"), role(asked.text("role")), time(asked.text("expiresAt")));
            context.status(201);
            var secret = created.secret().reveal();
            Answers.send(
                    context,
                    () -> secret + "\n",
                    () -> node(created.token()).put("token", secret).toPrettyString() + "\n");
        } catch (TokenRefusedException e) {
            Problem.answer(context, 400, "No token was made", String.valueOf(e.getMessage()));
        }
    }

    private static Role role(String word) {
        try {
            return Role.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Asked.UnclearException("role is to be view, operate or admin.");
        }
    }

    private static Optional<Instant> time(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            throw new Asked.UnclearException("expiresAt is to be a time such as 2027-01-01T00:00:00Z.");
        }
    }

    private void revoke(Context context) throws IOException {
        var name = context.pathParam("name");
        if (tokens.revoke(name)) {
            context.status(204);
        } else {
            Problem.answer(context, 404, "No such token", "There is no token of that name.");
        }
    }

    private ObjectNode node(Token token) {
        var node = JSON.createObjectNode()
                .put("name", token.name())
                .put("role", token.role().word())
                .put("createdAt", token.createdAt().toString());
        token.expiresAt().ifPresent(at -> node.put("expiresAt", at.toString()));
        return node.put("expired", token.isOver(clock.instant()));
    }

    private String table(List<Token> all) {
        if (all.isEmpty()) {
            return "There are no tokens.\n";
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("TOKEN", "ROLE", "CREATED", "EXPIRES"));
        for (var token : all) {
            var expires = token.expiresAt().map(Times::of).orElse("never");
            rows.add(List.of(
                    token.name(),
                    token.role().word(),
                    Times.of(token.createdAt()),
                    token.isOver(clock.instant()) ? expires + " (over)" : expires));
        }
        return new Columns(rows).text();
    }
}
