package org.aptheke.origin.client;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.aptheke.origin.ParentProxy;

/**
 * Whose certificates are trusted of an origin, and which one is shown to it. Host names are always checked. Safe for use
 * by many threads.
 */
public final class TlsRules {
    private static final char[] NO_PASSWORD = {};
    private static final int USUAL = -1;

    private final SSLContext usual;
    private final List<Rule> rules;
    private final Map<String, Identity> identities;
    private final Map<Choice, SSLContext> contexts = new ConcurrentHashMap<>();
    private final Map<Trust, SSLContext> parents = new ConcurrentHashMap<>();

    /**
     * What holds for some hosts: the first rule that has authorities decides about these, the first that has pins about
     * those.
     *
     * @param authorities instead of the usual ones; empty for the usual ones
     * @param pins one of which must be in the chain; none for any key
     */
    public record Rule(Predicate<String> hosts, List<X509Certificate> authorities, List<Pin> pins) {
        public Rule {
            authorities = List.copyOf(authorities);
            pins = List.copyOf(pins);
        }
    }

    /**
     * A certificate of our own with its chain and its key.
     *
     * @param hosts to which alone it is shown: not to where one of them redirects
     */
    public record Identity(PrivateKey key, List<X509Certificate> chain, Predicate<String> hosts) {
        public Identity {
            chain = List.copyOf(chain);
        }

        /** The certificate alone: the key is secret. */
        @Override
        public String toString() {
            return "Identity[" + chain.getFirst().getSubjectX500Principal() + "]";
        }
    }

    /** Which rule's authorities are trusted, and which identity is shown. */
    private record Choice(int authorities, Optional<String> identity) {}

    /** @param identities by the names of the credentials that they belong to */
    public TlsRules(SSLContext usual, List<Rule> rules, Map<String, Identity> identities) {
        this.usual = usual;
        this.rules = List.copyOf(rules);
        this.identities = Map.copyOf(identities);
    }

    /** The same for all hosts. */
    static TlsRules of(SSLContext context) {
        return new TlsRules(context, List.of(), Map.of());
    }

    /**
     * What makes connections to the host; {@code credential} is with whose certificate, if these credentials have one for
     * it.
     */
    public SSLContext context(String host, Optional<String> credential) throws IOException {
        var choice = new Choice(authorities(host).orElse(USUAL), credential.filter(name -> isShown(name, host)));
        if (choice.authorities == USUAL && choice.identity.isEmpty()) {
            return usual;
        }
        var known = contexts.get(choice);
        if (known != null) {
            return known;
        }
        try {
            var made = make(choice);
            contexts.put(choice, made);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IOException(host + ": the certificates for it cannot be used: " + e.getMessage(), e);
        }
    }

    private boolean isShown(String credential, String host) {
        var identity = identities.get(credential);
        return identity != null && identity.hosts.test(host);
    }

    /** What makes connections to a parent. */
    SSLContext context(ParentProxy parent, Trust trust) throws IOException {
        if (trust.equals(Trust.USUAL)) {
            return usual;
        }
        var known = parents.get(trust);
        if (known != null) {
            return known;
        }
        try {
            var made = SSLContext.getInstance("TLS");
            made.init(null, trusting(trust), null);
            parents.put(trust, made);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    parent.authority() + ": the certificates for it cannot be used: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trusting(Trust trust) throws GeneralSecurityException, IOException {
        var managers = trusting(trust.authorities());
        return trust.pins().isEmpty()
                ? managers
                : Arrays.stream(managers)
                        .map(manager -> manager instanceof X509ExtendedTrustManager usual
                                ? new PinnedTrust(usual, trust.pins(), "parent")
                                : manager)
                        .toArray(TrustManager[]::new);
    }

    /** The keys one of which the host's chain must have; none for any. */
    List<Pin> pins(String host) {
        return rules.stream()
                .filter(rule -> !rule.pins.isEmpty() && rule.hosts.test(host))
                .findFirst()
                .map(Rule::pins)
                .orElse(List.of());
    }

    private OptionalInt authorities(String host) {
        return IntStream.range(0, rules.size())
                .filter(i -> !rules.get(i).authorities.isEmpty()
                        && rules.get(i).hosts.test(host))
                .findFirst();
    }

    private SSLContext make(Choice choice) throws GeneralSecurityException, IOException {
        var context = SSLContext.getInstance("TLS");
        context.init(
                choice.identity.isEmpty() ? null : keyManagers(choice.identity.get()),
                choice.authorities == USUAL ? null : trusting(rules.get(choice.authorities).authorities),
                null);
        return context;
    }

    private KeyManager[] keyManagers(String name) throws GeneralSecurityException, IOException {
        var identity = identities.get(name);
        if (identity == null) {
            throw new IllegalStateException("no identity " + name);
        }
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("identity", identity.key, NO_PASSWORD, identity.chain.toArray(X509Certificate[]::new));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /** @param authorities empty for those that the JDK trusts */
    private static TrustManager[] trusting(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities.isEmpty() ? null : storeOf(authorities));
        return factory.getTrustManagers();
    }

    private static KeyStore storeOf(List<X509Certificate> authorities) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("authority-" + i, authorities.get(i));
        }
        return store;
    }
}
