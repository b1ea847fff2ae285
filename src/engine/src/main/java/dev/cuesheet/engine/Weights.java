package dev.cuesheet.engine;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What tasks come to by their weight rules, as Airflow's {@code priority_strategy.py}: a task's own weight, and for
 * downstream (or upstream) those of all tasks that can be reached from it, each counted once. To know the latter takes
 * work that grows with the square of the tasks, so sets of 64 tasks are followed through the graph at once; and in a DAG of
 * more than {@value #COUNTED_ONCE} tasks a task counts once for each way to it. That too gives a task more than any task
 * below it, and differs from Airflow only where ways part and meet again.
 */
final class Weights {
    private static final int COUNTED_ONCE = 8_192;

    private final List<TaskDraft> ordered;
    private final int[][] below;
    private final long[] own;
    private final long[] total;

    private Weights(List<TaskDraft> ordered, Map<TaskDraft, List<TaskDraft>> downstream) {
        this.ordered = ordered;
        int tasks = ordered.size();
        own = new long[tasks];
        total = new long[tasks];
        below = new int[tasks][];
        var places = new IdentityHashMap<TaskDraft, Integer>(tasks);
        for (int i = 0; i < tasks; i++) {
            places.put(ordered.get(i), i);
            own[i] = ordered.get(i).slots().priorityWeight();
            total[i] = own[i];
        }
        for (int i = 0; i < tasks; i++) {
            below[i] = downstream.get(ordered.get(i)).stream()
                    .mapToInt(places::get)
                    .toArray();
        }
    }

    /** Of tasks in topological order. */
    static int[] of(List<TaskDraft> ordered, Map<TaskDraft, List<TaskDraft>> downstream) {
        var weights = new Weights(ordered, downstream);
        if (weights.uses(WeightRule.DOWNSTREAM)) {
            weights.add(WeightRule.DOWNSTREAM);
        }
        if (weights.uses(WeightRule.UPSTREAM)) {
            weights.add(WeightRule.UPSTREAM);
        }
        var inRange = new int[ordered.size()];
        for (int i = 0; i < inRange.length; i++) {
            inRange[i] = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, weights.total[i]));
        }
        return inRange;
    }

    private boolean uses(WeightRule rule) {
        return ordered.stream().anyMatch(task -> task.slots().weightRule() == rule);
    }

    private void add(WeightRule rule) {
        var reached = ordered.size() <= COUNTED_ONCE ? eachOnce(rule) : eachWay(rule);
        for (int i = 0; i < total.length; i++) {
            if (ordered.get(i).slots().weightRule() == rule) {
                total[i] = own[i] + reached[i];
            }
        }
    }

    private long[] eachOnce(WeightRule rule) {
        int tasks = own.length;
        var sum = new long[tasks];
        var reached = new long[tasks];
        for (int first = 0; first < tasks; first += Long.SIZE) {
            Arrays.fill(reached, 0);
            spread(rule, first, reached);
            for (int i = 0; i < tasks; i++) {
                for (long set = reached[i]; set != 0; set &= set - 1) {
                    sum[i] += own[first + Long.numberOfTrailingZeros(set)];
                }
            }
        }
        return sum;
    }

    /** Which of the 64 tasks from the first on each task reaches. */
    private void spread(WeightRule rule, int first, long[] reached) {
        if (rule == WeightRule.DOWNSTREAM) {
            for (int i = Math.min(own.length, first + Long.SIZE) - 1; i >= 0; i--) {
                for (int next : below[i]) {
                    reached[i] |= reached[next] | bit(next, first);
                }
            }
        } else {
            for (int i = first; i < own.length; i++) {
                for (int next : below[i]) {
                    reached[next] |= reached[i] | bit(i, first);
                }
            }
        }
    }

    private static long bit(int task, int first) {
        return task >= first && task < first + Long.SIZE ? 1L << (task - first) : 0;
    }

    private long[] eachWay(WeightRule rule) {
        var sum = new long[own.length];
        if (rule == WeightRule.DOWNSTREAM) {
            for (int i = own.length - 1; i >= 0; i--) {
                for (int next : below[i]) {
                    sum[i] = bounded(sum[i] + own[next] + sum[next]);
                }
            }
        } else {
            for (int i = 0; i < own.length; i++) {
                for (int next : below[i]) {
                    sum[next] = bounded(sum[next] + own[i] + sum[i]);
                }
            }
        }
        return sum;
    }

    private static long bounded(long sum) {
        return Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, sum));
    }
}
