package org.aptheke.server.netty;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.aptheke.http.Content;

/** Opens a file and counts who has it open. */
final class CountedFile {
    private final Path path;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();

    CountedFile(Path path, byte[] bytes) throws IOException {
        this.path = Files.write(path, bytes);
    }

    int open() {
        return open.get();
    }

    int opened() {
        return opened.get();
    }

    Content.File content() {
        return content(0, path.toFile().length());
    }

    Content.File content(long offset, long count) {
        try {
            var channel = FileChannel.open(path, StandardOpenOption.READ);
            open.incrementAndGet();
            opened.incrementAndGet();
            return new Content.File(new Counted(channel, channel.size()), offset, count);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private final class Counted implements Content.OpenFile {
        private final FileChannel channel;
        private final long size;

        Counted(FileChannel channel, long size) {
            this.channel = channel;
            this.size = size;
        }

        @Override
        public FileChannel channel() {
            return channel;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void close() throws IOException {
            if (channel.isOpen()) {
                channel.close();
                open.decrementAndGet();
            }
        }
    }
}
