package dev.cuesheet.engine;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a task except its body.
 *
 * @param upstream ids of the tasks it waits for, in the order they were named
 * @param downstream ids of the tasks that wait for it
 * @param mapping what it is mapped over
 * @param operator simple name of the operator's class; null when the body is a function
 * @param executionTimeout null when an attempt may take as long as it likes
 * @param gate whether its result decides which tasks below it are skipped
 * @param role what it is for
 * @param past what it waits for in the run before
 * @param group id of the innermost group that it is in; null when it is in none
 * @param mapIndexTemplate of the name that an instance has for people besides its map index; null when it has none
 * @param ties the assets and callbacks that it has to do with
 * @param slots what it takes while it runs, and who comes first
 */
public record TaskSpec(
        String id,
        List<String> upstream,
        List<String> downstream,
        Mapping mapping,
        @Nullable String operator,
        TriggerRule triggerRule,
        Retries retries,
        @Nullable Duration executionTimeout,
        Gate gate,
        Role role,
        Past past,
        @Nullable String group,
        @Nullable String mapIndexTemplate,
        Ties ties,
        Slots slots) {

    /** Whether and how a task's result decides about the tasks below it. */
    public enum Gate {
        /** It does not. */
        NONE,
        /** The result is a {@link Branch}. */
        BRANCH,
        /** The result false skips everything below, whatever the trigger rules there. */
        SHORT_CIRCUIT,
        /** The result false skips the tasks directly below and leaves the others to their trigger rules. */
        SHORT_CIRCUIT_DIRECT
    }

    /** What a task is for. */
    public enum Role {
        WORK,
        /** Prepares what other tasks need; these wait for it however far below they are. */
        SETUP,
        /** Clears away what setups prepared. It runs after failures too, and the run's outcome does not depend on it. */
        TEARDOWN,
        /** A teardown whose failure fails the run. */
        TEARDOWN_THAT_COUNTS;

        public boolean isTeardown() {
            return this == TEARDOWN || this == TEARDOWN_THAT_COUNTS;
        }
    }

    /**
     * What a task waits for in the run before. Airflow's depends_on_past, wait_for_downstream and
     * ignore_first_depends_on_past.
     *
     * @param dependsOn for itself to have succeeded or been skipped
     * @param waitsForDownstream also for the tasks directly below it to have
     * @param ignoresFirst whether it runs in a run before which there is one without it, if it has never been in any
     */
    public record Past(boolean dependsOn, boolean waitsForDownstream, boolean ignoresFirst) {
        /** It does not look back. */
        public static final Past NONE = new Past(false, false, true);

        public boolean matters() {
            return dependsOn || waitsForDownstream;
        }
    }

    /**
     * What ties a task to the world outside of its DAG.
     *
     * @param inlets assets that it reads
     * @param outlets assets that it updates when it succeeds
     * @param callbacks what it has callbacks for
     */
    public record Ties(List<Asset> inlets, List<Asset> outlets, Set<CallbackKind> callbacks) {
        /** Nothing. */
        public static final Ties NONE = new Ties(List.of(), List.of(), Set.of());

        public Ties {
            inlets = List.copyOf(inlets);
            outlets = List.copyOf(outlets);
            callbacks = Set.copyOf(callbacks);
        }
    }

    /**
     * What the attempts of a task share with others, and which of those that wait goes first.
     *
     * @param pool whose slots an attempt takes
     * @param count how many of them
     * @param priorityWeight its own weight
     * @param weightRule what of the DAG adds to that
     * @param weight what it comes to; the instance with the most goes first
     * @param maxActivePerDag how many instances may be active over all runs of the DAG; 0 for any number. Airflow's
     *     max_active_tis_per_dag
     * @param maxActivePerRun how many instances may be active within a run; 0 for any number. Airflow's
     *     max_active_tis_per_dagrun
     */
    public record Slots(
            String pool,
            int count,
            int priorityWeight,
            WeightRule weightRule,
            int weight,
            int maxActivePerDag,
            int maxActivePerRun) {
        /** One slot of the default pool, and the weight that tasks have unless they are given one. */
        public static final Slots DEFAULT = new Slots(Pool.DEFAULT_NAME, 1, 1, WeightRule.DOWNSTREAM, 1, 0, 0);

        /** Whether there is a limit for this task alone. */
        public boolean limitsTask() {
            return maxActivePerDag > 0 || maxActivePerRun > 0;
        }

        Slots inPool(String name, int slots) {
            return new Slots(name, slots, priorityWeight, weightRule, weight, maxActivePerDag, maxActivePerRun);
        }

        Slots withPriorityWeight(int own) {
            return new Slots(pool, count, own, weightRule, weight, maxActivePerDag, maxActivePerRun);
        }

        Slots withWeightRule(WeightRule rule) {
            return new Slots(pool, count, priorityWeight, rule, weight, maxActivePerDag, maxActivePerRun);
        }

        Slots weighing(int total) {
            return new Slots(pool, count, priorityWeight, weightRule, total, maxActivePerDag, maxActivePerRun);
        }

        Slots withMaxActivePerDag(int instances) {
            return new Slots(pool, count, priorityWeight, weightRule, weight, instances, maxActivePerRun);
        }

        Slots withMaxActivePerRun(int instances) {
            return new Slots(pool, count, priorityWeight, weightRule, weight, maxActivePerDag, instances);
        }
    }

    public TaskSpec {
        upstream = List.copyOf(upstream);
        downstream = List.copyOf(downstream);
    }

    public boolean mapped() {
        return !(mapping instanceof Mapping.None);
    }

    /** What decides how many instances a task has. */
    public sealed interface Mapping {
        /** One instance. */
        record None() implements Mapping {}

        /** One instance for each of so many items that are written in the DAG. */
        record OverItems(int count) implements Mapping {}

        /** One instance for each item of an upstream task's result. */
        record OverResult(String taskId) implements Mapping {
            @Override
            public List<String> taskIds() {
                return List.of(taskId);
            }
        }

        /** One instance for each item of what is made of lists and results. */
        record Over(String description, List<String> taskIds) implements Mapping {
            public Over {
                taskIds = List.copyOf(taskIds);
            }
        }

        /** One instance for each item of what the group is mapped over that the task is in. */
        record InGroup(String groupId) implements Mapping {}

        /** The tasks whose results it needs. */
        default List<String> taskIds() {
            return List.of();
        }
    }
}
