package org.aptheke.server.netty;

import io.netty.handler.ssl.util.SimpleKeyManagerFactory;
import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Gives TLS the one certificate there is. The usual way is through a key store, and those are made to be slow: their
 * encryption costs tens of milliseconds for each intercepted host. Immutable.
 */
final class OneKey extends SimpleKeyManagerFactory {
    private final ServerCertificate certificate;

    OneKey(ServerCertificate certificate) {
        this.certificate = certificate;
    }

    @Override
    protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {
        // There is nothing to read.
    }

    @Override
    protected void engineInit(@Nullable ManagerFactoryParameters parameters) {
        // There is nothing to read.
    }

    @Override
    protected KeyManager[] engineGetKeyManagers() {
        return new KeyManager[] {new Keys(certificate)};
    }

    private static final class Keys extends X509ExtendedKeyManager {
        private static final String ALIAS = "server";

        private final ServerCertificate certificate;

        Keys(ServerCertificate certificate) {
            this.certificate = certificate;
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return type.equalsIgnoreCase(certificate.key().getAlgorithm()) ? ALIAS : null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return chooseEngineServerAlias(type, issuers, null);
        }

        @Override
        public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return certificate.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return certificate.key();
        }

        @Override
        public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
