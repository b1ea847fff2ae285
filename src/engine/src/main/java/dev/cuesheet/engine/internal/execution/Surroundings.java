package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.RunListener;
import dev.cuesheet.engine.Secrets;
import dev.cuesheet.engine.spi.Alarms;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateStore;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What the runs of one engine share.
 *
 * @param owner under whose name this engine executes runs
 * @param alive tells whether the process of an owner lives
 * @param progressed hears of a run in which tasks have finished that later runs may wait for
 * @param workers where attempts run
 * @param slots decide which of the scheduled instances of all runs go next
 * @param triggers where triggers look, and end what is waited for
 * @param maxMapLength how many items a result may have that tasks are mapped over
 * @param secrets the variables and connections that attempts may ask for
 * @param values how large what they hand on may be, and where large values are kept
 * @param aftermath sees to callbacks, and to those who wait for assets
 */
public record Surroundings(
        StateStore store,
        RunOwner owner,
        Predicate<RunOwner> alive,
        Clock clock,
        Alarms alarms,
        Executor workers,
        Slots slots,
        TriggerThreads triggers,
        RunListener listener,
        Consumer<RunExecution> progressed,
        int maxMapLength,
        Secrets secrets,
        XcomValues values,
        Aftermath aftermath) {}
