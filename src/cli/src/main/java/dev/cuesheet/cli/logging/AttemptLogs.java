package dev.cuesheet.cli.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.cuesheet.engine.RunListener;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Gives each attempt a log of its own, beside the log of its run: what is logged on the attempt's thread, told by the
 * engine's fields of the MDC. What other threads log for it is in the run's log alone. A line is in the file once it is
 * logged. A file that cannot be written to is reported once in the run's log, and harms nothing. Safe to share between
 * threads.
 */
public final class AttemptLogs extends AppenderBase<ILoggingEvent> implements RunListener, AutoCloseable {
    /** How many files are open at most; sensors that wait in their slots may hold theirs for days. */
    private static final int OPEN_FILES = 128;

    private final AttemptFiles files;
    private final LogLine layout = new LogLine();
    private final Map<Attempt, OutputStream> open = new LinkedHashMap<>(16, 0.75f, true);
    private boolean failureTold;

    private record Attempt(TaskInstanceKey key, int tryNumber) {}

    private AttemptLogs(AttemptFiles files) {
        this.files = files;
    }

    /** Writes logs of attempts below the folder until it is closed. */
    public static AttemptLogs below(Path folder) {
        var logs = new AttemptLogs(new AttemptFiles(folder));
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        logs.layout.setContext(context);
        logs.layout.start();
        logs.setContext(context);
        logs.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(logs);
        return logs;
    }

    @Override
    protected void append(ILoggingEvent event) {
        var attempt = attemptOf(event.getMDCPropertyMap());
        if (attempt.isEmpty()) {
            return;
        }
        try {
            write(attempt.get(), layout.doLayout(event).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            tell(attempt.get(), e);
        }
    }

    /** An attempt that is over needs no open file; a sensor that looks again opens its own again. */
    @Override
    public void taskInstanceChanged(TaskInstance instance) {
        if (instance.state() != TaskInstanceState.RUNNING && instance.tryNumber() > 0) {
            synchronized (open) {
                close(open.remove(new Attempt(instance.key(), instance.tryNumber())));
            }
        }
    }

    @Override
    public void close() {
        ((LoggerContext) getContext()).getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(this);
        stop();
        synchronized (open) {
            open.values().forEach(AttemptLogs::close);
            open.clear();
        }
    }

    int openFiles() {
        synchronized (open) {
            return open.size();
        }
    }

    private void write(Attempt attempt, byte[] line) throws IOException {
        synchronized (open) {
            var file = open.get(attempt);
            if (file == null) {
                file = open(files.file(attempt.key, attempt.tryNumber));
                open.put(attempt, file);
                closeEldest();
            }
            file.write(line);
        }
    }

    private static OutputStream open(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void closeEldest() {
        if (open.size() > OPEN_FILES) {
            Iterator<OutputStream> eldest = open.values().iterator();
            var file = eldest.next();
            eldest.remove();
            close(file);
        }
    }

    private static void close(@Nullable OutputStream file) {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                // Every line was handed to the system as it came; there is nothing left to lose.
            }
        }
    }

    /** Logback calls no appender from within itself, so the line goes to the others only. */
    private synchronized void tell(Attempt attempt, IOException failure) {
        if (!failureTold) {
            failureTold = true;
            LoggerFactory.getLogger(AttemptLogs.class)
                    .warn(
                            "Attempt {} at {} has no log of its own, and maybe others have none: {}",
                            attempt.tryNumber,
                            attempt.key.display(),
                            failure.toString());
        }
    }

    private static Optional<Attempt> attemptOf(Map<String, String> mdc) {
        var dag = mdc.get("dag");
        var run = mdc.get("run");
        var task = mdc.get("task");
        var attempt = mdc.get("attempt");
        if (dag == null || run == null || task == null || attempt == null) {
            return Optional.empty();
        }
        var index = mdc.get("map_index");
        var key = index == null
                ? new TaskInstanceKey(dag, run, task, TaskInstanceKey.UNMAPPED)
                : new TaskInstanceKey(
                        dag,
                        run,
                        task.substring(0, task.length() - index.length() - "[]".length()),
                        Integer.parseInt(index));
        return Optional.of(new Attempt(key, Integer.parseInt(attempt)));
    }
}
