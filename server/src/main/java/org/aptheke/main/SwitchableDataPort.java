package org.aptheke.main;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.aptheke.http.Fields;
import org.aptheke.origin.Authority;
import org.aptheke.proxy.Answer;
import org.aptheke.proxy.DataPort;
import org.aptheke.proxy.Exchange;
import org.aptheke.route.Entry;
import org.aptheke.route.Route;

/** Answers by the settings that were loaded last. {@link #use} comes before all else. */
final class SwitchableDataPort implements DataPort {
    private final Function<Prepared, DataPort> builder;
    private final AtomicReference<DataPort> current = new AtomicReference<>();

    SwitchableDataPort(Function<Prepared, DataPort> builder) {
        this.builder = builder;
    }

    void use(Prepared prepared) {
        current.set(builder.apply(prepared));
    }

    @Override
    public boolean admits(InetAddress client) {
        return current.get().admits(client);
    }

    @Override
    public Entry enter(InetAddress client, String requestTarget, Fields fields) {
        return current.get().enter(client, requestTarget, fields);
    }

    @Override
    public Entry examine(InetAddress client, String requestTarget, Fields fields) throws InterruptedException {
        return current.get().examine(client, requestTarget, fields);
    }

    @Override
    public Entry enterInside(InetAddress client, Optional<String> user, Fields fields) {
        return current.get().enterInside(client, user, fields);
    }

    @Override
    public Route route(String method, String requestTarget, Fields fields) {
        return current.get().route(method, requestTarget, fields);
    }

    @Override
    public Route routeInside(Authority origin, String method, String requestTarget, Fields fields) {
        return current.get().routeInside(origin, method, requestTarget, fields);
    }

    @Override
    public Answer answer(Exchange exchange) throws InterruptedException {
        return current.get().answer(exchange);
    }

    @Override
    public Answer plain(Route route) {
        return current.get().plain(route);
    }
}
