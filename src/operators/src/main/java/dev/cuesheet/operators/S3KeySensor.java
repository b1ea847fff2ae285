package dev.cuesheet.operators;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.S3Uri;
import dev.cuesheet.aws.Sleeper;
import dev.cuesheet.aws.Wait;
import dev.cuesheet.aws.Waiter;
import dev.cuesheet.aws.s3.S3Object;
import dev.cuesheet.aws.s3.S3Store;
import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.engine.lineage.DeclaresLineage;
import dev.cuesheet.engine.lineage.Lineage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Waits until every key is there; the result is the objects found. A key may hold {@code *}, {@code ?} and {@code [...]},
 * and then one match or more must be there; the whole key must match, and a star matches slashes too. Immutable; safe to
 * share between threads.
 */
public final class S3KeySensor implements Operator<List<S3Object>>, DeclaresLineage {
    private static final Wait DEFAULT_WAIT = Wait.every(Duration.ofSeconds(30), Duration.ofHours(12));
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final S3Store s3;
    private final List<String> keys;
    private final Wait wait;
    private final Sleeper sleeper;

    private S3KeySensor(S3Store s3, List<String> keys, Wait wait, Sleeper sleeper) {
        this.s3 = requireNonNull(s3, "s3");
        this.keys = List.copyOf(keys);
        this.wait = requireNonNull(wait, "wait");
        this.sleeper = requireNonNull(sleeper, "sleeper");
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("The sensor has no key to wait for");
        }
    }

    public S3KeySensor(S3Store s3, S3Uri... keys) {
        this(s3, Arrays.stream(keys).map(S3Uri::toString).toList(), DEFAULT_WAIT, Sleeper.realTime());
    }

    /** Each key is an S3 URI, and may be a template. */
    public S3KeySensor(S3Store s3, String... keys) {
        this(s3, List.of(keys), DEFAULT_WAIT, Sleeper.realTime());
    }

    /** How often to look and for how long; the task's execution timeout ends the wait earlier. */
    public S3KeySensor waiting(Wait patience) {
        return new S3KeySensor(s3, keys, patience, sleeper);
    }

    /** Passes the time between two looks in another way than sleeping for real. */
    public S3KeySensor sleeping(Sleeper way) {
        return new S3KeySensor(s3, keys, wait, way);
    }

    @Override
    public Map<String, String> templates() {
        var templates = new LinkedHashMap<String, String>();
        for (var i = 0; i < keys.size(); i++) {
            templates.put("keys[" + i + "]", keys.get(i));
        }
        return templates;
    }

    /** The keys without wildcards; what the others will match is not known before it is there. */
    @Override
    public Lineage lineage(UnaryOperator<String> render) {
        return Lineage.reading(keys.stream()
                .flatMap(key -> KeyPattern.of(S3Uri.parse(render.apply(key))).exactly().stream())
                .map(AwsLineage::of)
                .toList());
    }

    @Override
    public List<S3Object> execute(TaskContext context) throws InterruptedException {
        var patterns = keys.stream()
                .map(key -> KeyPattern.of(S3Uri.parse(context.render(key))))
                .toList();
        return AwsWork.attempt(() -> {
            var waiter = new Waiter(context.clock(), sleeper, LONGEST_PAUSE);
            var patience = AwsWork.within(context, wait);
            var outcome = waiter.until(
                    patience, () -> look(patterns), seen -> seen.missing().isEmpty());
            if (!outcome.over()) {
                throw TaskFailure.retryable("Waited %s for %s; still missing: %s"
                        .formatted(patience.limit(), patterns, outcome.last().missing()));
            }
            return outcome.last().found();
        });
    }

    private record Look(List<S3Object> found, List<KeyPattern> missing) {}

    private Look look(List<KeyPattern> patterns) {
        var found = new ArrayList<S3Object>();
        var missing = new ArrayList<KeyPattern>();
        for (var pattern : patterns) {
            var matches = matches(pattern);
            found.addAll(matches);
            if (matches.isEmpty()) {
                missing.add(pattern);
            }
        }
        return new Look(found, missing);
    }

    private List<S3Object> matches(KeyPattern pattern) {
        Optional<S3Uri> exact = pattern.exactly();
        if (exact.isPresent()) {
            return s3.find(exact.get()).stream().toList();
        }
        return s3.list(pattern.prefix())
                .filter(object -> pattern.matches(object.uri()))
                .toList();
    }
}
