package org.aptheke.origin.client;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.aptheke.origin.EgressGuard;
import org.aptheke.origin.ParentProxy;

/**
 * How origins are reached.
 *
 * @param tls whose trust decides about certificates; host names are always checked
 */
public record OriginNetwork(EgressGuard guard, HostResolver resolver, TlsRules tls, ParentRules parents) {
    /** The resolver of the system, and the certificate authorities that the JDK trusts. */
    public static OriginNetwork of(EgressGuard guard) {
        return of(guard, List.of(), Map.of(), ParentRules.NONE);
    }

    /** The same, with rules for some hosts, certificates of our own by the names of credentials, and parent proxies. */
    public static OriginNetwork of(
            EgressGuard guard,
            List<TlsRules.Rule> rules,
            Map<String, TlsRules.Identity> identities,
            ParentRules parents) {
        return new OriginNetwork(
                guard, new SystemResolver(), new TlsRules(UsualTls.later(), rules, identities), parents);
    }

    /** What makes TLS with a parent that is spoken to by it. Rules for origins do not hold for a parent. */
    public SSLContext tlsOf(ParentProxy parent) throws IOException {
        return tls.context(parent, parents.trust(parent));
    }
}
