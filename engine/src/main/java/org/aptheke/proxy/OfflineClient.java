package org.aptheke.proxy;

import java.io.IOException;
import org.aptheke.origin.OriginClient;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginResponse;
import org.aptheke.origin.OriginUnreachableException;

/** Sends nothing while it is switched offline: for what is asked without a client. Safe for use by many threads. */
public record OfflineClient(OriginClient client, OfflineSwitch offline) implements OriginClient {
    @Override
    public OriginResponse send(OriginRequest request) throws IOException, InterruptedException {
        if (offline.isOn()) {
            throw new OriginUnreachableException(request.target() + ": this cache is offline");
        }
        return client.send(request);
    }
}
