package dev.cuesheet.aws.redshift;

import dev.cuesheet.aws.AwsException;

/** Redshift ran SQL and it failed, or it was aborted. Which one, and what Redshift said, is in the status. */
public final class SqlFailedException extends AwsException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // the exception is not sent anywhere
    private final StatementStatus status;

    SqlFailedException(StatementStatus status) {
        super(Details.of("Redshift Data", "DescribeStatement", Reason.FAILED), status.describe(), null);
        this.status = status;
    }

    public StatementStatus status() {
        return status;
    }
}
