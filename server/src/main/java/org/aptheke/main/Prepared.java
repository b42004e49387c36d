package org.aptheke.main;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.access.Operator;
import org.aptheke.access.Operators;
import org.aptheke.access.Role;
import org.aptheke.auth.Htpasswd;
import org.aptheke.cli.StartFailure;
import org.aptheke.config.Settings;
import org.aptheke.origin.Secret;
import org.aptheke.origin.client.ParentRules;
import org.aptheke.origin.client.TlsRules;
import org.aptheke.remap.Remaps;
import org.aptheke.route.Entrance;
import org.aptheke.route.RequestRates;
import org.aptheke.upstream.Credentials;

/**
 * Settings together with what the files say that they name: whatever of them can fail has been done.
 *
 * @param remaps shared by what reads requests and what asks mirrors
 * @param users who may ask; empty for everybody
 * @param operators who may log in to the console and the API
 */
record Prepared(
        Settings settings,
        Remaps remaps,
        Credentials credentials,
        List<TlsRules.Rule> tlsRules,
        Map<String, TlsRules.Identity> identities,
        ParentRules parents,
        Optional<Htpasswd> users,
        Entrance entrance,
        Operators operators)
        implements AutoCloseable {
    /**
     * Reads what the settings name.
     *
     * @param before whose knowledge of mirrors lives on
     * @throws StartFailure when it cannot be used
     */
    static Prepared of(Settings settings, Remaps before, InstantSource clock) throws StartFailure {
        var upstreams = settings.upstreams();
        var remapList = MappedRemaps.of(upstreams.remaps());
        var credentialList = MappedCredentials.of(upstreams.credentials());
        MappedCredentials.check(remapList, credentialList);
        var remaps = Remaps.of(remapList, before, clock);
        var users = users(settings.clients().htpasswd());
        return new Prepared(
                settings,
                remaps,
                new Credentials(credentialList, remaps),
                MappedCredentials.tlsRules(upstreams.rules()),
                MappedCredentials.identities(upstreams.credentials()),
                MappedParents.of(upstreams.parents(), remapList, clock),
                users,
                new Entrance(users.map(file -> file), rates(settings.limits())),
                operators(settings.console()));
    }

    private static Optional<Htpasswd> users(Optional<Path> file) throws StartFailure {
        try {
            return file.isPresent() ? Optional.of(Htpasswd.read(file.get())) : Optional.empty();
        } catch (IOException e) {
            throw new StartFailure("clients.htpasswd: " + e.getMessage(), e);
        }
    }

    private static Operators operators(Settings.Console console) throws StartFailure {
        try {
            return Operators.of(console.users().stream()
                    .map(user -> new Operator(
                            user.name(),
                            Role.valueOf(user.role().name()),
                            Secret.of(user.passwordHash().reveal())))
                    .toList());
        } catch (IllegalArgumentException e) {
            throw new StartFailure("[[user]]: " + e.getMessage(), e);
        }
    }

    private static RequestRates rates(Settings.Limits limits) {
        return limits.requestRate().isPresent()
                ? new RequestRates(limits.requestRate().getAsInt(), System::nanoTime)
                : RequestRates.UNLIMITED;
    }

    /** Looks from now on whether the files change that are in use. */
    void watch() {
        users.ifPresent(Htpasswd::watch);
    }

    @Override
    public void close() {
        users.ifPresent(Htpasswd::close);
    }
}
