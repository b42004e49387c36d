package org.aptheke.origin;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** User and password as a field has them that says who asks (RFC 7617, 2). */
public final class BasicText {
    private BasicText() {}

    public static String of(String user, Secret password) {
        byte[] both = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }
}
