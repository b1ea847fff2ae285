package dev.cuesheet.cli.run;

import dev.cuesheet.cli.Shell;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.RunListener;
import dev.cuesheet.enginelineage.OpenLineageListener;
import dev.cuesheet.enginetelemetry.OpenTelemetryListener;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What watches runs from outside, for those who configured it: lineage when there is a variable {@code OPENLINEAGE_…} or an
 * {@code openlineage.yml} where its client looks for one; traces and metrics when there is a variable {@code OTEL_…}. For
 * everybody else none of their classes is loaded. What cannot be set up is told of, and runs go on without it.
 */
public final class Observers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Observers.class);

    private final List<RunListener> listeners;

    private Observers(List<RunListener> listeners) {
        this.listeners = listeners;
    }

    public static Observers configured(Shell shell) {
        var listeners = new ArrayList<RunListener>();
        if (wantsLineage(shell)) {
            add(listeners, "OpenLineage", () -> Lineage.open(shell));
        }
        if (hasVariable(shell, "OTEL_")) {
            add(listeners, "OpenTelemetry", () -> Telemetry.open(shell));
        }
        return new Observers(List.copyOf(listeners));
    }

    /** Lets them hear of an engine's runs. */
    public Engine.Builder joining(Engine.Builder engine) {
        listeners.forEach(engine::listener);
        return engine;
    }

    int count() {
        return listeners.size();
    }

    /** Tells what is still to be told. Call it after the engine has closed. */
    @Override
    public void close() {
        for (var listener : listeners) {
            try {
                ((AutoCloseable) listener).close();
            } catch (Exception | LinkageError e) {
                log.warn("{} could not be closed", listener.getClass().getSimpleName(), e);
            }
        }
    }

    /** A guess that loads nothing; the listener looks in the same places. */
    private static boolean wantsLineage(Shell shell) {
        return hasVariable(shell, "OPENLINEAGE_")
                || Files.isRegularFile(shell.folder().resolve("openlineage.yml"))
                || shell.variable("HOME")
                        .map(home -> Path.of(home, ".openlineage", "openlineage.yml"))
                        .filter(Files::isRegularFile)
                        .isPresent();
    }

    private static boolean hasVariable(Shell shell, String beginning) {
        return shell.environment().keySet().stream().anyMatch(name -> name.startsWith(beginning));
    }

    @FunctionalInterface
    private interface Opening {
        RunListener open();
    }

    private static void add(List<RunListener> listeners, String what, Opening opening) {
        try {
            listeners.add(opening.open());
        } catch (RuntimeException | LinkageError e) {
            log.warn("{} is configured but cannot be used: {}", what, e.toString());
        }
    }

    /** In classes of their own, so that nothing is loaded for those who want nothing. */
    private static final class Lineage {
        static RunListener open(Shell shell) {
            return OpenLineageListener.configured(shell.environment(), shell.folder(), shell.clock());
        }
    }

    private static final class Telemetry {
        static RunListener open(Shell shell) {
            return OpenTelemetryListener.of(GlobalOpenTelemetry.get(), shell.clock());
        }
    }
}
