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
 * @param arguments what the code is given, in order
 * @param over what the task, or the group that it is in, is mapped over; null when it is not
 */
public record TaskBody(
        Object author, List<Argument> arguments, @Nullable ItemSource over, Code code) {

    /** Something that the code is given. */
    public sealed interface Argument {
        /** The item of the instance's map index. */
        record Item() implements Argument {}

        /** The result of a task; within the same mapped group, of its instance of the same map index. */
        record ResultOf(String taskId) implements Argument {}
    }

    /** The work, given its arguments in order. */
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
        arguments = List.copyOf(arguments);
    }

    /** Another operator in the place of this work: it is given nothing. */
    public TaskBody doing(Operator<?> operator) {
        return new TaskBody(operator, List.of(), over, Code.of(operator));
    }

    /** Another sensor in the place of this one. */
    public TaskBody lookingWith(Sensor<?> sensor, Poking poking) {
        return new TaskBody(sensor, List.of(), over, new SensorCode(sensor, poking));
    }

    public Optional<Operator<?>> asOperator() {
        return author instanceof Operator<?> operator ? Optional.of(operator) : Optional.empty();
    }

    public ClassLoader classLoader() {
        return author.getClass().getClassLoader();
    }
}
