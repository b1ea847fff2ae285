package dev.cuesheet.acceptance;

import java.util.regex.Pattern;

/** {@code cuesheet local-aws} on a free port. Closing kills it. */
record LocalAwsProcess(Cuesheet.Running process, String endpoint) implements AutoCloseable {
    private static final Pattern ENDPOINT = Pattern.compile("export AWS_ENDPOINT_URL=(\\S+)\n");

    static LocalAwsProcess start(Cuesheet cuesheet) throws InterruptedException {
        var process = cuesheet.start("local-aws", "--port", "0");
        Await.until(() -> ENDPOINT.matcher(process.stdoutSoFar()).find(), process);
        var line = ENDPOINT.matcher(process.stdoutSoFar());
        if (!line.find()) {
            throw new AssertionError("no endpoint in " + process.stdoutSoFar());
        }
        return new LocalAwsProcess(process, line.group(1));
    }

    @Override
    public void close() {
        process.close();
    }
}
