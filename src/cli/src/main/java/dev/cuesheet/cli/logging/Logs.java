package dev.cuesheet.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Opens places for log lines. Safe to share between threads. */
public final class Logs {

    /** A place that log lines go to until it is closed. */
    @FunctionalInterface
    public interface Attached extends AutoCloseable {
        @Override
        void close();
    }

    private Logs() {}

    /** The file of a run's log. What a file name may not hold on every system is replaced. */
    public static Path file(Path folder, String dagId, String runId) {
        return folder.resolve(safe(dagId)).resolve(safe(runId) + ".log");
    }

    /** Appends everything from INFO up to the file, whose folder is made. Closing ends it. */
    public static Attached toFile(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        var appender = new FileAppender<ILoggingEvent>();
        appender.setFile(file.toString());
        return attach(appender);
    }

    /** Appends to the file what the tasks of one run log, told by the field {@code run} of the MDC. Closing ends it. */
    public static Attached toFileOfRun(Path file, String runId) throws IOException {
        Files.createDirectories(file.getParent());
        var appender = new FileAppender<ILoggingEvent>();
        appender.setFile(file.toString());
        appender.addFilter(new Filter<>() {
            @Override
            public FilterReply decide(ILoggingEvent event) {
                return runId.equals(event.getMDCPropertyMap().get("run")) ? FilterReply.NEUTRAL : FilterReply.DENY;
            }
        });
        return attach(appender);
    }

    /** Prints lines of that level and above. Closing ends it, not the stream. */
    public static Attached toStream(PrintStream stream, Level threshold) {
        var filter = new ThresholdFilter();
        filter.setLevel(threshold.toString());
        filter.start();
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setOutputStream(leftOpen(stream));
        appender.addFilter(filter);
        return attach(appender);
    }

    /** Logback closes what it writes to. */
    private static OutputStream leftOpen(PrintStream stream) {
        return new FilterOutputStream(stream) {
            @Override
            public void write(byte[] bytes, int from, int length) {
                stream.write(bytes, from, length);
            }

            @Override
            public void close() {
                stream.flush();
            }
        };
    }

    private static Attached attach(OutputStreamAppender<ILoggingEvent> appender) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var layout = new LogLine();
        layout.setContext(context);
        layout.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        return () -> detach(root, appender);
    }

    private static void detach(Logger root, Appender<ILoggingEvent> appender) {
        root.detachAppender(appender);
        appender.stop();
    }

    private static String safe(String name) {
        return name.replaceAll("[^A-Za-z0-9._+-]", "_");
    }
}
