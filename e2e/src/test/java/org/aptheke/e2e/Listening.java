package org.aptheke.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aptheke.testkit.Poll;

/** When a program of the system has begun to listen on 127.0.0.1. */
final class Listening {
    private Listening() {}

    /** Returns then; a process that ends before, or never listens, fails with what it said in that file. */
    static void await(Process process, int port, Path output) throws IOException {
        try {
            Poll.until("it listens", () -> !process.isAlive() || listens(port));
        } catch (AssertionError e) {
            process.destroyForcibly();
            throw new AssertionError(said(process, output), e);
        }
        if (!process.isAlive()) {
            throw new AssertionError(said(process, output));
        }
    }

    private static String said(Process process, Path output) throws IOException {
        return process.info().command().orElse("the process") + " does not listen: "
                + Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    private static boolean listens(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
