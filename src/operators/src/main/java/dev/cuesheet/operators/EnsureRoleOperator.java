package dev.cuesheet.operators;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.iam.Iam;
import dev.cuesheet.aws.iam.RoleSpec;
import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.TaskContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates an IAM role, or corrects its trust and its policies where they differ; the result is the role's ARN. Immutable;
 * safe to share between threads.
 */
public final class EnsureRoleOperator implements Operator<String> {
    private static final Logger log = LoggerFactory.getLogger(EnsureRoleOperator.class);
    private final Iam iam;
    private final RoleSpec role;

    public EnsureRoleOperator(Iam iam, RoleSpec role) {
        this.iam = requireNonNull(iam, "iam");
        this.role = requireNonNull(role, "role");
    }

    @Override
    public Map<String, String> templates() {
        var templates = new LinkedHashMap<String, String>();
        templates.put("name", role.name());
        templates.put("description", role.description());
        templates.put("trustPolicy", role.trustPolicy());
        role.inlinePolicies().forEach((policy, document) -> templates.put("policy " + policy, document));
        return templates;
    }

    @Override
    public String execute(TaskContext context) throws InterruptedException {
        var wanted = role.renderedWith(context::render);
        var ensured = AwsWork.attempt(() -> iam.ensureRole(wanted));
        log.info("Role {} {}", wanted.name(), ensured.ensured().describe());
        return ensured.role().arn();
    }
}
