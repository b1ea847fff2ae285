package dev.cuesheet.cli.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import dev.cuesheet.engine.Secrets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** One event as a line: time in UTC, level, thread, task, logger and message; a stack trace goes on below. Secrets that tasks were given are hidden. */
final class LogLine extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Override
    public String doLayout(ILoggingEvent event) {
        var line = new StringBuilder(160)
                .append(TIME.format(event.getInstant()))
                .append(' ')
                .append(event.getLevel())
                .append(" [")
                .append(event.getThreadName())
                .append("] ");
        appendTask(line, event);
        line.append(shortName(event.getLoggerName()))
                .append(": ")
                .append(event.getFormattedMessage())
                .append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return Secrets.mask(line.toString());
    }

    private static void appendTask(StringBuilder line, ILoggingEvent event) {
        var task = event.getMDCPropertyMap().get("task");
        if (task != null) {
            line.append(task).append(' ');
        }
    }

    private static String shortName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
