import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a cache for stored files at a constant rate, however long its answers take: {@code java bench/SteadyLoad.java
 * PROXY_PORT AUTHORITY FILES LETTERS RATE CONNECTIONS}. The files are those that {@code FillStore} names. For each number of
 * seconds on the standard input it asks for that long, and then writes one line: the times of all answers in microseconds,
 * each from the moment when the request was due, so that whoever is late is not forgiven the requests behind it.
 */
public final class SteadyLoad {
    private final int port;
    private final String authority;
    private final int files;
    private final int letters;
    private final long nanosBetween;
    private final int connections;

    private SteadyLoad(String[] arguments) {
        port = Integer.parseInt(arguments[0]);
        authority = arguments[1];
        files = Integer.parseInt(arguments[2]);
        letters = Integer.parseInt(arguments[3]);
        nanosBetween = 1_000_000_000L / Integer.parseInt(arguments[4]);
        connections = Integer.parseInt(arguments[5]);
    }

    public static void main(String[] arguments) throws Exception {
        var load = new SteadyLoad(arguments);
        var wishes = new Scanner(System.in, StandardCharsets.US_ASCII);
        for (int run = 0; wishes.hasNextInt(); run++) {
            System.out.println(load.run(wishes.nextInt(), run));
        }
    }

    /** One connection's part of the requests. */
    private final class Client implements Runnable {
        private final Random random;
        private final long begin;
        private final int first;
        private final int requests;
        private final CountDownLatch ended;
        private final List<Long> micros = new ArrayList<>();
        private volatile String failure = "";

        Client(long begin, int first, int requests, CountDownLatch ended, long seed) {
            this.begin = begin;
            this.first = first;
            this.requests = requests;
            this.ended = ended;
            this.random = new Random(seed);
        }

        @Override
        public void run() {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                    var in = new BufferedInputStream(socket.getInputStream(), 1 << 16)) {
                socket.setTcpNoDelay(true);
                for (int i = first; i < requests; i += connections) {
                    long due = begin + i * nanosBetween;
                    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                        LockSupport.parkNanos(left);
                    }
                    ask(random.nextInt(files), socket.getOutputStream(), in);
                    micros.add((System.nanoTime() - due) / 1_000);
                }
            } catch (IOException e) {
                failure = String.valueOf(e.getMessage());
            } finally {
                ended.countDown();
            }
        }

        private void ask(int number, OutputStream out, InputStream in) throws IOException {
            var path = "/pool/main/%c/name%d/name_%d_amd64.deb".formatted('a' + number % 26, number / 10, number);
            out.write("GET http://%s%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: Debian APT-HTTP/1.3 (2.6.1)\r\n\r\n"
                    .formatted(authority, path, authority)
                    .getBytes(StandardCharsets.ISO_8859_1));
            var head = TraceOrigin.head(in);
            var content = in.readNBytes(letters);
            boolean right = head.startsWith("HTTP/1.1 200")
                    && content.length == letters
                    && new String(content, 0, 8, StandardCharsets.US_ASCII).equals("%08d".formatted(number));
            if (!right) {
                throw new IOException(path + ": " + head);
            }
        }
    }

    private String run(int seconds, int seed) throws InterruptedException {
        int requests = (int) (seconds * 1_000_000_000L / nanosBetween);
        long begin = System.nanoTime() + 200_000_000;
        var ended = new CountDownLatch(connections);
        var clients = new ArrayList<Client>();
        for (int i = 0; i < connections; i++) {
            clients.add(new Client(begin, i, requests, ended, seed * 1_000L + i));
            Thread.ofPlatform().daemon().start(clients.getLast());
        }
        ended.await();
        var line = new StringBuilder();
        for (var client : clients) {
            if (!client.failure.isEmpty()) {
                return "failed: " + client.failure.replace('\n', ' ');
            }
            client.micros.forEach(each -> line.append(each).append(' '));
        }
        return line.toString();
    }
}
