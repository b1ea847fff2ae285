package dev.cuesheet.localaws.spark.worker;

import org.apache.spark.util.ShutdownHookManager;
import org.apache.spark.util.SignalUtils;
import scala.runtime.BoxedUnit;

/** What the worker does when the outside world speaks to its process. */
final class Signals {
    private static final int BEFORE_SPARK_STOPS = 1_000;

    private Signals() {}

    /**
     * Ctrl-C in the terminal of the process that started us, or the end of that terminal, reaches us too; the job is to
     * outlive it. Both actions run before Spark takes its own parts down.
     */
    static void install(Runnable onTerminate, Runnable onJvmEnd) {
        SignalUtils.register("INT", () -> true);
        SignalUtils.register("HUP", () -> true);
        SignalUtils.register("TERM", () -> {
            onTerminate.run();
            return false; // and then what TERM does by default
        });
        ShutdownHookManager.addShutdownHook(BEFORE_SPARK_STOPS, () -> {
            onJvmEnd.run();
            return BoxedUnit.UNIT;
        });
    }
}
