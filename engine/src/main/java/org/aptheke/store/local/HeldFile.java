package org.aptheke.store.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aptheke.http.Content;

/** An open blob that counts as being read until it is closed. */
final class HeldFile implements Content.OpenFile {
    private final Content.OpenFile file;
    private final Runnable letGo;
    private final AtomicBoolean closed = new AtomicBoolean();

    HeldFile(Content.OpenFile file, Runnable letGo) {
        this.file = file;
        this.letGo = letGo;
    }

    @Override
    public FileChannel channel() {
        return file.channel();
    }

    @Override
    public long size() {
        return file.size();
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            letGo.run();
            file.close();
        }
    }
}
