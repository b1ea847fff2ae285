package dev.cuesheet.localaws.spark.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import dev.cuesheet.localaws.LocalAwsFiles;
import dev.cuesheet.localaws.spark.worker.s3.ObjectLocation;
import dev.cuesheet.localaws.spark.worker.s3.PendingObjects;
import dev.cuesheet.localaws.spi.JobRunner.Job;
import dev.cuesheet.localaws.spi.JobRunner.Progress;
import dev.cuesheet.localaws.spi.ObjectAccess;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one run at a time: script, classes, Spark, main. {@link #progress} and {@link #interrupt} come from outside. */
final class JobExecution implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JobExecution.class);
    private static final String GLUE = "glue.amazonaws.com";
    private static final String SESSION = "GlueJobRunnerSession";

    private final ScriptCache scripts;
    private final Path scratch;
    private final int cores;
    private final RoutedOutput output;
    private final Clock clock;
    private @Nullable CompletableFuture<Stage> prepared;
    private volatile @Nullable Stage stage;
    private volatile @Nullable Thread scriptThread;

    JobExecution(ScriptCache scripts, Path scratch, int cores, RoutedOutput output, Clock clock) {
        this.scripts = scripts;
        this.scratch = scratch;
        this.cores = cores;
        this.output = output;
        this.clock = clock;
    }

    /** As the launcher's flags say. */
    static JobExecution inThisJvm(Path folder, RoutedOutput output, Clock clock) {
        var shipped = System.getProperty("cuesheet.scripts");
        var cache = Path.of(System.getProperty("cuesheet.cache")).resolve("scripts");
        return new JobExecution(
                new ScriptCache(cache, shipped == null ? null : Path.of(shipped)),
                folder,
                Integer.getInteger("cuesheet.cores", 2),
                output,
                clock);
    }

    /** Sets the next job's stage in the background, unless one stands that the last job had no use for. */
    synchronized void prepare() {
        if (prepared != null) {
            return;
        }
        prepared = CompletableFuture.supplyAsync(() -> Stage.set(scratch, cores, Map.of()), Threads::background);
    }

    void make(ActiveRun run) {
        try (var runLog = Files.newOutputStream(run.folder().log(), CREATE, APPEND)) {
            output.to(runLog);
            if (run.begin()) {
                scriptThread = Thread.currentThread();
                makeBegun(run);
            }
        } catch (IOException e) {
            run.failed("Cannot write the log of the run: " + e.getMessage());
        } finally {
            scriptThread = null;
            output.reset();
        }
    }

    private void makeBegun(ActiveRun run) {
        try {
            runScript(run.job());
            cleanUp(run);
            run.succeeded();
        } catch (Throwable e) { // a script may throw anything; the worker goes on
            cleanUp(run);
            log.error("Run {} of job {} failed", run.job().runId(), run.job().jobName(), e);
            run.failed(FailureText.of(e));
        }
    }

    private void runScript(Job job) throws Throwable {
        var arguments = new Arguments(job);
        if (!arguments.language().equals("scala")) {
            throw new ScriptFault(
                    "The local Glue runs Scala scripts; \"%s\" is not supported yet. Set --job-language to scala."
                            .formatted(arguments.language()));
        }
        var aws = LocalAwsFiles.open(job.awsHome());
        var objects = aws.objectsAs(job.roleArn(), GLUE, SESSION);
        CurrentJob.begin(objects, aws.catalogAs(job.roleArn(), GLUE, SESSION));
        var script = ObjectLocation.parse(arguments.scriptLocation());
        var jars = download(objects, arguments.extraJars());
        var classes = scripts.classesOf(script.fileName(), read(objects, script), jars);
        var ready = stageFor(arguments);
        stage = ready;
        ready.classes().load(classes, jars);
        ready.openSession(arguments.usesDataCatalog());
        callMain(ready.classes(), arguments);
    }

    private static void callMain(ClassLoader classes, Arguments arguments) throws Throwable {
        Thread.currentThread().setContextClassLoader(classes);
        var main = Class.forName(arguments.mainClass(), true, classes).getMethod("main", String[].class);
        try {
            main.invoke(null, (Object) arguments.forMain());
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** A job with settings of its own needs a context that was started with them. */
    private Stage stageFor(Arguments arguments) throws IOException {
        var settings = arguments.sparkSettings();
        var ready = takePrepared();
        if (settings.isEmpty()) {
            return ready;
        }
        ready.close();
        return Stage.set(scratch, cores, settings);
    }

    private synchronized Stage takePrepared() {
        var ready = prepared;
        prepared = null;
        return ready == null ? Stage.set(scratch, cores, Map.of()) : ready.join();
    }

    private List<Path> download(ObjectAccess objects, List<String> uris) throws IOException {
        var jars = new ArrayList<Path>();
        for (var uri : uris) {
            var location = ObjectLocation.parse(uri);
            var jar = Files.createTempFile(scratch, "extra-", ".jar");
            try (var bytes = objects.open(location.bucket(), location.key(), 0)) {
                Files.write(jar, bytes.readAllBytes());
            }
            jars.add(jar);
        }
        return jars;
    }

    private static String read(ObjectAccess objects, ObjectLocation script) throws IOException {
        try (var bytes = objects.open(script.bucket(), script.key(), 0)) {
            return new String(bytes.readAllBytes(), UTF_8);
        }
    }

    private void cleanUp(ActiveRun run) {
        Thread.interrupted(); // a stop that came too late for the script
        Thread.currentThread().setContextClassLoader(JobExecution.class.getClassLoader());
        try {
            closeStage(run);
            PendingObjects.dropAll();
        } catch (IOException | RuntimeException e) {
            log.warn("Cannot clean up after the script", e);
        } finally {
            CurrentJob.end();
        }
    }

    /** Spark tells the last of the progress while it stops. */
    private void closeStage(ActiveRun run) throws IOException {
        var used = stage;
        stage = null;
        if (used != null) {
            used.close();
            used.progress().soFar().ifPresent(run::progressed);
        }
    }

    Optional<Progress> progress() {
        return Optional.ofNullable(stage).flatMap(used -> used.progress().soFar());
    }

    /** Stops what Spark computes for the script, and wakes the script when it waits. */
    void interrupt() {
        Optional.ofNullable(stage).ifPresent(Stage::cancelJobs);
        Optional.ofNullable(scriptThread).ifPresent(Thread::interrupt);
    }

    @Override
    public void close() {
        try {
            var unused = prepared;
            if (unused != null) {
                unused.join().close();
            }
        } catch (IOException | RuntimeException e) {
            log.warn("Cannot stop Spark", e);
        }
    }
}
