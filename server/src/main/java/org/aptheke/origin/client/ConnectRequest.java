package org.aptheke.origin.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.aptheke.http.AddressText;
import org.aptheke.origin.BasicText;
import org.aptheke.origin.OriginTimeoutException;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.origin.ParentProxy;

/** Asks an HTTP proxy for a tunnel (RFC 9110, 9.3.6). */
final class ConnectRequest {
    private static final int MAX_HEAD = 16 * 1024;

    private final ParentProxy parent;
    private final String userAgent;

    ConnectRequest(ParentProxy parent, String userAgent) {
        this.parent = parent;
        this.userAgent = userAgent;
    }

    void connect(Socket socket, String host, int port) throws IOException {
        String target = AddressText.inUri(host, port);
        String login = authorization(parent)
                .map(value -> "Proxy-Authorization: " + value + "\r\n")
                .orElse("");
        String request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\nUser-Agent: " + userAgent + "\r\n"
                + login + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        String head = head(socket.getInputStream());
        int status = status(head);
        if (status / 100 == 2) {
            return;
        }
        if (status == 407) {
            throw refusesLogin(parent);
        }
        String message = "the parent proxy " + parent.authority() + " does not connect to " + target + ": it answered "
                + head.lines().findFirst().orElse("").replaceAll("^HTTP/\\S+\\s*", "");
        throw status == 504 ? new OriginTimeoutException(message) : new OriginUnreachableException(message);
    }

    static OriginUnreachableException refusesLogin(ParentProxy parent) {
        return new OriginUnreachableException("the parent proxy " + parent.authority() + " wants "
                + (parent.login().isPresent() ? "another user and password" : "user and password")
                + " (407); they stand in its [[parent]] table");
    }

    /** What is said to the parent of who asks. */
    static Optional<String> authorization(ParentProxy parent) {
        return parent.login().map(login -> BasicText.of(login.user(), login.password()));
    }

    private int status(String head) throws ParentDeadException {
        if (!head.matches("(?s)HTTP/1\\.[01] [1-5][0-9][0-9].*")) {
            throw new ParentDeadException(
                    parent.authority() + " is no HTTP proxy", new IOException("its answer is not HTTP"));
        }
        return Integer.parseInt(head.substring(9, 12));
    }

    /** To the empty line and not a byte further: what follows is the tunnel's. */
    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int newlines = 0;
        while (newlines < 2) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("the connection was closed");
            }
            if (head.size() == MAX_HEAD) {
                throw new IOException("its answer has no end");
            }
            head.write(octet);
            newlines = octet == '\n' ? newlines + 1 : octet == '\r' ? newlines : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }
}
