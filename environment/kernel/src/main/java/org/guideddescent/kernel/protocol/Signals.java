package org.guideddescent.kernel.protocol;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/**
 * Signals of the operating system: a Ctrl-C stops the cell instead of the JVM. By reflection, because the only API is
 * sun.misc.Signal, whose module a runtime may lack; then signals keep their usual meaning.
 */
final class Signals {
    private static final System.Logger LOG = System.getLogger(Signals.class.getName());

    private final Map<Object, Object> former = new HashMap<>();

    private Signals() {}

    /** actions: by name without SIG, such as INT. Each runs on a thread of the JVM. */
    static Signals handle(Map<String, Runnable> actions) {
        Signals signals = new Signals();
        actions.forEach(signals::handle);
        return signals;
    }

    /** Gives the handlers back as they were. */
    void restore() {
        former.forEach((signal, handler) -> {
            try {
                handling().invoke(null, signal, handler);
            } catch (ReflectiveOperationException | IllegalArgumentException e) {
                LOG.log(System.Logger.Level.DEBUG, "kept the handler of " + signal, e);
            }
        });
        former.clear();
    }

    private void handle(String name, Runnable action) {
        try {
            Object signal = Class.forName("sun.misc.Signal")
                    .getConstructor(String.class)
                    .newInstance(name);
            Object handler = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(),
                    new Class<?>[] {Class.forName("sun.misc.SignalHandler")},
                    (proxy, method, arguments) -> {
                        if (method.getDeclaringClass() == Object.class) {
                            return method.invoke(action, arguments);
                        }
                        action.run();
                        return null;
                    });
            former.put(signal, handling().invoke(null, signal, handler));
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // No such module, no such signal on this system, or the JVM was told to leave signals alone (-Xrs).
            LOG.log(System.Logger.Level.DEBUG, "does not handle the signal " + name, e);
        }
    }

    private static Method handling() throws ReflectiveOperationException {
        return Class.forName("sun.misc.Signal")
                .getMethod("handle", Class.forName("sun.misc.Signal"), Class.forName("sun.misc.SignalHandler"));
    }
}
