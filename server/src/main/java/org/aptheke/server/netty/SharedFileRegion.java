package org.aptheke.server.netty;

import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;

/** A piece of a file to be sent by the kernel; whoever opened the file closes it. */
final class SharedFileRegion extends DefaultFileRegion {
    private final FileChannel file;

    SharedFileRegion(FileChannel file, long position, long count) {
        super(file, position, count);
        this.file = file;
    }

    FileChannel file() {
        return file;
    }

    @Override
    protected void deallocate() {
        // The channel is shared with other answers.
    }
}
