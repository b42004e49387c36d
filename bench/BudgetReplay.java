import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks a cache for what a made-up trace asks for, from an origin of its own, and says how often that one was asked:
 * {@code java -cp server/target/aptheke.jar bench/BudgetReplay.java PROXY_PORT ORIGIN_PORT GIGABYTES BUDGET_BYTES
 * CONNECTIONS FROM TO}. The files have GIGABYTES together, and so have the requests; of these, those between two parts of
 * the whole are sent. Every byte of the answers is compared. The last line says in JSON what was counted.
 */
public final class BudgetReplay {
    private static final int MOST_REQUESTS = 4_000_000;
    private static final int PIECE = 1 << 16;

    private final Trace trace;
    private final int proxyPort;
    private final TraceOrigin origin;
    private final AtomicInteger next;
    private final int end;

    private BudgetReplay(Trace trace, int proxyPort, TraceOrigin origin, int first, int end) {
        this.trace = trace;
        this.proxyPort = proxyPort;
        this.origin = origin;
        this.next = new AtomicInteger(first);
        this.end = end;
    }

    public static void main(String[] arguments) throws Exception {
        long total = (long) (Double.parseDouble(arguments[2]) * 1e9);
        long budget = Long.parseLong(arguments[3]);
        int connections = Integer.parseInt(arguments[4]);
        var trace = Trace.of(total, MOST_REQUESTS, false).upTo(total);
        int first = (int) (trace.asked().length * Double.parseDouble(arguments[5]));
        int end = (int) (trace.asked().length * Double.parseDouble(arguments[6]));
        try (var origin = new TraceOrigin(Integer.parseInt(arguments[1]))) {
            long bytes = new BudgetReplay(trace, Integer.parseInt(arguments[0]), origin, first, end).replay(connections);
            var all = trace.byLastUse(Long.MAX_VALUE);
            var lru = trace.byLastUse(budget);
            long asked = 0;
            for (int number : trace.asked()) {
                asked += trace.sizes()[number];
            }
            System.out.printf(
                    "{\"requests\": %d, \"bytes\": %d, \"originRequests\": %d, \"originBytes\": %d, \"files\": %d,"
                            + " \"lruHits\": %.4f, \"lruBytes\": %.4f, \"mostHits\": %.4f, \"mostBytes\": %.4f}%n",
                    end - first,
                    bytes,
                    origin.requests(),
                    origin.bytes(),
                    trace.sizes().length,
                    lru.requests() / (double) trace.asked().length,
                    lru.bytes() / (double) asked,
                    all.requests() / (double) trace.asked().length,
                    all.bytes() / (double) asked);
        }
    }

    /** Returns the bytes of all answers. */
    private long replay(int connections) throws Exception {
        long bytes = 0;
        try (var executor = Executors.newFixedThreadPool(connections)) {
            var clients = new ArrayList<Future<Long>>();
            for (int i = 0; i < connections; i++) {
                clients.add(executor.submit(this::askInTurn));
            }
            for (var client : clients) {
                bytes += client.get();
            }
        }
        return bytes;
    }

    private long askInTurn() throws IOException {
        long bytes = 0;
        int turn = next.getAndIncrement();
        while (turn < end) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), proxyPort);
                    var in = new BufferedInputStream(socket.getInputStream(), PIECE)) {
                socket.setTcpNoDelay(true);
                boolean open = true;
                while (open && turn < end) {
                    int number = trace.asked()[turn];
                    open = ask(socket, in, number);
                    bytes += trace.sizes()[number];
                    turn = next.getAndIncrement();
                }
            }
        }
        return bytes;
    }

    /** Whether the connection can be used again. */
    private boolean ask(Socket socket, InputStream in, int number) throws IOException {
        long size = trace.sizes()[number];
        var request = "GET http://%s%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: Debian APT-HTTP/1.3 (2.6.1)\r\n\r\n"
                .formatted(origin.authority(), TraceOrigin.path(number, size), origin.authority());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        var head = TraceOrigin.head(in).toLowerCase(java.util.Locale.ROOT);
        if (!head.startsWith("http/1.1 200") || !head.contains("content-length: " + size + "\r\n")) {
            throw new IOException("file " + number + " of " + size + " bytes: " + head);
        }
        var piece = new byte[PIECE];
        for (long position = 0; position < size; ) {
            int length = in.readNBytes(piece, 0, (int) Math.min(PIECE, size - position));
            if (length <= 0 || !TraceOrigin.isRight(number, position, piece, length)) {
                throw new IOException("file " + number + " is wrong or ends behind byte " + position);
            }
            position += length;
        }
        return !head.contains("connection: close");
    }
}
