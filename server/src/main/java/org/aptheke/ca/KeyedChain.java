package org.aptheke.ca;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate with those that lead to its authority, and its private key. Immutable.
 *
 * @param chain the server's own first
 */
public record KeyedChain(PrivateKey key, List<X509Certificate> chain) {
    public KeyedChain {
        chain = List.copyOf(chain);
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    @Override
    public String toString() {
        return "KeyedChain[key=***, of=" + certificate().getSubjectX500Principal() + "]";
    }
}
