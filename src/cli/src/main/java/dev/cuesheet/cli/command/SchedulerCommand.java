package dev.cuesheet.cli.command;

import ch.qos.logback.classic.Level;
import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Dags;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.cli.Signals;
import dev.cuesheet.cli.logging.AttemptLogs;
import dev.cuesheet.cli.logging.Logs;
import dev.cuesheet.cli.run.Connecting;
import dev.cuesheet.cli.run.Observers;
import dev.cuesheet.cli.schedule.DagsFolderWatch;
import dev.cuesheet.cli.schedule.FollowedDags;
import dev.cuesheet.cli.schedule.RunLines;
import dev.cuesheet.cli.terminal.Tty;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.Scheduler;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Runs DAGs when they are due, in the foreground until it is told to stop. */
@Command(
        name = "scheduler",
        sortOptions = false,
        description = {
            "Runs every DAG of the folder when its schedule has it due, until it is told to stop.",
            "Runs that wait in the queue, as after dags trigger or a backfill, are taken up at once.",
            "Files that are dropped, changed or removed there are followed at once. Ctrl-C or SIGTERM stops it; runs that",
            "are then under way go on when it is started again."
        },
        footer = {
            "",
            "Examples:",
            "  cuesheet scheduler",
            "  cuesheet scheduler --home /var/lib/cuesheet --dags-folder /etc/cuesheet/dags"
        })
public final class SchedulerCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable CuesheetCommand cuesheet;

    @Override
    @SuppressWarnings("try") // the log is attached for as long as the block lasts
    public Integer call() throws Exception {
        var root = Parent.of(cuesheet);
        var home = root.home().ready();
        var err = root.shell().err();
        var stop = new CountDownLatch(1);
        Signals.on(Signals.Signal.INT, stop::countDown);
        Signals.on(Signals.Signal.TERM, stop::countDown);
        try (var logs = Logs.toStream(err, root.debug() ? Level.INFO : Level.WARN);
                var connecting = Connecting.start(root);
                var store = RunStore.open(root);
                var lines = new RunLines(
                        home.logs(),
                        err,
                        root.style(Tty.Stream.ERR),
                        connecting,
                        root.shell().clock());
                var attempts = AttemptLogs.below(home.logs());
                var observers = Observers.configured(root.shell());
                var engine = observers
                        .joining(Engine.builder())
                        .store(store.states())
                        .clock(root.shell().clock())
                        .secrets(root.secrets())
                        .listener(lines)
                        .listener(attempts)
                        .scheduling()
                        .build();
                var scheduler = new Scheduler(engine)) {
            var followed = new FollowedDags(() -> Dags.load(root, connecting::clients), scheduler, err);
            followed.reload();
            introduce(engine, scheduler, err);
            try (var watch = DagsFolderWatch.start(root.dagsFolder(), followed::reload)) {
                stop.await();
            }
            err.println("Stopping; what is under way goes on when the scheduler is started again.");
        }
        return CommandLines.SUCCESS;
    }

    private static void introduce(Engine engine, Scheduler scheduler, PrintStream err) {
        for (var plan : scheduler.plans()) {
            var next = plan.nextRun()
                    .map(instant -> "next run " + instant)
                    .orElse(plan.underWay() ? "running now" : "runs when somebody asks for it");
            err.printf(
                    "%s  %s, %s%n",
                    plan.dagId(), plan.schedule().describe(), engine.isPaused(plan.dagId()) ? "paused" : next);
        }
        err.println("Scheduling. Ctrl-C stops.");
    }
}
