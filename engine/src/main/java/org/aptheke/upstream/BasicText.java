package org.aptheke.upstream;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.aptheke.origin.Secret;

/** User and password as {@code Authorization: Basic} has them (RFC 7617, 2). */
final class BasicText {
    private BasicText() {}

    static String of(String user, Secret password) {
        byte[] both = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }
}
