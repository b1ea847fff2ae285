package dev.cuesheet.engine.internal;

import dev.cuesheet.engine.DeferrableOperator;
import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.Poking;
import dev.cuesheet.engine.Sensor;
import dev.cuesheet.engine.TaskContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The part of a task that is code.
 *
 * @param author the object a person wrote, operator or function; its class says which class loader knows the types that
 *     the task handles
 * @param arguments what the code is given, in order
 * @param over what the task, or the group that it is in, is mapped over; null when it is not
 * @param splitsResult whether each part of the result, a map or a record, is handed on under its own name too
 */
public record TaskBody(
        Object author, List<Argument> arguments, @Nullable ItemSource over, Code code, boolean splitsResult) {

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

        /** The operator that does the work in steps, with waits between them; empty when the work is done in one go. */
        default Optional<DeferrableOperator<?, ?, ?>> inSteps(List<@Nullable Object> arguments) {
            return Optional.empty();
        }

        /** An operator's work, which takes no arguments. */
        static Code of(Operator<?> operator) {
            return madeFor(arguments -> operator);
        }

        /** The work of an operator that is made for the arguments. */
        static Code madeFor(Function<List<@Nullable Object>, ? extends Operator<?>> operator) {
            return new OfOperator(operator);
        }
    }

    private record OfOperator(Function<List<@Nullable Object>, ? extends Operator<?>> operator) implements Code {
        @Override
        public @Nullable Object run(TaskContext context, List<@Nullable Object> arguments) throws Exception {
            return operator.apply(arguments).execute(context);
        }

        @Override
        public Optional<DeferrableOperator<?, ?, ?>> inSteps(List<@Nullable Object> arguments) {
            return operator.apply(arguments) instanceof DeferrableOperator<?, ?, ?> steps
                    ? Optional.of(steps)
                    : Optional.empty();
        }
    }

    public TaskBody {
        arguments = List.copyOf(arguments);
    }

    /** The same, with its result split. */
    public TaskBody splittingResult() {
        return new TaskBody(author, arguments, over, code, true);
    }

    /** Another operator in the place of this work: it is given nothing. */
    public TaskBody doing(Operator<?> operator) {
        return new TaskBody(operator, List.of(), over, Code.of(operator), false);
    }

    /** Another sensor in the place of this one. */
    public TaskBody lookingWith(Sensor<?> sensor, Poking poking) {
        return new TaskBody(sensor, List.of(), over, new SensorCode(sensor, poking), false);
    }

    public Optional<Operator<?>> asOperator() {
        return author instanceof Operator<?> operator ? Optional.of(operator) : Optional.empty();
    }

    public ClassLoader classLoader() {
        return author.getClass().getClassLoader();
    }
}
