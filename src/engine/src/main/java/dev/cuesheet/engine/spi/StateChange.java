package dev.cuesheet.engine.spi;

import dev.cuesheet.engine.AssetEvent;
import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import java.time.Instant;

/** One change to the state of a run. Each says what now holds, so that applying it twice does no harm. */
public sealed interface StateChange {

    /** The run's state, dates, note and owner. */
    record RunIs(DagRun run) implements StateChange {}

    /** The task instance, new or changed. */
    record InstanceIs(TaskInstance instance) implements StateChange {}

    /** The one instance of an unexpanded task gives way to those with an index. */
    record InstanceGone(TaskInstanceKey key) implements StateChange {}

    /** The attempt, new or changed. */
    record AttemptIs(Attempt attempt) implements StateChange {}

    /** The task instance's result. */
    record ResultIs(TaskInstanceKey key, StoredResult result) implements StateChange {}

    /** Another value that the task instance hands on. */
    record XcomIs(TaskInstanceKey key, String name, StoredResult value) implements StateChange {}

    /** The task instance has no result and no other values, as before a new attempt. */
    record ResultGone(TaskInstanceKey key) implements StateChange {}

    /** An asset was updated; and those that follow it have that in their queues. The same attempt's counts once. */
    record AssetUpdated(AssetEvent event) implements StateChange {}

    /** The run has succeeded by then: the deadlines that it has met are gone. */
    record DeadlinesMet(Instant by) implements StateChange {}

    /** The command was carried out, or came too late. */
    record CommandDone(long id) implements StateChange {}
}
