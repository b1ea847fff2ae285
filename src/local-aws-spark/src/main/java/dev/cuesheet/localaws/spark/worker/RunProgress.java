package dev.cuesheet.localaws.spark.worker;

import dev.cuesheet.localaws.spi.JobRunner.Progress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;

/** Counts the stages and tasks that Spark has announced and finished. Spark calls it from one thread, others ask it. */
final class RunProgress extends SparkListener {
    private final Map<Integer, Integer> tasksOfStage = new HashMap<>();
    private int stagesDone;
    private int tasksDone;

    @Override
    public synchronized void onJobStart(SparkListenerJobStart start) {
        CollectionConverters.asJava(start.stageInfos())
                .forEach(stage -> tasksOfStage.put(stage.stageId(), stage.numTasks()));
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.taskInfo().successful()) {
            tasksDone++;
        }
    }

    @Override
    public synchronized void onStageCompleted(SparkListenerStageCompleted completed) {
        if (completed.stageInfo().failureReason().isEmpty()) {
            stagesDone++;
        }
    }

    /** Empty before the first stage. */
    synchronized Optional<Progress> soFar() {
        var tasks = tasksOfStage.values().stream().mapToInt(Integer::intValue).sum();
        return tasksOfStage.isEmpty()
                ? Optional.empty()
                : Optional.of(new Progress(stagesDone, tasksOfStage.size(), Math.min(tasksDone, tasks), tasks));
    }
}
