package dev.cuesheet.operators;

import dev.cuesheet.aws.AwsException;
import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.TaskBiFunction;
import dev.cuesheet.engine.TaskFunction;

/**
 * Task bodies that call the wrappers themselves: a failed call ends the attempt with the wrapper's message, and is tried
 * again only where trying again can help. What an operator does for itself, these do for a function.
 */
public final class AwsTask {
    private AwsTask() {}

    public static <T> Operator<T> of(Operator<T> body) {
        return context -> {
            try {
                return body.execute(context);
            } catch (AwsException e) {
                throw AwsWork.failure(e);
            }
        };
    }

    public static <I, T> TaskFunction<I, T> of(TaskFunction<I, T> body) {
        return (context, input) -> {
            try {
                return body.apply(context, input);
            } catch (AwsException e) {
                throw AwsWork.failure(e);
            }
        };
    }

    public static <A, B, T> TaskBiFunction<A, B, T> of(TaskBiFunction<A, B, T> body) {
        return (context, first, second) -> {
            try {
                return body.apply(context, first, second);
            } catch (AwsException e) {
                throw AwsWork.failure(e);
            }
        };
    }
}
