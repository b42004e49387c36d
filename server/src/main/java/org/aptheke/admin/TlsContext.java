package org.aptheke.admin;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** TLS of this listener as Jetty has it. */
final class TlsContext {
    private static final String ALIAS = "own";
    private static final char[] NO_PASSWORD = {};

    private final SslContextFactory.Server factory = new SslContextFactory.Server();

    TlsContext(TlsIdentity identity) throws IOException {
        factory.setKeyStore(keyStore(identity));
        factory.setKeyStorePassword("");
        // Who asks for another name than the certificate has sees that, and decides.
        factory.setSniRequired(false);
    }

    SslContextFactory.Server factory() {
        return factory;
    }

    /** Shows another to connections from now on. */
    void use(TlsIdentity identity) throws IOException {
        var store = keyStore(identity);
        try {
            factory.reload(changed -> changed.setKeyStore(store));
        } catch (Exception e) { // that is what it declares
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static KeyStore keyStore(TlsIdentity identity) throws IOException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry(
                    ALIAS, identity.key(), NO_PASSWORD, identity.chain().toArray(X509Certificate[]::new));
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate cannot be used: " + e.getMessage(), e);
        }
    }
}
