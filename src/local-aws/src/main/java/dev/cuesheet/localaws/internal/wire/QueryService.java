package dev.cuesheet.localaws.internal.wire;

import dev.cuesheet.localaws.internal.iam.Caller;
import java.util.Set;

/** A service that speaks the query protocol: IAM, STS, Redshift. */
public interface QueryService {

    /** The service's name in the SigV4 scope and in IAM actions, for example {@code iam}. */
    String name();

    /** The {@code Version} form field that selects the service, for example {@code 2010-05-08}. */
    String version();

    /** The answer's XML namespace. */
    String namespace();

    /** Every operation that is built; all others are answered with 501 before the service sees them. */
    Set<String> operations();

    /**
     * Answers one call by filling the {@code <OperationResult>} element.
     *
     * @throws AwsError for each refusal
     */
    void handle(String operation, QueryParameters input, Caller caller, XmlElement result);
}
