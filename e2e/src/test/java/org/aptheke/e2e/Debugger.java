package org.aptheke.e2e;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Stops single threads of a program, which then hang as far as the others can tell. For one thread. */
final class Debugger implements AutoCloseable {
    private static final String TIMEOUT_MILLIS = "60000";

    private final ListeningConnector connector;
    private final Map<String, Connector.Argument> arguments;
    private final String address;
    private final AtomicReference<VirtualMachine> machine = new AtomicReference<>();

    private Debugger(ListeningConnector connector, Map<String, Connector.Argument> arguments, String address) {
        this.connector = connector;
        this.arguments = arguments;
        this.address = address;
    }

    /** Waits for a program on a free port of this machine. */
    static Debugger listen() throws IOException, IllegalConnectorArgumentsException {
        var connector = Bootstrap.virtualMachineManager().listeningConnectors().stream()
                .filter(each -> each.name().equals("com.sun.jdi.SocketListen"))
                .findFirst()
                .orElseThrow();
        var arguments = connector.defaultArguments();
        set(arguments, "localAddress", "127.0.0.1");
        set(arguments, "timeout", TIMEOUT_MILLIS);
        return new Debugger(connector, arguments, connector.startListening(arguments));
    }

    private static void set(Map<String, Connector.Argument> arguments, String name, String value) {
        Objects.requireNonNull(arguments.get(name)).setValue(value);
    }

    /** The option of the JVM that has it come here. */
    String option() {
        return "-agentlib:jdwp=transport=dt_socket,server=n,suspend=n,address=127.0.0.1:"
                + address.substring(address.lastIndexOf(':') + 1);
    }

    void attach() throws IOException, IllegalConnectorArgumentsException {
        machine.set(connector.accept(arguments));
    }

    /** Stops one of the threads whose names begin so. */
    ThreadReference suspendOne(String prefix) {
        var one = machine.get().allThreads().stream()
                .filter(thread -> thread.name().startsWith(prefix))
                .findFirst()
                .orElseThrow();
        one.suspend();
        return one;
    }

    @Override
    public void close() throws IOException, IllegalConnectorArgumentsException {
        connector.stopListening(arguments);
    }
}
