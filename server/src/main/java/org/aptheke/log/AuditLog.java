package org.aptheke.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.aptheke.events.Event;
import org.aptheke.events.EventSink;
import org.aptheke.http.Masked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of changes: one JSON object a line, written before the answer goes out, since there are few and each counts.
 * Safe for use by many threads.
 */
public final class AuditLog implements EventSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    private final Path path;

    @GuardedBy("this")
    private final LineOutput output;

    private AuditLog(Path path, LineOutput output) {
        this.path = path;
        this.output = output;
    }

    /**
     * Appends to a file, which is created with its directories when it is missing.
     *
     * @throws IOException when it cannot be opened
     */
    public static AuditLog toFile(Path path) throws IOException {
        return new AuditLog(path, LineOutput.ownersFile(path));
    }

    @Override
    public void accept(Event event) {
        if (event instanceof Event.Change change) {
            write(ByteBuffer.wrap((line(change) + "\n").getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private static String line(Event.Change change) {
        return new JsonLine()
                .put("time", AccessLine.time(change.at()))
                .put("who", change.who())
                .put("from", change.place())
                .put("what", Masked.secrets(change.what()))
                .putNumber("status", Integer.toString(change.status()))
                .end();
    }

    private synchronized void write(ByteBuffer line) {
        try {
            output.write(line);
        } catch (IOException e) {
            LOG.error("{}: a change was not noted: {}", path, e.getMessage());
        }
    }

    /** Opens the file anew; for one that was renamed. */
    public synchronized void reopen() {
        try {
            output.reopen();
        } catch (IOException e) {
            LOG.error("{}: the log of changes cannot be opened anew: {}", path, e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        try {
            output.close();
        } catch (IOException e) {
            LOG.warn("{}: the log of changes was not closed: {}", path, e.getMessage());
        }
    }
}
