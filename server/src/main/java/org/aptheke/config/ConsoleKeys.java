package org.aptheke.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aptheke.config.Settings.User;

/** What can be set of the console, the API, and who may use them; docs/access.md tells how it goes together. */
final class ConsoleKeys {
    static final Key<InetSocketAddress> LISTEN = new Key<>(
            "console.listen",
            Kinds.ADDRESS,
            "\"127.0.0.1:3143\"",
            "Where the console and the API listen. On a loopback address, and while there is no [[user]], whoever is on this"
                    + " machine may do everything there; else one has to log in. docs/access.md tells more.",
            "\":3143\"");
    static final Key<DataFile> SOCKET = new Key<>(
            "console.socket",
            DataFile.KIND,
            "\"aptheke.sock\"",
            "A Unix socket by which the commands ask the API. Only root and the user that the program runs as may connect, and"
                    + " they need no password. A relative path is in the data directory; `off` for none.",
            "\"/run/aptheke/aptheke.sock\"");
    static final Key<Optional<Path>> CERTIFICATE = new Key<>(
            "console.certificate",
            Kind.text("file", Paths::optional, Kinds::optionalPath),
            "\"\"",
            "A certificate in PEM, with the intermediate ones behind it: then `console.listen` speaks TLS and nothing else. It"
                    + " is read again when the file changes, and with SIGHUP.",
            "\"/etc/aptheke/console.crt\"");
    static final Key<Optional<Path>> KEY = new Key<>(
            "console.key",
            Kind.text("file", Paths::optional, Kinds::optionalPath),
            "\"\"",
            "The certificate's private key, in PEM and without a passphrase. When nothing is said it is in the file of the"
                    + " certificate.",
            "\"/etc/aptheke/console.key\"");
    static final Key<Duration> IDLE_TIMEOUT = new Key<>(
            "console.idle_timeout",
            Kinds.POSITIVE,
            "\"30m\"",
            "How long after its last request a session ends.",
            "\"8h\"");
    static final Key<Duration> SESSION_LIFETIME = new Key<>(
            "console.session_lifetime",
            Kinds.POSITIVE,
            "\"12h\"",
            "How long after the log-in a session ends, used or not.",
            "\"7d\"");
    static final Key<List<User>> USER = new Key<>(
            "user",
            Kind.listOf(UserTable.KIND)
                    .where(
                            list -> list.stream().map(User::name).distinct().count() == list.size(),
                            "two users have the same name"),
            "[]",
            "Who may log in to the console and the API: any number of [[user]] tables with `name`, `role` and `password_hash`."
                    + " `view` may look at everything; `operate` may also begin and cancel jobs, and whatever else a day's work"
                    + " needs; `admin` may also make and revoke tokens. `aptheke hash-password` prints the hash of a password"
                    + " (bcrypt). Programs use tokens instead, which `aptheke token create` makes. With SIGHUP the users are read"
                    + " again: who is no longer there, or has another password, is logged out.",
            "[{name = \"kim\", role = \"operate\", password_hash = \"$2y$12$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyzabcde\"}]");
    static final Key<DataFile> AUDIT = new Key<>(
            "log.audit",
            DataFile.KIND,
            "\"audit.log\"",
            "The file in which every change that somebody asked for by the console or the API is noted, and who logged in; one"
                    + " JSON object a line. A relative path is in the data directory; `off` for none.",
            "\"/var/log/aptheke/audit.log\"");

    private ConsoleKeys() {}
}
