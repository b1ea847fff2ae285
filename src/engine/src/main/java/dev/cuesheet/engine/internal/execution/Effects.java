package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.Trigger;
import dev.cuesheet.engine.spi.StateChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one step of a run changes: first to be stored, all at once, and then to be acted on. */
final class Effects {
    /** Instances to store and to tell of, in the state they have at the end of the step. */
    final Set<InstanceCell> changed = new LinkedHashSet<>();

    /** What else is to be stored. */
    final List<StateChange> changes = new ArrayList<>();

    /** Instances whose next attempt goes to the executor. */
    final List<InstanceCell> handedOver = new ArrayList<>();

    final List<Retry> retries = new ArrayList<>();

    /** Attempts under way that are not wanted any more. */
    final List<Unwanted> unwanted = new ArrayList<>();

    /** Instances that have begun to wait for a trigger. */
    final List<Arming> armed = new ArrayList<>();

    /** Instances that waited for a trigger and do not any more, with work elsewhere that is to end too. */
    final List<Kill> kills = new ArrayList<>();

    /** Whether updates of assets are among the changes. */
    boolean updatesAssets;

    /** What callbacks are to be told. */
    final List<Moment> moments = new ArrayList<>();

    /** How the run has ended; null while it goes on. */
    @Nullable
    End end;

    boolean isEmpty() {
        return changed.isEmpty()
                && changes.isEmpty()
                && handedOver.isEmpty()
                && retries.isEmpty()
                && unwanted.isEmpty()
                && armed.isEmpty()
                && kills.isEmpty()
                && end == null;
    }

    /** An instance to be looked at again at an instant: to be tried again, or because it waits for something. */
    record Retry(InstanceCell cell, Instant at) {}

    /** An attempt that is to end, and why. */
    record Unwanted(AttemptRunner attempt, String why) {}

    /**
     * An instance that waits for a trigger.
     *
     * @param instance as it is then
     * @param trigger null when it has to be made from what is stored
     */
    record Arming(
            InstanceCell cell,
            TaskInstance instance,
            Deferral deferral,
            @Nullable Trigger<?> trigger) {}

    /** An instance that waited, and for what. */
    record Kill(InstanceCell cell, TaskInstance instance, Deferral deferral) {}

    /** The end of a run. */
    record End(RunState state, @Nullable String note) {}
}
