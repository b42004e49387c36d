package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a client says of itself when it begins to speak TLS (RFC 8446, 4.1.2), as far as it decides here.
 *
 * @param serverName the host it wants to speak with, in lower case (RFC 6066, 3)
 * @param protocols what it offers to speak inside (RFC 7301); empty when it does not say
 */
record ClientHello(Optional<String> serverName, List<String> protocols) {
    private static final int VERSION_AND_RANDOM = 34;
    private static final int SERVER_NAME = 0;
    private static final int HOST_NAME = 0;
    private static final int PROTOCOLS = 16;

    ClientHello {
        protocols = List.copyOf(protocols);
    }

    /**
     * Reads the body of the message; the buffer's indices stay.
     *
     * @throws IndexOutOfBoundsException when a length in it points behind its end
     */
    static ClientHello parse(ByteBuf message) {
        var in = message.duplicate();
        in.skipBytes(VERSION_AND_RANDOM);
        in.skipBytes(in.readUnsignedByte());
        in.skipBytes(in.readUnsignedShort());
        in.skipBytes(in.readUnsignedByte());
        Optional<String> serverName = Optional.empty();
        List<String> protocols = new ArrayList<>();
        if (in.isReadable()) {
            var extensions = in.readSlice(in.readUnsignedShort());
            while (extensions.isReadable()) {
                int type = extensions.readUnsignedShort();
                var extension = extensions.readSlice(extensions.readUnsignedShort());
                switch (type) {
                    case SERVER_NAME -> serverName = hostName(extension);
                    case PROTOCOLS -> readProtocols(extension, protocols);
                    default -> {}
                }
            }
        }
        return new ClientHello(serverName, protocols);
    }

    /** Whether it can speak with a server that speaks this protocol alone. */
    boolean takes(String protocol) {
        return protocols.isEmpty() || protocols.contains(protocol);
    }

    private static Optional<String> hostName(ByteBuf extension) {
        var names = extension.readSlice(extension.readUnsignedShort());
        while (names.isReadable()) {
            int type = names.readUnsignedByte();
            String name = text(names, names.readUnsignedShort());
            if (type == HOST_NAME) {
                return Optional.of(name.toLowerCase(Locale.ROOT));
            }
        }
        return Optional.empty();
    }

    private static void readProtocols(ByteBuf extension, List<String> protocols) {
        var list = extension.readSlice(extension.readUnsignedShort());
        while (list.isReadable()) {
            protocols.add(text(list, list.readUnsignedByte()));
        }
    }

    private static String text(ByteBuf in, int length) {
        return in.readCharSequence(length, StandardCharsets.ISO_8859_1).toString();
    }
}
