package org.aptheke.ca;

import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes certificates for intercepted hosts, all for one key that lives as long as the process. Safe for use by many
 * threads.
 */
public final class LeafIssuer {
    private static final Duration RENEW_AFTER = Duration.ofDays(1);

    private final AtomicReference<@Nullable KeyPair> keys = new AtomicReference<>();
    private final InstantSource clock;
    private final AtomicReference<Optional<CaSet>> authorities = new AtomicReference<>(Optional.empty());

    public LeafIssuer(InstantSource clock) {
        this.clock = clock;
    }

    /** Signs with these from now on; with none it cannot. */
    public void use(Optional<CaSet> set) {
        authorities.set(set);
    }

    /** What clients are to trust, in PEM; empty when there is no authority. */
    public Optional<String> bundle() {
        return authorities.get().map(CaSet::bundle);
    }

    /**
     * A certificate for the host.
     *
     * @throws IOException when no authority may sign for it
     */
    public Leaf issue(String host) throws IOException {
        var set = authorities.get();
        if (set.isEmpty() || !set.get().covers(host)) {
            throw new IOException("no certificate authority may sign for " + host);
        }
        var now = clock.instant();
        var pair = keys();
        var certificate = set.get().current().issue(host, pair.getPublic(), now);
        return new Leaf(new KeyedChain(pair.getPrivate(), List.of(certificate)), now.plus(RENEW_AFTER));
    }

    /** Made when the first host needs them: most never intercept, and at the start they would cost as much as all else. */
    private KeyPair keys() {
        var made = keys.get();
        if (made != null) {
            return made;
        }
        var own = CertificateAuthority.newKeys();
        var others = keys.compareAndExchange(null, own);
        return others == null ? own : others;
    }
}
