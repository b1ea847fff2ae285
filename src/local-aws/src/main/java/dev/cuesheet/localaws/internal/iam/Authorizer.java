package dev.cuesheet.localaws.internal.iam;

import java.util.Map;

/** Decides, in the order that IAM documents, whether a call is allowed. Safe to share between threads. */
public interface Authorizer {

    /**
     * Returns when the caller may perform the action on the resource.
     *
     * @param action service and operation, for example {@code glue:StartCrawler}
     * @param resource the resource's ARN, or {@code *} for actions without one
     * @param context condition keys, for example {@code iam:PassedToService}
     * @throws Denied otherwise
     */
    void check(Caller caller, String action, String resource, Map<String, String> context);

    default void check(Caller caller, String action, String resource) {
        check(caller, action, resource, Map.of());
    }

    /**
     * The identity of a service that works under a role: a crawler, a job, a COPY.
     *
     * @param service who assumes it, for example {@code glue.amazonaws.com}; the role's trust policy must name it
     * @throws Denied when the role is absent or does not trust the service
     */
    Caller assumedBy(String service, String roleArn, String sessionName);

    /** IAM said no; the message is the one AWS gives. */
    final class Denied extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Denied(String message) {
            super(message);
        }
    }
}
