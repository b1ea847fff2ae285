package dev.cuesheet.cli.run;

import dev.cuesheet.cli.terminal.LiveLines;
import dev.cuesheet.cli.terminal.Style;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Draws the run anew several times a second, over its former picture, on a terminal. Events only update what the next
 * drawing shows, so that a task never waits for the screen.
 */
public final class LiveWatcher implements RunWatcher {
    private static final long MILLIS_BETWEEN_PICTURES = 120;

    private final RunPicture picture = new RunPicture();
    private final Board board;
    private final LiveLines screen;
    private final Clock clock;
    private final ScheduledExecutorService painter;

    public LiveWatcher(LiveLines screen, Style style, Clock clock) {
        this.screen = screen;
        this.board = new Board(style);
        this.clock = clock;
        this.painter = Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, "run-picture");
            thread.setDaemon(true);
            return thread;
        });
        painter.scheduleWithFixedDelay(this::paint, 0, MILLIS_BETWEEN_PICTURES, TimeUnit.MILLISECONDS);
    }

    @Override
    public void runStarted(Dag dag, DagRun run) {
        picture.runStarted(dag, run);
    }

    @Override
    public void runFinished(DagRun run) {
        picture.runFinished(run);
    }

    @Override
    public void taskInstanceChanged(TaskInstance instance) {
        picture.taskInstanceChanged(instance);
    }

    @Override
    public void progress(TaskInstanceKey key, String unit, long done, long total) {
        picture.progress(key, unit, done, total);
    }

    @Override
    public void close() {
        painter.shutdown();
        paint();
    }

    private synchronized void paint() {
        picture.run().ifPresent(run -> screen.show(board.lines(run, picture.tasks(), clock.instant(), screen.rows())));
    }
}
