package org.aptheke.main;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.aptheke.cli.StartFailure;
import org.aptheke.config.Settings;
import org.aptheke.origin.client.ParentRules;
import org.aptheke.origin.client.TlsRules;
import org.aptheke.remap.Remaps;
import org.aptheke.upstream.Credentials;

/**
 * Settings together with what the files say that they name: whatever of them can fail has been done.
 *
 * @param remaps shared by what reads requests and what asks mirrors
 */
record Prepared(
        Settings settings,
        Remaps remaps,
        Credentials credentials,
        List<TlsRules.Rule> tlsRules,
        Map<String, TlsRules.Identity> identities,
        ParentRules parents) {
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
        return new Prepared(
                settings,
                remaps,
                new Credentials(credentialList, remaps),
                MappedCredentials.tlsRules(upstreams.rules()),
                MappedCredentials.identities(upstreams.credentials()),
                MappedParents.of(upstreams.parents(), remapList, clock));
    }
}
