package org.aptheke.origin.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.aptheke.origin.OriginTimeoutException;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.origin.ParentProxy;

/** Asks a SOCKS proxy for a connection (RFC 1928), with user and password where it wants them (RFC 1929). */
final class Socks5 {
    private static final int VERSION = 5;
    private static final int NO_LOGIN = 0;
    private static final int LOGIN = 2;
    private static final int LONGEST = 255;

    private final ParentProxy parent;

    Socks5(ParentProxy parent) {
        this.parent = parent;
    }

    /** Names go to the proxy as they are: it resolves them. */
    void connect(Socket socket, String host, int port) throws IOException {
        greet(socket);
        var request = new ByteArrayOutputStream();
        request.writeBytes(new byte[] {VERSION, 1, 0});
        var literal = Addresses.literal(host);
        if (literal.isPresent()) {
            request.write(literal.get() instanceof Inet4Address ? 1 : 4);
            request.writeBytes(literal.get().getAddress());
        } else {
            byte[] name = host.getBytes(StandardCharsets.US_ASCII);
            request.write(3);
            request.write(name.length);
            request.writeBytes(name);
        }
        request.write(port >> 8);
        request.write(port);
        socket.getOutputStream().write(request.toByteArray());
        answer(socket.getInputStream(), host + ":" + port);
    }

    private void greet(Socket socket) throws IOException {
        var in = socket.getInputStream();
        byte[] greeting = parent.login().isPresent()
                ? new byte[] {VERSION, 2, NO_LOGIN, LOGIN}
                : new byte[] {VERSION, 1, NO_LOGIN};
        socket.getOutputStream().write(greeting);
        int version = octet(in);
        if (version != VERSION) {
            throw new ParentDeadException(
                    parent.authority() + " is no SOCKS5 proxy", new IOException("it answered with byte " + version));
        }
        int method = octet(in);
        var login = parent.login();
        if (method == LOGIN && login.isPresent()) {
            logIn(socket, login.get());
        } else if (method != NO_LOGIN) {
            throw new OriginUnreachableException("the parent proxy " + parent.authority()
                    + " wants a login that is not known here ([[parent]] user)");
        }
    }

    private void logIn(Socket socket, ParentProxy.Login login) throws IOException {
        byte[] user = login.user().getBytes(StandardCharsets.UTF_8);
        byte[] password = login.password().reveal().getBytes(StandardCharsets.UTF_8);
        if (user.length > LONGEST || password.length > LONGEST) {
            throw new OriginUnreachableException("user or password are too long for the SOCKS5 proxy "
                    + parent.authority() + ": more than " + LONGEST + " bytes");
        }
        var message = new ByteArrayOutputStream();
        message.write(1);
        message.write(user.length);
        message.writeBytes(user);
        message.write(password.length);
        message.writeBytes(password);
        socket.getOutputStream().write(message.toByteArray());
        var in = socket.getInputStream();
        int version = octet(in);
        if (octet(in) != 0 || version != 1) {
            throw new OriginUnreachableException(
                    "the parent proxy " + parent.authority() + " refuses our user and password");
        }
    }

    private void answer(InputStream in, String target) throws IOException {
        int version = octet(in);
        int reply = octet(in);
        if (version != VERSION) {
            throw new OriginUnreachableException("the parent proxy " + parent.authority() + " answered strangely");
        }
        if (reply != 0) {
            String message =
                    "the parent proxy " + parent.authority() + " does not connect to " + target + ": " + words(reply);
            throw reply == 6 ? new OriginTimeoutException(message) : new OriginUnreachableException(message);
        }
        octet(in);
        int length = switch (octet(in)) {
            case 1 -> 4;
            case 3 -> octet(in);
            case 4 -> 16;
            default ->
                throw new OriginUnreachableException("the parent proxy " + parent.authority() + " answered strangely");
        };
        in.skipNBytes(length + 2L);
    }

    private static String words(int reply) {
        return switch (reply) {
            case 2 -> "its rules forbid it";
            case 3 -> "the network cannot be reached";
            case 4 -> "the host cannot be reached";
            case 5 -> "the connection was refused";
            case 6 -> "it takes too long";
            case 8 -> "it does not know this kind of address";
            default -> "failure " + reply;
        };
    }

    private static int octet(InputStream in) throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException("the connection was closed");
        }
        return octet;
    }
}
