package org.aptheke.origin.client;

import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * The default TLS of the JDK, which is not made before somebody needs it: it reads all certificate authorities that the
 * JDK trusts, a tenth of the work of a start. Safe for use by many threads.
 */
final class UsualTls extends SSLContext {
    private UsualTls() {
        super(new Later(), new Name(), "Default");
    }

    static SSLContext later() {
        return new UsualTls();
    }

    /** Loaded, and with it the default context made, at the first use. */
    private static final class Made {
        static final SSLContext DEFAULT = make();

        private static SSLContext make() {
            try {
                return SSLContext.getDefault();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java runtime has no TLS", e);
            }
        }
    }

    private static final class Later extends SSLContextSpi {
        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("the default context is not to be changed");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return Made.DEFAULT.getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return Made.DEFAULT.getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return Made.DEFAULT.createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return Made.DEFAULT.createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return Made.DEFAULT.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return Made.DEFAULT.getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return Made.DEFAULT.getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return Made.DEFAULT.getSupportedSSLParameters();
        }
    }

    private static final class Name extends Provider {
        private static final long serialVersionUID = 1L;

        Name() {
            super("Aptheke", "1", "stands for the provider of the default context");
        }
    }
}
