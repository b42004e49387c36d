package org.aptheke.origin;

import java.io.IOException;

/**
 * Sends requests to origins. Blocking; safe for use by many threads. Does not follow redirects, does not decode
 * content, keeps no cookies, adds {@code Host}, {@code User-Agent} and {@code Via}.
 */
public interface OriginClient {
    /**
     * Sends the request and waits for the header section of the final response (1xx come with it).
     *
     * @throws EgressRefusedException when the address may not be reached
     * @throws OriginUnreachableException when no address could be connected to, or TLS failed
     * @throws OriginTimeoutException when it took too long
     * @throws MalformedResponseException when what came is not HTTP, or frames its content in two ways
     * @throws IOException when the connection broke
     */
    OriginResponse send(OriginRequest request) throws IOException, InterruptedException;
}
