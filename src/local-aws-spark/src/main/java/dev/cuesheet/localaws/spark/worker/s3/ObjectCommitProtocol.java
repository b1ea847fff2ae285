package dev.cuesheet.localaws.spark.worker.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Commits Spark's output on S3 without renames: tasks write objects under their final names that stay unseen ({@link
 * PendingObjects}) until the job commits. What an overwrite replaces is deleted then, not before, so that a job that
 * fails leaves the former content as it was. The one moment in which readers may meet both or neither lies between the
 * removal of the old {@code _SUCCESS} and the writing of the new one. Other file systems keep Hadoop's committer.
 */
public final class ObjectCommitProtocol extends SQLHadoopMapReduceCommitProtocol {
    private static final long serialVersionUID = 1;
    private static final String SUCCESS = "_SUCCESS";

    private final String jobId;
    private final String output;
    private final boolean dynamicPartitionOverwrite;
    private final boolean onObjects;

    // The driver's copy of this object uses the first two, each task's copy the others.
    private final transient List<ObjectLocation> replaced = new ArrayList<>();
    private final transient List<String> committed = new ArrayList<>();
    private transient List<String> files = List.of();
    private transient Set<String> partitions = Set.of();

    public ObjectCommitProtocol(String jobId, String path, boolean dynamicPartitionOverwrite) {
        super(jobId, path, dynamicPartitionOverwrite);
        this.jobId = jobId;
        this.output = path;
        this.dynamicPartitionOverwrite = dynamicPartitionOverwrite;
        this.onObjects = path.matches("s3[an]?://.*");
    }

    /** What a task tells the job: the files it has written, and the partition folders they lie in. */
    private record Written(List<String> files, Set<String> partitions) implements java.io.Serializable {}

    @Override
    public void setupJob(JobContext job) {
        if (!onObjects) {
            super.setupJob(job);
        }
    }

    @Override
    public boolean deleteWithJob(FileSystem fileSystem, Path path, boolean recursive) {
        if (!onObjects) {
            return super.deleteWithJob(fileSystem, path, recursive);
        }
        try {
            replaced.addAll(filesBelow(fileSystem, path));
            return true;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<ObjectLocation> filesBelow(FileSystem fileSystem, Path path) throws IOException {
        var found = new ArrayList<ObjectLocation>();
        var files = fileSystem.listFiles(path, true);
        while (files.hasNext()) {
            FileStatus file = files.next();
            found.add(ObjectLocation.of(fileSystem.getUri(), file.getPath()));
        }
        return found;
    }

    @Override
    public void setupTask(TaskAttemptContext task) {
        if (onObjects) {
            files = new ArrayList<>();
            partitions = new HashSet<>();
        } else {
            super.setupTask(task);
        }
    }

    @Override
    public String newTaskTempFile(TaskAttemptContext task, Option<String> folder, FileNameSpec name) {
        if (!onObjects) {
            return super.newTaskTempFile(task, folder, name);
        }
        if (folder.isDefined()) {
            partitions.add(folder.get());
        }
        var parent = folder.isDefined() ? new Path(output, folder.get()) : new Path(output);
        return expected(new Path(parent, fileName(task, name)));
    }

    @Override
    public String newTaskTempFileAbsPath(TaskAttemptContext task, String folder, FileNameSpec name) {
        return onObjects
                ? expected(new Path(folder, fileName(task, name)))
                : super.newTaskTempFileAbsPath(task, folder, name);
    }

    private String expected(Path file) {
        PendingObjects.expect(file);
        files.add(file.toString());
        return file.toString();
    }

    /** Unlike Hadoop's, it names the attempt, so that two attempts at a task never write the same object. */
    private String fileName(TaskAttemptContext task, FileNameSpec name) {
        var attempt = task.getTaskAttemptID();
        return "%spart-%05d-%s-%d%s"
                .formatted(name.prefix(), attempt.getTaskID().getId(), jobId, attempt.getId(), name.suffix());
    }

    @Override
    public FileCommitProtocol.TaskCommitMessage commitTask(TaskAttemptContext task) {
        return onObjects
                ? new FileCommitProtocol.TaskCommitMessage(new Written(List.copyOf(files), Set.copyOf(partitions)))
                : super.commitTask(task);
    }

    @Override
    public void onTaskCommit(FileCommitProtocol.TaskCommitMessage message) {
        if (onObjects) {
            committed.addAll(((Written) message.obj()).files());
        } else {
            super.onTaskCommit(message);
        }
    }

    @Override
    public void abortTask(TaskAttemptContext task) {
        if (onObjects) {
            drop(files);
        } else {
            super.abortTask(task);
        }
    }

    @Override
    public void commitJob(JobContext job, Seq<FileCommitProtocol.TaskCommitMessage> messages) {
        if (!onObjects) {
            super.commitJob(job, messages);
            return;
        }
        var tasks = CollectionConverters.asJava(messages).stream()
                .map(message -> (Written) message.obj())
                .toList();
        try {
            publish(job, tasks);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("Cannot commit the files written to " + output, e);
        }
    }

    private void publish(JobContext job, List<Written> tasks) throws IOException {
        var root = new Path(output);
        var fileSystem = root.getFileSystem(job.getConfiguration());
        if (dynamicPartitionOverwrite) {
            for (var partition : tasks.stream()
                    .flatMap(task -> task.partitions().stream())
                    .distinct()
                    .toList()) {
                replaced.addAll(filesBelow(fileSystem, new Path(root, partition)));
            }
        }
        fileSystem.delete(new Path(root, SUCCESS), false);
        for (var task : tasks) {
            for (var file : task.files()) {
                PendingObjects.commit(new Path(file));
            }
        }
        for (var old : replaced) {
            ObjectFileSystem.delete(old);
        }
        if (job.getConfiguration().getBoolean("mapreduce.fileoutputcommitter.marksuccessfuljobs", true)) {
            fileSystem.create(new Path(root, SUCCESS), true).close();
        }
    }

    @Override
    public void abortJob(JobContext job) {
        if (onObjects) {
            drop(committed);
        } else {
            super.abortJob(job);
        }
    }

    private static void drop(List<String> files) {
        try {
            for (var file : files) {
                PendingObjects.drop(new Path(file));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
