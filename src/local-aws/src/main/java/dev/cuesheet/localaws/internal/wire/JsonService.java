package dev.cuesheet.localaws.internal.wire;

import dev.cuesheet.localaws.internal.iam.Caller;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A service that speaks JSON 1.1: Glue, Redshift Data. */
public interface JsonService {

    /** The service's name in the SigV4 scope and in IAM actions, for example {@code glue}. */
    String name();

    /** What stands before the dot in {@code X-Amz-Target}, for example {@code AWSGlue}. */
    String targetPrefix();

    /** Every operation that is built; all others are answered with 501 before the service sees them. */
    Set<String> operations();

    /**
     * Answers one call. Time stamps in the answer are epoch seconds.
     *
     * @throws AwsError for each refusal
     */
    JsonNode handle(String operation, ObjectNode input, Caller caller);
}
