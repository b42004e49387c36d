package org.aptheke.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Whether a binary package ends where its own headers say (ar archives, as in deb(5)): a cheap look at what is broken off. */
final class PackageForm {
    private static final String MAGIC = "!<arch>\n";
    private static final int HEADER_BYTES = 60;
    private static final int SIZE_AT = 48;
    private static final int MOST_MEMBERS = 1000;

    private PackageForm() {}

    /** What is wrong with it; empty when nothing is, or when it is no binary package by its name. */
    static Optional<String> fault(Path file, String name) throws IOException {
        if (!name.matches(".*\\.[ud]?deb")) {
            return Optional.empty();
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (!text(channel, 0, MAGIC.length()).equals(MAGIC)) {
                return Optional.of("it does not begin as a package does");
            }
            return faultOfMembers(channel);
        }
    }

    private static Optional<String> faultOfMembers(FileChannel channel) throws IOException {
        long size = channel.size();
        long position = MAGIC.length();
        for (int member = 0; member < MOST_MEMBERS && position < size; member++) {
            var header = text(channel, position, HEADER_BYTES);
            var length = header.length() == HEADER_BYTES
                    ? header.substring(SIZE_AT, SIZE_AT + 10).strip()
                    : "";
            if (!header.endsWith("`\n") || !length.matches("[0-9]{1,10}")) {
                return Optional.of("it is broken off or damaged at byte " + position);
            }
            long end = position + HEADER_BYTES + Long.parseLong(length);
            if (end > size) {
                return Optional.of("it is broken off: it has " + size + " bytes, and goes on to " + end);
            }
            position = end + (end & 1);
        }
        return Optional.empty();
    }

    private static String text(FileChannel channel, long position, int count) throws IOException {
        var bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) > 0) {
            // Goes on until the end.
        }
        return StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
    }
}
