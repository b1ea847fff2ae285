package dev.cuesheet.bench;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagBuilder;
import dev.cuesheet.engine.TaskHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** How the tasks of a measured DAG hang together. Each does nothing but add one to the result that it takes. */
public enum Shape {
    /** Each task takes the result of the one before it. */
    CHAIN {
        @Override
        public Dag of(int tasks) {
            var dag = Dag.named("chain");
            var last = dag.task("t0", context -> 0);
            for (int i = 1; i < tasks; i++) {
                last = dag.task("t" + i, last, (context, before) -> before + 1);
            }
            return dag.build();
        }
    },

    /** One task whose result all others take. */
    FAN_OUT {
        @Override
        public Dag of(int tasks) {
            var dag = Dag.named("fan_out");
            var first = dag.task("t0", context -> 0);
            for (int i = 1; i < tasks; i++) {
                dag.task("t" + i, first, (context, before) -> before + 1);
            }
            return dag.build();
        }
    },

    /** Layers of a hundred tasks; each takes a result of the layer before and waits for up to three others of it. */
    LAYERED {
        private static final int WIDTH = 100;
        private static final int OTHERS = 3;

        @Override
        public Dag of(int tasks) {
            var random = new Random(1);
            var dag = Dag.named("layered");
            List<TaskHandle<Integer>> above = new ArrayList<>();
            List<TaskHandle<Integer>> here = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                if (here.size() == WIDTH) {
                    above = here;
                    here = new ArrayList<>();
                }
                here.add(above.isEmpty() ? dag.task("t" + i, context -> 0) : below(above, dag, "t" + i, random));
            }
            return dag.build();
        }

        private TaskHandle<Integer> below(List<TaskHandle<Integer>> above, DagBuilder dag, String id, Random random) {
            var task = dag.task(id, above.get(random.nextInt(WIDTH)), (context, value) -> value + 1);
            for (int i = 0; i < OTHERS; i++) {
                task.after(above.get(random.nextInt(WIDTH)));
            }
            return task;
        }
    };

    /** A DAG of so many tasks. */
    public abstract Dag of(int tasks);
}
