package org.aptheke.admin;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The certificate that is shown, and its key. Immutable.
 *
 * @param chain the server's own first
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    public TlsIdentity {
        chain = List.copyOf(chain);
    }

    @Override
    public String toString() {
        return "TlsIdentity[key=***, of=" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
