package org.aptheke.remap;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.http.Fields;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.ObjectTooLargeException;
import org.aptheke.origin.OriginResponse;

/** A mirror's response, whose breaking off counts against the mirror, so that the rest is asked for elsewhere. */
final class MirrorResponse implements OriginResponse {
    private final OriginResponse response;
    private final Mirrors health;
    private final int mirror;

    MirrorResponse(OriginResponse response, Mirrors health, int mirror) {
        this.response = response;
        this.health = health;
        this.mirror = mirror;
    }

    @Override
    public int status() {
        return response.status();
    }

    @Override
    public Fields fields() {
        return response.fields();
    }

    @Override
    public OptionalLong length() {
        return response.length();
    }

    @Override
    public String peer() {
        return response.peer();
    }

    @Override
    public TargetUri target() {
        return response.target();
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        try {
            return response.read(buffer);
        } catch (ObjectTooLargeException | InterruptedIOException e) {
            throw e; // not the mirror's fault
        } catch (IOException e) {
            health.failed(mirror, Optional.ofNullable(e.getMessage()).orElse(e.toString()));
            throw e;
        }
    }

    @Override
    public boolean isReady() {
        return response.isReady();
    }

    @Override
    public boolean tellsItsEnd() {
        return response.tellsItsEnd();
    }

    @Override
    public void close() throws IOException {
        response.close();
    }
}
