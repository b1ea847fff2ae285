package dev.cuesheet.cli.run;

import dev.cuesheet.aws.AwsClients;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.UserError;
import dev.cuesheet.cli.aws.AwsConnection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** AWS being opened while other things are done. Closing waits for it and closes it. Safe to share between threads. */
public final class Connecting implements AutoCloseable {
    private final FutureTask<AwsConnection> opening;

    private Connecting(FutureTask<AwsConnection> opening) {
        this.opening = opening;
    }

    /** Begins to open the AWS that the options name. */
    public static Connecting start(CuesheetCommand cuesheet) {
        var opening = new FutureTask<>(() -> AwsConnection.open(cuesheet));
        new Thread(opening, "open-aws").start();
        return new Connecting(opening);
    }

    /** The connection, once it is there; what went wrong on the way is thrown here. */
    public AwsConnection await() throws InterruptedException {
        try {
            return opening.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("AWS could not be opened", e.getCause());
        }
    }

    /** The clients, once they are there. For a place that cannot be interrupted. */
    public AwsClients clients() {
        try {
            return await().clients();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("Interrupted while AWS was being opened", e);
        }
    }

    @Override
    public void close() {
        try {
            opening.get().close();
        } catch (ExecutionException e) {
            // Thrown to whoever awaited it; if nobody did, something else had failed before.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
