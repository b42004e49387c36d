package org.aptheke.origin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.aptheke.http.Fields;
import org.aptheke.http.Interim;
import org.aptheke.http.TargetUri;

/** A response that is another one, but for what a subclass does beside. Used by one thread. */
public abstract class ForwardingResponse implements OriginResponse {
    private final OriginResponse response;

    protected ForwardingResponse(OriginResponse response) {
        this.response = response;
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
    public List<Interim> interims() {
        return response.interims();
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
        return response.read(buffer);
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
    public void wasRight() {
        response.wasRight();
    }

    @Override
    public void wasWrong(String how) {
        response.wasWrong(how);
    }

    @Override
    public void close() throws IOException {
        response.close();
    }
}
