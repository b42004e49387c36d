package org.aptheke.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.aptheke.digest.Digest;
import org.aptheke.digest.Digester;
import org.aptheke.origin.Secret;

/** Secrets that nobody guesses: 256 random bits, as text for a field or a file. */
final class RandomText {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomText() {}

    static String next() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is kept of one: enough to know it again. A slow function is for what people choose. */
    static Digest digest(Secret secret) {
        var digester = new Digester();
        digester.update(ByteBuffer.wrap(secret.reveal().getBytes(StandardCharsets.UTF_8)));
        return digester.current();
    }
}
