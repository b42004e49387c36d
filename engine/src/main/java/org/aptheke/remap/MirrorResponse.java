package org.aptheke.remap;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.aptheke.origin.ForwardingResponse;
import org.aptheke.origin.ObjectTooLargeException;
import org.aptheke.origin.OriginResponse;

/**
 * A mirror's response, whose breaking off counts against the mirror, so that the rest is asked for elsewhere; and so does
 * a wrong content.
 */
final class MirrorResponse extends ForwardingResponse {
    private final Mirrors health;
    private final int mirror;
    private final Verdicts.OfOneFile verdicts;

    MirrorResponse(OriginResponse response, Mirrors health, int mirror, Verdicts.OfOneFile verdicts) {
        super(response);
        this.health = health;
        this.mirror = mirror;
        this.verdicts = verdicts;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        try {
            return super.read(buffer);
        } catch (ObjectTooLargeException | InterruptedIOException e) {
            throw e; // not the mirror's fault
        } catch (IOException e) {
            health.failed(mirror, Optional.ofNullable(e.getMessage()).orElse(e.toString()));
            throw e;
        }
    }

    /** Those that had another content are proved wrong by this. */
    @Override
    public void wasRight() {
        super.wasRight();
        health.proved(mirror);
        verdicts.settle().forEach((other, how) -> {
            if (other != mirror) {
                health.misled(other, how);
            }
        });
    }

    @Override
    public void wasWrong(String how) {
        super.wasWrong(how);
        verdicts.note(mirror, how);
    }
}
