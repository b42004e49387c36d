package org.aptheke.origin;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.aptheke.http.Fields;
import org.aptheke.http.Interim;
import org.aptheke.http.TargetUri;

/** The final response of an origin, its content not yet read. Used by one thread; must be closed. */
public interface OriginResponse extends Closeable {
    int status();

    /** As received, without hop-by-hop fields and those that {@code Connection} names (RFC 9110, 7.6.1). */
    Fields fields();

    /** The length of the content that the framing says, before any is read; empty when chunked or close-delimited. */
    OptionalLong length();

    /** Interim responses that came before it, oldest first: a few, and none that only the two ends of a connection need. */
    default List<Interim> interims() {
        return List.of();
    }

    /** Address and port that answered, for logs. */
    String peer();

    /** What was asked in the end: rules and mirrors may lead elsewhere than the request said. */
    TargetUri target();

    /**
     * Reads some content into the buffer.
     *
     * @return the number of bytes, or -1 at the proper end
     * @throws PrematureEndException when the connection ended before the content did
     * @throws OriginTimeoutException when nothing came for the idle time, or less than the minimum rate
     * @throws IOException when the connection broke
     */
    int read(ByteBuffer buffer) throws IOException;

    /** Whether the next {@link #read} has something at once; false also where that cannot be known. */
    boolean isReady();

    /**
     * Whether the content has an end that the origin tells: then one that came too short is another content. Else it ends
     * with its connection, which may also have broken off.
     */
    boolean tellsItsEnd();

    /**
     * Notes that all of its content is what had been promised. As {@link #wasWrong}, only who asked can tell, it may be said
     * after the response was closed, and where nobody has to learn of it nothing happens.
     */
    default void wasRight() {}

    /**
     * Notes that its content is not what had been promised.
     *
     * @param how in words
     */
    default void wasWrong(String how) {}

    /** Gives the connection back when the content was read to its end, else breaks it off. */
    @Override
    void close() throws IOException;
}
