package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.Secrets;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.engine.TaskSkipped;
import dev.cuesheet.engine.XcomKey;
import dev.cuesheet.engine.internal.NotYet;
import dev.cuesheet.engine.internal.json.UnstorableException;
import dev.cuesheet.engine.spi.StoredResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the body of one attempt on the thread that calls {@link #run}, and lets any other thread stop it. The interrupt
 * that stops a body never reaches what the thread does afterwards.
 */
final class AttemptRunner {

    /** Why an attempt was told to stop. */
    private enum Stop {
        TIMEOUT,
        CANCEL,
        SHUTDOWN
    }

    private final InstanceCell cell;
    private final TaskResults results;
    private final CancelActions cancelActions = new CancelActions();
    private @Nullable Thread thread;
    private @Nullable Stop stop;
    private String reason = "";

    AttemptRunner(InstanceCell cell, TaskResults results) {
        this.cell = cell;
        this.results = results;
    }

    CancelActions cancelActions() {
        return cancelActions;
    }

    /** Runs the body to its end. */
    Outcome run(AttemptContext context) {
        return byPolicy(judged(outcomeOf(context)));
    }

    /** The attempt is not wanted any more, because a person cancels the run, it takes too long, or fails fast. */
    void cancel(String why) {
        stop(Stop.CANCEL);
        synchronized (this) {
            reason = why;
        }
        cancelActions.cancel();
        interrupt();
    }

    /** The execution timeout has struck. */
    void timeOut() {
        stop(Stop.TIMEOUT);
        cancelActions.cancel();
        interrupt();
    }

    /** The engine shuts down. */
    void shutDown() {
        stop(Stop.SHUTDOWN);
        interrupt();
    }

    private Outcome outcomeOf(AttemptContext context) {
        try {
            if (!enter()) {
                return new Outcome.Abandoned();
            }
            var arguments = results.argumentsOf(cell.node, context.mapIndex());
            var code = cell.node.body.code();
            var inSteps = code.inSteps(arguments);
            Object value;
            if (inSteps.isPresent()) {
                var taken = Steps.take(inSteps.get(), cell.deferral, cell, context, results);
                if (taken instanceof Steps.Taken.Wait wait) {
                    return wait.outcome();
                }
                value = ((Steps.Taken.Result) taken).value();
            } else {
                value = code.run(context, arguments);
            }
            leave();
            return succeeded(value, context);
        } catch (NotYet e) {
            return new Outcome.Waiting(e.again(), e.releasesSlot());
        } catch (UnstorableException e) {
            var failure = new EngineException(
                    "the result of task \"%s\" cannot be stored: %s".formatted(context.taskId(), e.getMessage()), e);
            return new Outcome.Failed(failure, false);
        } catch (Throwable e) {
            return outcomeOf(e);
        } finally {
            leave();
        }
    }

    private Outcome succeeded(@Nullable Object value, AttemptContext context) {
        if (value == null) {
            return new Outcome.Succeeded(null, null, Map.of());
        }
        var key = cell.instance.key();
        var parts = new LinkedHashMap<String, StoredResult>();
        if (cell.node.body.splitsResult()) {
            Parts.of(value)
                    .forEach((name, part) -> parts.put(name, results.keep(key, context.tryNumber(), name, part)));
        }
        return new Outcome.Succeeded(results.keep(key, context.tryNumber(), XcomKey.RESULT, value), value, parts);
    }

    /** What an attempt comes to that ends with this. */
    static Outcome outcomeOf(Throwable cause) {
        if (cause instanceof TaskSkipped) {
            return new Outcome.Skipped(Secrets.mask(String.valueOf(cause.getMessage())));
        }
        return new Outcome.Failed(cause, !(cause instanceof TaskFailure failure) || failure.mayRetry());
    }

    /** A body that did not succeed after it was told to stop ended because of that. */
    private synchronized Outcome judged(Outcome outcome) {
        if (stop == null || outcome instanceof Outcome.Succeeded || outcome instanceof Outcome.Skipped) {
            return outcome;
        }
        if (outcome instanceof Outcome.Deferring deferring) {
            if (stop == Stop.SHUTDOWN) {
                return outcome; // the work elsewhere has begun, and can be waited for by whoever goes on
            }
            deferring.kill().run();
        }
        var cause = outcome instanceof Outcome.Failed failure ? failure.cause() : null;
        return switch (stop) {
            case SHUTDOWN -> new Outcome.Abandoned();
            case CANCEL -> new Outcome.Failed(failure(reason, cause), false);
            case TIMEOUT -> overdue(cause);
        };
    }

    /** What an attempt comes to whose execution timeout passed while it waited. */
    Outcome overdue() {
        return byPolicy(overdue(null));
    }

    /** The task's rules see the exception itself, so they decide here, and only what they decided goes further. */
    private Outcome byPolicy(Outcome outcome) {
        return outcome instanceof Outcome.Failed failure ? failure.judgedBy(cell.node.spec.retries()) : outcome;
    }

    private Outcome overdue(@Nullable Throwable cause) {
        var message = "Exceeded its execution timeout of " + inWords(cell.node.spec.executionTimeout());
        return new Outcome.Failed(failure(message, cause), true);
    }

    private static EngineException failure(String message, @Nullable Throwable cause) {
        return new EngineException(message, cause);
    }

    private synchronized boolean enter() {
        if (stop != null) {
            return false;
        }
        thread = Thread.currentThread();
        return true;
    }

    private synchronized void leave() {
        if (thread != null) {
            thread = null;
            Thread.interrupted();
        }
    }

    private synchronized void stop(Stop why) {
        if (stop == null) {
            stop = why;
        }
    }

    private synchronized void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private static String inWords(@Nullable Duration duration) {
        return String.valueOf(duration).replaceFirst("^PT", "").toLowerCase(Locale.ROOT);
    }
}
