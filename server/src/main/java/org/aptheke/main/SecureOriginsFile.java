package org.aptheke.main;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.aptheke.cli.SecureOriginBook;
import org.aptheke.origin.Authority;
import org.aptheke.upstream.SecureOrigins;

/** Where the program keeps in mind which origins redirect to https. */
record SecureOriginsFile(InstantSource clock) implements SecureOriginBook {
    SecureOrigins open(Path data) {
        return new SecureOrigins(data.resolve("secure-origins"), clock);
    }

    @Override
    public List<String> lines(Path data) {
        return open(data).entries().stream()
                .map(origin ->
                        origin.name() + " is asked by https at port " + origin.httpsPort() + " until " + origin.until())
                .toList();
    }

    @Override
    public boolean forget(Path data, String host) {
        try {
            return open(data).forget(Authority.parse(host, 80));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(host + ": " + e.getReason(), e);
        }
    }
}
