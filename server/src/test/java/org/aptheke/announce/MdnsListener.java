package org.aptheke.announce;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A neighbour that hears what is said by multicast DNS on the loopback interface, and can ask. For one thread. */
final class MdnsListener implements AutoCloseable {
    private static final int PORT = 5353;
    private static final int RESPONSE = 0x8000;
    private static final int PTR = 12;
    private static final int SRV = 33;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final InetSocketAddress group;
    private final NetworkInterface network;
    private final MulticastSocket socket;

    /** A record of an answer; {@code port} of an SRV alone. */
    record Told(int type, String name, long seconds, int port) {}

    MdnsListener() throws IOException {
        group = new InetSocketAddress(InetAddress.getByName("224.0.0.251"), PORT);
        network = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        socket = new MulticastSocket(PORT);
        socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, network);
        socket.joinGroup(group, network);
        socket.setSoTimeout((int) LIMIT.toMillis());
    }

    /** Asks all who hear it for the instances of a service. */
    void ask(String service) throws IOException {
        var query = ByteBuffer.allocate(512);
        query.putInt(0).putShort((short) 1).putShort((short) 0).putInt(0);
        for (String label : service.split("\\.", -1)) {
            query.put((byte) label.length()).put(label.getBytes(StandardCharsets.UTF_8));
        }
        query.putShort((short) PTR).putShort((short) 1);
        socket.send(new DatagramPacket(query.array(), query.position(), group));
    }

    static boolean isService(Told told, String service) {
        return told.type() == PTR && told.name().equalsIgnoreCase(service);
    }

    static boolean isPlace(Told told) {
        return told.type() == SRV;
    }

    /** The first record like that; fails when none comes in time. */
    Told await(Predicate<Told> wanted) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        var seen = new ArrayList<Told>();
        while (System.nanoTime() < deadline) {
            var packet = new DatagramPacket(new byte[9000], 9000);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                break;
            }
            for (var told : read(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()))) {
                seen.add(told);
                if (wanted.test(told)) {
                    return told;
                }
            }
        }
        throw new AssertionError("not told within " + LIMIT + "; but " + seen);
    }

    private static List<Told> read(ByteBuffer message) {
        var records = new ArrayList<Told>();
        if ((message.getShort(2) & RESPONSE) == 0) {
            return records;
        }
        int questions = message.getShort(4);
        int answers = message.getShort(6) + message.getShort(8) + message.getShort(10);
        message.position(12);
        for (int i = 0; i < questions; i++) {
            name(message);
            message.getInt();
        }
        for (int i = 0; i < answers; i++) {
            String name = name(message);
            int type = message.getShort();
            message.getShort();
            long seconds = message.getInt() & 0xffff_ffffL;
            int length = message.getShort() & 0xffff;
            int port = type == SRV ? message.getShort(message.position() + 4) & 0xffff : 0;
            records.add(new Told(type, name, seconds, port));
            message.position(message.position() + length);
        }
        return records;
    }

    /** RFC 1035, 4.1.4. */
    private static String name(ByteBuffer message) {
        var name = new StringBuilder();
        int length = message.get() & 0xff;
        while (length > 0 && length < 0xc0) {
            var label = new byte[length];
            message.get(label);
            name.append(new String(label, StandardCharsets.UTF_8)).append('.');
            length = message.get() & 0xff;
        }
        if (length >= 0xc0) {
            int pointer = ((length & 0x3f) << 8) | (message.get() & 0xff);
            name.append(name(message.duplicate().position(pointer)));
        }
        return name.toString();
    }

    @Override
    public void close() throws IOException {
        socket.leaveGroup(group, network);
        socket.close();
    }
}
