package dev.cuesheet.cli.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cuesheet.engine.TaskInstanceKey;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where the logs of attempts lie, in Airflow's layout ({@code log_filename_template} of its configuration): {@code
 * dag_id=…/run_id=…/task_id=…/[map_index=…/]attempt=1.log}. An id cannot leave the folder, and no two ids share a place:
 * what a file name may not hold is written as in a URL, and a long id ends in its digest.
 */
public final class AttemptFiles {
    private static final Pattern ATTEMPT = Pattern.compile("attempt=([0-9]+)\\.log");
    private static final int LONGEST_NAME = 200;
    private static final int KEPT_OF_LONG_NAME = 150;
    private static final int BYTE = 0xff;

    private final Path folder;

    /** @param folder of all logs */
    public AttemptFiles(Path folder) {
        this.folder = folder;
    }

    /** The log of one attempt. It need not exist. */
    public Path file(TaskInstanceKey key, int tryNumber) {
        return folderOf(key).resolve("attempt=" + tryNumber + ".log");
    }

    /** The logs there are of one instance, by try number. */
    public SortedMap<Integer, Path> attempts(TaskInstanceKey key) {
        var found = new TreeMap<Integer, Path>();
        var ofInstance = folderOf(key);
        if (!Files.isDirectory(ofInstance)) {
            return found;
        }
        try (var entries = Files.list(ofInstance)) {
            entries.forEach(entry -> {
                var matcher = ATTEMPT.matcher(entry.getFileName().toString());
                if (matcher.matches()) {
                    found.put(Integer.valueOf(matcher.group(1)), entry);
                }
            });
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the logs in " + ofInstance, e);
        }
    }

    private Path folderOf(TaskInstanceKey key) {
        var ofTask = folder.resolve("dag_id=" + safe(key.dagId()))
                .resolve("run_id=" + safe(key.runId()))
                .resolve("task_id=" + safe(key.taskId()));
        return key.mapIndex() == TaskInstanceKey.UNMAPPED ? ofTask : ofTask.resolve("map_index=" + key.mapIndex());
    }

    private static String safe(String id) {
        var name = new StringBuilder();
        for (byte b : id.getBytes(UTF_8)) {
            if (isPlain((char) b)) {
                name.append((char) b);
            } else {
                name.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) (b & BYTE)));
            }
        }
        return name.length() <= LONGEST_NAME
                ? name.toString()
                : name.substring(0, KEPT_OF_LONG_NAME) + "~" + digest(id);
    }

    /** Run ids have colons, which every system but one takes. */
    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "._+-".indexOf(c) >= 0
                || (c == ':' && File.separatorChar == '/');
    }

    private static String digest(String id) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
