package tickit;

import dev.cuesheet.aws.AwsClients;
import dev.cuesheet.aws.iam.RoleSpec;
import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.TaskContext;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes buckets and roles where they are absent. A role that is there is left as it is: what somebody took away from it
 * on purpose, a nightly run must not give back.
 */
final class Access implements Operator<Lake> {
    private static final Logger log = LoggerFactory.getLogger(Access.class);
    private static final String GLUE_ROLE = "cuesheet-tickit-glue";
    private static final String REDSHIFT_ROLE = "cuesheet-tickit-redshift";

    private final AwsClients aws;

    Access(AwsClients aws) {
        this.aws = aws;
    }

    @Override
    public Lake execute(TaskContext context) {
        var account = aws.sts().callerIdentity().account();
        var planned = new Lake(account, aws.region(), GLUE_ROLE, REDSHIFT_ROLE);
        for (var purpose : new String[] {"raw", "scripts", "curated"}) {
            aws.s3().createBucketIfAbsent(planned.bucket(purpose));
        }
        var glue = ensure(context, RoleSpec.named(GLUE_ROLE)
                .description("Crawls, reads and refines TICKIT")
                .assumedBy("glue.amazonaws.com")
                .inlinePolicy("storage", Policies.glueStorage(planned))
                .inlinePolicy("catalog", Policies.glueCatalog(planned))
                .build());
        var redshift = ensure(context, RoleSpec.named(REDSHIFT_ROLE)
                .description("Loads TICKIT into Redshift")
                .assumedBy("redshift.amazonaws.com")
                .inlinePolicy("storage", Policies.redshiftStorage(planned))
                .build());
        return new Lake(account, aws.region(), glue, redshift);
    }

    private String ensure(TaskContext context, RoleSpec role) {
        var note = "making " + role.name();
        var existing = aws.iam().findRole(role.name());
        var begunByUs = context.state().get(note).isPresent();
        if (existing.isPresent() && !begunByUs) {
            warnOfMissing(role);
            return existing.get().arn();
        }
        // Written first: if we die between making the role and giving it its policies, the next attempt goes on.
        context.state().put(note, "begun");
        return aws.iam().ensureRole(role).role().arn();
    }

    private void warnOfMissing(RoleSpec role) {
        var missing = new TreeSet<>(role.inlinePolicies().keySet());
        missing.removeAll(aws.iam().listPolicies(role.name()).collect(Collectors.toSet()));
        if (!missing.isEmpty()) {
            log.warn(
                    "Role {} lacks its policies {}. It is left as it is; delete the role to have it made anew",
                    role.name(),
                    missing);
        }
    }}
