package org.aptheke.e2e;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A connection through the program to a host that it intercepts, kept for several requests. For one thread. */
final class TlsWithin implements AutoCloseable {
    private static final int LIMIT_MILLIS = 30_000;

    private final String authority;
    private final SSLSocket tls;
    private final InputStream in;

    private TlsWithin(String authority, SSLSocket tls) throws IOException {
        this.authority = authority;
        this.tls = tls;
        this.in = new BufferedInputStream(tls.getInputStream());
    }

    /** Trusts what is in the file. */
    static TlsWithin connect(Aptheke aptheke, String authority, Path trusted)
            throws IOException, GeneralSecurityException {
        var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), aptheke.port());
        socket.setSoTimeout(LIMIT_MILLIS);
        var connect = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n";
        socket.getOutputStream().write(connect.getBytes(StandardCharsets.US_ASCII));
        var established = head(socket.getInputStream());
        if (!established.contains(" 200 ")) {
            throw new IOException(established);
        }
        String host = authority.substring(0, authority.indexOf(':'));
        var tls = (SSLSocket) context(trusted).getSocketFactory().createSocket(socket, host, socket.getPort(), true);
        tls.startHandshake();
        return new TlsWithin(authority, tls);
    }

    /** The content of the answer. */
    String get(String path) throws IOException {
        var request = "GET " + path + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n";
        tls.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        int length = 0;
        for (String line : head(in).split("\r\n", -1)) {
            if (line.regionMatches(true, 0, "Content-Length: ", 0, 16)) {
                length = Integer.parseInt(line.substring(16));
            }
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("closed behind: " + head);
            }
            head.append((char) octet);
        }
        return head.toString();
    }

    private static SSLContext context(Path trusted) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var file = Files.newInputStream(trusted)) {
            int number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                store.setCertificateEntry("ca" + number++, certificate);
            }
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() throws IOException {
        tls.close();
    }
}
