package dev.cuesheet.engine.internal;

import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.Poking;
import dev.cuesheet.engine.Sensor;
import dev.cuesheet.engine.TaskContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of a task that is code.
 *
 * @param author the object a person wrote, operator or function; its class says which class loader knows the types that
 *     the task handles
 * @param inputs ids of the tasks whose results are the arguments, in order; the mapped list, if it is a result, is first
 * @param items what a task that is mapped over a list in the DAG is mapped over; null otherwise
 */
public record TaskBody(
        Object author, List<String> inputs, @Nullable List<?> items, Code code) {

    /** The work, given its arguments in the order of the inputs, a mapped item in place of the mapped list. */
    @FunctionalInterface
    public interface Code {
        @Nullable
        Object run(TaskContext context, List<@Nullable Object> arguments) throws Exception;

        /** An operator's work, which takes no arguments. */
        static Code of(Operator<?> operator) {
            return (context, arguments) -> operator.execute(context);
        }
    }

    public TaskBody {
        inputs = List.copyOf(inputs);
        items = items == null ? null : List.copyOf(items);
    }

    /** Another operator in the place of this work: it reads no results but the list that the task may be mapped over. */
    public TaskBody doing(Operator<?> operator, boolean mapped) {
        return new TaskBody(operator, mapped ? inputs : List.of(), items, Code.of(operator));
    }

    /** Another sensor in the place of this one. */
    public TaskBody lookingWith(Sensor<?> sensor, Poking poking) {
        return new TaskBody(sensor, inputs, items, new SensorCode(sensor, poking));
    }

    public Optional<Operator<?>> asOperator() {
        return author instanceof Operator<?> operator ? Optional.of(operator) : Optional.empty();
    }

    public ClassLoader classLoader() {
        return author.getClass().getClassLoader();
    }
}
