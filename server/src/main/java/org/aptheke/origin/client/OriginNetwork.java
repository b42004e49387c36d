package org.aptheke.origin.client;

import javax.net.ssl.SSLContext;
import org.aptheke.origin.EgressGuard;

/**
 * How origins are reached.
 *
 * @param tls whose trust decides about certificates; host names are always checked
 */
public record OriginNetwork(EgressGuard guard, HostResolver resolver, SSLContext tls) {
    /** The resolver of the system, and the certificate authorities that the JDK trusts. */
    public static OriginNetwork of(EgressGuard guard) {
        return new OriginNetwork(guard, new SystemResolver(), UsualTls.later());
    }
}
