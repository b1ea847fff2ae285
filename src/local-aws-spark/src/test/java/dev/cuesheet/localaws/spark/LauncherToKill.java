package dev.cuesheet.localaws.spark;

import dev.cuesheet.localaws.spi.JobRunner.Job;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** A process that starts one job, says so, and waits to be killed. */
final class LauncherToKill {
    private LauncherToKill() {}

    /** @param args cache folder, AWS home, run folder, role, class, then the job's arguments in pairs */
    public static void main(String[] args) throws InterruptedException {
        var options = SparkWorkerOptions.fromCurrentClassPath()
                .cacheFolder(Path.of(args[0]))
                .build();
        var runner = SparkJobRunner.provider(options, Clock.systemUTC()).open(Path.of(args[1]));
        var job = new Job(
                args[4],
                "jr_of_the_killed",
                Path.of(args[2]),
                Path.of(args[1]),
                args[3],
                "scala",
                "s3://scripts/" + args[4] + ".scala",
                Map.of("--class", args[4], args[5], args[6], args[7], args[8]),
                Duration.ofMinutes(5),
                "us-east-1",
                "000000000000");
        runner.start(job);
        System.out.println("started");
        Thread.sleep(Long.MAX_VALUE);
    }
}
