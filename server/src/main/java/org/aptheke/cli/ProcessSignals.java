package org.aptheke.cli;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The signals of this process. The JDK has no API for them but {@code sun.misc.Signal} of the module
 * {@code jdk.unsupported}; it is reached by reflection because javac warns of its name wherever it is written and the
 * warning cannot be suppressed.
 */
public final class ProcessSignals implements Signals {
    @Override
    public void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle run = MethodHandles.lookup()
                    .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                    .bindTo(action);
            Object adapted =
                    MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.dropArguments(run, 0, signal));
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), adapted);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM cannot handle the signal " + name, e);
        }
    }
}
