package org.aptheke.e2e;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A name server with SRV records and nothing else, on port 53 of an address of this machine. Safe for use by many threads. */
public final class ZoneServer implements AutoCloseable {
    private static final int PORT = 53;
    private static final int SRV = 33;
    private static final int HEAD_BYTES = 12;

    private final DatagramSocket socket;
    private final Map<String, List<Service>> services = new ConcurrentHashMap<>();

    private record Service(int seconds, int priority, int weight, int port, String target) {}

    private ZoneServer(DatagramSocket socket) {
        this.socket = socket;
    }

    public static ZoneServer start(String address) throws IOException {
        var server = new ZoneServer(new DatagramSocket(PORT, InetAddress.getByName(address)));
        Thread.ofVirtual().name("zone " + address).start(server::run);
        return server;
    }

    /** Adds records in the form of zone files: {@code name seconds IN SRV priority weight port target}. */
    public void serve(String records) {
        for (String line : records.strip().lines().toList()) {
            var parts = line.split("\\s+", -1);
            if (parts.length != 8 || !parts[2].equals("IN") || !parts[3].equals("SRV")) {
                throw new IllegalArgumentException("not an SRV record: " + line);
            }
            var service = new Service(
                    Integer.parseInt(parts[1]),
                    Integer.parseInt(parts[4]),
                    Integer.parseInt(parts[5]),
                    Integer.parseInt(parts[6]),
                    parts[7]);
            services.computeIfAbsent(parts[0].toLowerCase(Locale.ROOT), name -> new CopyOnWriteArrayList<>())
                    .add(service);
        }
    }

    private void run() {
        while (!socket.isClosed()) {
            try {
                var packet = new DatagramPacket(new byte[1500], 1500);
                socket.receive(packet);
                byte[] answer = answer(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (SocketException e) {
                return; // closed
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** RFC 1035, 4.1, for the one question there is. */
    private byte[] answer(ByteBuffer question) {
        short id = question.getShort(0);
        int end = HEAD_BYTES;
        var name = new StringBuilder();
        while (question.get(end) > 0) {
            var label = new byte[question.get(end)];
            question.get(end + 1, label);
            name.append(new String(label, StandardCharsets.UTF_8)).append('.');
            end += label.length + 1;
        }
        int type = question.getShort(end + 1);
        end += 5;
        var found = type == SRV
                ? services.getOrDefault(name.toString().toLowerCase(Locale.ROOT), List.of())
                : List.<Service>of();

        var answer = ByteBuffer.allocate(1500);
        // Authoritative; and NXDOMAIN for what is not there.
        answer.putShort(id).putShort((short) (found.isEmpty() ? 0x8583 : 0x8580));
        answer.putShort((short) 1).putShort((short) found.size()).putInt(0);
        answer.put(question.slice(HEAD_BYTES, end - HEAD_BYTES));
        found.forEach(service -> putRecord(answer, service));
        var bytes = new byte[answer.position()];
        answer.get(0, bytes);
        return bytes;
    }

    private static void putRecord(ByteBuffer answer, Service service) {
        var target = encoded(service.target());
        answer.putShort((short) 0xc00c)
                .putShort((short) SRV)
                .putShort((short) 1)
                .putInt(service.seconds());
        answer.putShort((short) (6 + target.length));
        answer.putShort((short) service.priority()).putShort((short) service.weight());
        answer.putShort((short) service.port()).put(target);
    }

    private static byte[] encoded(String name) {
        var buffer = ByteBuffer.allocate(256);
        for (String label : name.split("\\.", -1)) {
            var bytes = label.getBytes(StandardCharsets.UTF_8);
            buffer.put((byte) bytes.length).put(bytes);
        }
        var all = new byte[buffer.position()];
        buffer.get(0, all);
        return all;
    }

    @Override
    public void close() {
        socket.close();
    }
}
