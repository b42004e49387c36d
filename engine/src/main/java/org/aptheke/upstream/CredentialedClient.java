package org.aptheke.upstream;

import java.io.IOException;
import org.aptheke.origin.OriginClient;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginResponse;

/**
 * Adds the operator's {@code Authorization} to requests that are made with credentials, at the origins that these are
 * for and nowhere else: also not where such an origin redirects to. Safe for use by many threads.
 */
public final class CredentialedClient implements OriginClient {
    private final OriginClient client;
    private final Credentials credentials;

    public CredentialedClient(OriginClient client, Credentials credentials) {
        this.client = client;
        this.credentials = credentials;
    }

    @Override
    public OriginResponse send(OriginRequest request) throws IOException, InterruptedException {
        var authorization = credentials.authorization(request.target());
        return client.send(authorization
                .map(value -> request.withFields(request.fields().with("Authorization", value)))
                .orElse(request));
    }
}
