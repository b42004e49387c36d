package org.aptheke.origin.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.aptheke.http.AddressText;
import org.aptheke.http.Interim;
import org.aptheke.origin.MalformedResponseException;
import org.aptheke.origin.OriginLimits;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginTimeoutException;
import org.aptheke.origin.PrematureEndException;
import org.jspecify.annotations.Nullable;

/** One request and the header section of its response on one connection. Used by one thread. */
final class OriginExchange {
    private static final int MAX_INTERIMS = 8;

    private final OriginRequest request;
    private final ClassicHttpRequest written;
    private final OriginLimits limits;
    private final List<Interim> interims = new ArrayList<>(0);
    private @Nullable OriginConnection connection;
    private @Nullable ParsedResponse head;
    private @Nullable InputStream wire;

    OriginExchange(OriginRequest request, ClassicHttpRequest written, OriginLimits limits) {
        this.request = request;
        this.written = written;
        this.limits = limits;
    }

    /**
     * Sends the request and reads the header section of the final response.
     *
     * @throws DeadConnectionException when the connection had been used before and is dead
     */
    void run(ConnectionEndpoint endpoint) throws IOException {
        try {
            endpoint.execute("", written, (sent, over, context) -> exchange(sent, over), HttpClientContext.create());
        } catch (HttpException e) {
            throw new MalformedResponseException(request.target().authority() + ": " + e.getMessage(), e);
        }
    }

    OriginSocket socket() {
        return connection().originSocket();
    }

    ParsedResponse head() {
        return received(head);
    }

    List<Interim> interims() {
        return List.copyOf(interims);
    }

    /** The bytes behind the header section. */
    InputStream wire() {
        return received(wire);
    }

    String peer() {
        return connection().getSocket().getRemoteSocketAddress() instanceof InetSocketAddress address
                ? format(address)
                : "";
    }

    private ClassicHttpResponse exchange(ClassicHttpRequest sent, HttpClientConnection over)
            throws IOException, HttpException {
        var used = (OriginConnection) over;
        connection = used;
        long requestsBefore = used.getEndpointDetails().getRequestCount();
        long bytesBefore = used.getEndpointDetails().getReceivedBytesCount();
        if (requestsBefore > 0 && used.hasUnaskedBytes()) {
            throw new DeadConnectionException(new IOException("bytes came that nobody asked for"));
        }
        used.originSocket().allow(limits.header());
        try {
            used.sendRequestHeader(sent);
            used.flush();
            var response = finalResponse(used);
            head = response;
            used.receiveResponseEntity(response);
            wire = response.getEntity().getContent();
            return response;
        } catch (SocketTimeoutException e) {
            throw new OriginTimeoutException(
                    request.target().authority() + " (" + peer() + "): no response within "
                            + limits.header().toMillis() + " ms",
                    e);
        } catch (IOException e) {
            boolean nothingCame = used.getEndpointDetails().getReceivedBytesCount() == bytesBefore;
            if (requestsBefore > 0 && nothingCame && !Thread.currentThread().isInterrupted()) {
                throw new DeadConnectionException(e);
            }
            throw named(e);
        } finally {
            used.originSocket().allowAnyTime();
        }
    }

    /** Keeps a few 1xx to be passed on (RFC 9110, 15.2); how many more may come, the time limit says. */
    private ParsedResponse finalResponse(OriginConnection over) throws IOException, HttpException {
        while (true) {
            var response = (ParsedResponse) over.receiveResponseHeader();
            if (response.getCode() == 101) {
                throw new MalformedResponseException("status 101, but no upgrade was asked for");
            }
            if (response.getCode() >= 200) {
                return response;
            }
            // 100 is for who waits with content, and our requests have none.
            if (response.getCode() > 100 && interims.size() < MAX_INTERIMS) {
                interims.add(new Interim(response.getCode(), HopByHop.removedFrom(response.received())));
            }
        }
    }

    /** The failure with the origin's name and address in its message. */
    IOException named(IOException e) {
        String message = request.target().authority() + " (" + peer() + "): ";
        return switch (e) {
            case NoHttpResponseException none ->
                new PrematureEndException(message + "the connection was closed without a response", none);
            case MalformedResponseException malformed ->
                new MalformedResponseException(message + e.getMessage(), malformed);
            case PrematureEndException premature -> new PrematureEndException(message + e.getMessage(), premature);
            // TLS without its proper end may have been cut by anyone on the way.
            case SSLException tls -> new PrematureEndException(message + "TLS: " + e.getMessage(), tls);
            default -> new IOException(message + e.getMessage(), e);
        };
    }

    private OriginConnection connection() {
        return received(connection);
    }

    private static <T> T received(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("no response was received");
        }
        return value;
    }

    private static String format(InetSocketAddress address) {
        return AddressText.inUri(AddressText.of(address.getAddress()), address.getPort());
    }
}
