package dev.cuesheet.localaws.internal.redshift;

import dev.cuesheet.localaws.internal.AwsHome;
import dev.cuesheet.localaws.internal.redshift.Cluster.Status;
import dev.cuesheet.localaws.internal.state.JsonFiles;
import dev.cuesheet.localaws.spi.SqlEngine;
import dev.cuesheet.localaws.spi.SqlEngineProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The account's clusters, and the engine of each one that has been used. A cluster's databases lie in a folder of its
 * own; deleting the cluster closes the engine and removes them. Safe to share between threads.
 */
public final class Clusters implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Clusters.class);

    private final AwsHome home;
    private final Optional<SqlEngineProvider> provider;
    private final Duration changesTake;
    private final JsonFiles<Cluster> documents;
    private final Map<String, SqlEngine> engines = new HashMap<>();

    /** @param changesTake how long a cluster stays in a passing state such as creating */
    public Clusters(AwsHome home, Optional<SqlEngineProvider> provider, Duration changesTake) {
        this.home = home;
        this.provider = provider;
        this.changesTake = changesTake;
        this.documents = JsonFiles.in(home.folder("redshift").resolve("clusters"), Cluster.class);
    }

    Instant now() {
        return home.clock().instant();
    }

    Instant changeEnds() {
        return now().plus(changesTake);
    }

    public Optional<Cluster> find(String identifier) {
        return documents.find(identifier).filter(this::isStillThere);
    }

    Cluster get(String identifier) {
        return find(identifier).orElseThrow(() -> RedshiftErrors.clusterNotFound(identifier));
    }

    List<Cluster> all() {
        return documents.all().stream().filter(this::isStillThere).toList();
    }

    /** A deletion whose time is over is carried out by whoever looks first. */
    private boolean isStillThere(Cluster cluster) {
        if (!cluster.isGone(now())) {
            return true;
        }
        remove(cluster.identifier());
        return false;
    }

    public boolean isAvailable(Cluster cluster) {
        var status = cluster.status(now());
        return status == Status.AVAILABLE || status == Status.MODIFYING;
    }

    void create(Cluster cluster) {
        engineProvider();
        find(cluster.identifier());
        if (!documents.create(cluster.identifier(), cluster)) {
            throw RedshiftErrors.alreadyExists();
        }
        engine(cluster.identifier()).createDatabase(cluster.databaseName());
        log.info("Created Redshift cluster {} with database {}", cluster.identifier(), cluster.databaseName());
    }

    Cluster update(String identifier, UnaryOperator<Cluster> change) {
        get(identifier);
        return documents.update(identifier, change).orElseThrow(() -> RedshiftErrors.clusterNotFound(identifier));
    }

    /** Closes the databases of a cluster that goes to sleep. */
    synchronized void release(String identifier) {
        var engine = engines.remove(identifier);
        if (engine != null) {
            engine.close();
        }
    }

    private synchronized void remove(String identifier) {
        release(identifier);
        try {
            deleteTree(folder(identifier));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove the databases of cluster " + identifier, e);
        }
        documents.delete(identifier);
        log.info("Deleted Redshift cluster {}", identifier);
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Path folder(String identifier) {
        return home.folder("redshift").resolve("data").resolve(identifier);
    }

    /** The engine of a cluster that exists. */
    public synchronized SqlEngine engine(String identifier) {
        return engines.computeIfAbsent(
                identifier, id -> engineProvider().open(folder(id), new ClusterSurroundings(home, this, id)));
    }

    private SqlEngineProvider engineProvider() {
        return provider.orElseThrow(() -> new dev.cuesheet.localaws.internal.wire.AwsError(
                501,
                "NotImplemented",
                "This local AWS was started without a SQL engine, so it has no Redshift clusters"));
    }

    public String arn(String identifier) {
        return "arn:aws:redshift:" + home.account().region() + ":"
                + home.account().id() + ":cluster:" + identifier;
    }

    @Override
    public synchronized void close() {
        engines.values().forEach(SqlEngine::close);
        engines.clear();
    }
}
