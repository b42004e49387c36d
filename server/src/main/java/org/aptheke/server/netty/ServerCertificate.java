package org.aptheke.server.netty;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What this program shows clients that speak TLS, with its key. Immutable.
 *
 * @param chain the server's own first
 */
public record ServerCertificate(PrivateKey key, List<X509Certificate> chain) {
    public ServerCertificate {
        chain = List.copyOf(chain);
    }

    @Override
    public String toString() {
        return "ServerCertificate[key=***, of=" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
