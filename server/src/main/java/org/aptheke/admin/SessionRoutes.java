package org.aptheke.admin;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Optional;
import org.aptheke.access.Caller;
import org.aptheke.access.Gate;
import org.aptheke.access.LogIn;
import org.aptheke.access.Role;
import org.aptheke.origin.Secret;
import tools.jackson.databind.json.JsonMapper;

/** Logging in and out, by JSON for programs and by forms for the pages of the console. */
final class SessionRoutes implements EndpointGroup {
    private static final JsonMapper JSON = new JsonMapper();

    private final Gate gate;

    SessionRoutes(Gate gate) {
        this.gate = gate;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.openPost("/api/v1/login", "Begins a session with a name and a password", this::logIn),
                Endpoint.openPost("/login", "The same from a form: name, password or token, to", this::logInByForm),
                Endpoint.get("/api/v1/session", Role.VIEW, "Who asks, and what a session's changes show", this::show),
                Endpoint.post("/api/v1/logout", Role.VIEW, "Ends the session", this::logOut),
                Endpoint.post("/logout", Role.VIEW, "The same from a form", this::logOutByForm));
    }

    /** What somebody shows to log in: a name and a password, or the token of the first start. */
    private record Shown(String name, String password, String token) {}

    /** The content is {@code {"name": "kim", "password": "..."}} or {@code {"token": "..."}}. */
    private void logIn(Context context) throws InterruptedException {
        var asked = Asked.of(context);
        switch (attempt(context, new Shown(asked.text("name"), asked.text("password"), asked.text("token")))) {
            case LogIn.Begun(var cookie, var caller) -> {
                begin(context, cookie);
                send(context, caller);
            }
            case LogIn.Refused() -> {
                Problem.answer(context, 401, "Not known", "There is no such user with that password.");
                context.header("WWW-Authenticate", "Bearer realm=\"aptheke\"");
            }
            case LogIn.TooMany(var after) -> {
                long seconds = after.toSeconds() + 1;
                Problem.answer(
                        context,
                        429,
                        "Too many attempts",
                        "Too many attempts have failed; the next is looked at in " + seconds + " seconds.");
                context.header("Retry-After", Long.toString(seconds));
            }
            case LogIn.Busy() -> Problem.answer(context, 503, "Busy", "Too many log in just now; try again.");
        }
    }

    private void logInByForm(Context context) throws InterruptedException {
        var shown = new Shown(field(context, "name"), field(context, "password"), field(context, "token"));
        var to = Paths.here(field(context, "to"));
        switch (attempt(context, shown)) {
            case LogIn.Begun(var cookie, var _) -> {
                begin(context, cookie);
                context.redirect(to, HttpStatus.SEE_OTHER);
            }
            case LogIn.Refused() -> again(context, to, "password");
            case LogIn.TooMany _, LogIn.Busy _ -> again(context, to, "attempts");
        }
    }

    private static void again(Context context, String to, String why) {
        context.redirect(Paths.logIn(to) + "&failed=" + why, HttpStatus.SEE_OTHER);
    }

    private static String field(Context context, String name) {
        return Optional.ofNullable(context.formParam(name)).orElse("");
    }

    private LogIn attempt(Context context, Shown shown) throws InterruptedException {
        var from = Callers.address(context);
        var logIn = shown.token().isEmpty()
                ? gate.logIn(shown.name(), Secret.of(shown.password()), from)
                : gate.logInFirst(Secret.of(shown.token()), from);
        switch (logIn) {
            case LogIn.Begun(var _, var caller) -> Audit.record(context, caller.who(), "logged in", 200);
            // Not what was given as the name: it may be a password that got into the wrong field.
            case LogIn.Refused() ->
                Audit.record(
                        context,
                        gate.knows(shown.name()) ? "user " + shown.name() : "somebody",
                        "failed to log in",
                        401);
            case LogIn.TooMany _, LogIn.Busy _ -> {} // would let anybody fill the log
        }
        return logIn;
    }

    /** The session that was shown before ends: a cookie that somebody planted is worth nothing. */
    private void begin(Context context, Secret cookie) {
        SessionCookie.shown(context).ifPresent(gate::endSession);
        SessionCookie.set(context, cookie);
    }

    private void show(Context context) {
        Callers.of(context).ifPresent(caller -> send(context, caller));
    }

    private static void send(Context context, Caller caller) {
        var node = JSON.createObjectNode()
                .put("kind", caller.kind().word())
                .put("name", caller.name())
                .put("role", caller.role().word());
        caller.csrf().ifPresent(token -> node.put("csrfToken", token.reveal()));
        Answers.send(
                context, () -> caller.who() + ", " + caller.role().word() + "\n", () -> node.toPrettyString() + "\n");
    }

    private void logOut(Context context) {
        end(context);
        context.status(HttpStatus.NO_CONTENT);
    }

    private void logOutByForm(Context context) {
        end(context);
        context.redirect("/login", HttpStatus.SEE_OTHER);
    }

    private void end(Context context) {
        SessionCookie.shown(context).ifPresent(gate::endSession);
        SessionCookie.remove(context);
    }
}
