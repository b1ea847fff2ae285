package dev.cuesheet.engine.spi;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The engine that executes a run, named so that any process can tell whether it still lives. A process id alone would
 * not do: it is used again after the process has ended.
 *
 * @param processStart null where the operating system does not tell
 * @param engineId tells engines in one process apart
 */
public record RunOwner(String host, long pid, @Nullable Instant processStart, String engineId) {
    private static final String SCHEDULER = "scheduler-";

    public RunOwner {
        requireNonNull(host, "host");
        requireNonNull(engineId, "engineId");
    }

    /** A new owner in this process. */
    public static RunOwner inThisProcess() {
        return inThisProcess(UUID.randomUUID().toString());
    }

    /** A new owner in this process that {@link #schedules()}. */
    public static RunOwner schedulerInThisProcess() {
        return inThisProcess(SCHEDULER + UUID.randomUUID());
    }

    private static RunOwner inThisProcess(String engineId) {
        var process = ProcessHandle.current();
        return new RunOwner(
                thisHost(), process.pid(), process.info().startInstant().orElse(null), engineId);
    }

    /** Whether it has a scheduler that takes up the runs that wait, of every DAG that it knows. */
    public boolean schedules() {
        return engineId.startsWith(SCHEDULER);
    }

    /** Whether the process lives. One on another host cannot be seen from here and counts as living. */
    public boolean isAlive() {
        if (!isOnThisHost()) {
            return true;
        }
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(process -> processStart == null
                        || process.info()
                                .startInstant()
                                .map(processStart::equals)
                                .orElse(true))
                .orElse(false);
    }

    public boolean isOnThisHost() {
        return host.equals(thisHost());
    }

    private static String thisHost() {
        return Host.NAME;
    }

    /** Asks the network for the name only where nothing nearer knows it: that can take seconds. */
    private static final class Host {
        static final String NAME = find();

        private static String find() {
            try {
                var kernel = Path.of("/proc/sys/kernel/hostname");
                if (Files.isReadable(kernel)) {
                    return Files.readString(kernel).strip();
                }
                var windows = System.getenv("COMPUTERNAME");
                return windows == null ? InetAddress.getLocalHost().getHostName() : windows;
            } catch (IOException e) {
                return "localhost";
            }
        }
    }
}
