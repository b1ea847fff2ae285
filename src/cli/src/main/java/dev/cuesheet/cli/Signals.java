package dev.cuesheet.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What happens on Ctrl-C and on a request to end. A shutdown hook would not do: it can neither let the main thread end
 * in its own way nor hear a second Ctrl-C. The class behind it is in every JDK but in no compile-time API, so it is
 * reached by reflection; a runtime without it ends as Java usually does.
 */
public final class Signals {
    /** Exit code of a process that ended on a second Ctrl-C: 128 and the number of SIGINT. */
    private static final int KILLED_BY_INTERRUPT = 130;

    /** Signals that someone may send. */
    public enum Signal {
        /** Ctrl-C. */
        INT,
        /** The plain kill. */
        TERM
    }

    private static final Set<Signal> HEARD = ConcurrentHashMap.newKeySet();

    private Signals() {}

    /**
     * Runs the action at the first such signal, in a thread of its own; the next one of the same kind ends the process at
     * once.
     */
    public static void on(Signal signal, Runnable action) {
        try {
            var signalClass = Class.forName("sun.misc.Signal");
            var handlerClass = Class.forName("sun.misc.SignalHandler");
            InvocationHandler handler = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    heard(signal, action);
                }
                return null;
            };
            signalClass
                    .getMethod("handle", signalClass, handlerClass)
                    .invoke(
                            null,
                            signalClass.getConstructor(String.class).newInstance(signal.name()),
                            Proxy.newProxyInstance(
                                    handlerClass.getClassLoader(), new Class<?>[] {handlerClass}, handler));
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // A runtime without signals, or one that keeps this signal for itself (-Xrs): Java's own way to end
            // remains.
        }
    }

    private static void heard(Signal signal, Runnable action) {
        if (HEARD.add(signal)) {
            action.run();
        } else {
            Runtime.getRuntime().halt(KILLED_BY_INTERRUPT);
        }
    }
}
