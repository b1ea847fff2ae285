package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.spi.StateStoreException;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * Brings tables to the version of this code, by Flyway. All scripts that are missing run in one transaction, so a
 * database has either its old version or the new one. The only class that knows Flyway; loading it takes longer than most
 * commands do, and so it is loaded when there is something to bring up to date.
 */
final class Migrations {
    private static final String HISTORY = "schema_history";

    private Migrations() {}

    /**
     * Within a transaction of the caller's, which must keep other processes away: Flyway has no lock of its own for
     * SQLite.
     *
     * @param version the file's present version; the history begins with it if the file has none yet
     */
    static void sqlite(Connection connection, String place, int version) {
        var flyway = configuration("sqlite", shared(connection));
        flyway.baselineOnMigrate(true)
                .baselineVersion(String.valueOf(version))
                .baselineDescription("made at this version");
        migrate(flyway, place);
    }

    /** The caller keeps other processes away. */
    static void postgresql(DataSource database, String schema, String place) {
        migrate(configuration("postgresql", database).schemas(schema).createSchemas(true), place);
    }

    private static FluentConfiguration configuration(String dialect, DataSource database) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(database)
                .table(HISTORY)
                .group(true)
                .placeholderReplacement(false)
                .locations(new String[0])
                .resourceProvider(new Scripts(dialect));
    }

    private static void migrate(FluentConfiguration configuration, String place) {
        try {
            configuration.load().migrate();
        } catch (FlywayException e) {
            throw new StateStoreException(
                    "the state in %s could not be brought to schema %d and was left as it was: %s"
                            .formatted(place, Schema.VERSION, e.getMessage()),
                    e);
        }
    }

    /** Always this one connection, in the transaction that it is in: what would end either is left to the caller. */
    private static DataSource shared(Connection connection) {
        var callersOwn = Set.of("close", "commit", "rollback", "setAutoCommit");
        return proxy(DataSource.class, (ignored, method, args) -> {
            if (!method.getName().equals("getConnection")) {
                throw new UnsupportedOperationException(method.getName());
            }
            return proxy(
                    Connection.class,
                    (self, called, arguments) ->
                            callersOwn.contains(called.getName()) ? null : called.invoke(connection, arguments));
        });
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                Migrations.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return call.of(self, method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** What a proxy does when it is called. */
    @FunctionalInterface
    private interface Call {
        @Nullable
        Object of(Object self, java.lang.reflect.Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable;
    }

    /** The scripts of one dialect. */
    private record Scripts(String dialect) implements ResourceProvider {
        @Override
        public @Nullable LoadableResource getResource(String name) {
            return Schema.SCRIPTS.contains(name) ? new Script(dialect, name) : null;
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return Schema.SCRIPTS.stream()
                    .filter(name ->
                            name.startsWith(prefix) && Stream.of(suffixes).anyMatch(name::endsWith))
                    .<LoadableResource>map(name -> new Script(dialect, name))
                    .toList();
        }
    }

    /** One script, by its name. */
    private static final class Script extends LoadableResource {
        private final String dialect;
        private final String name;

        Script(String dialect, String name) {
            this.dialect = dialect;
            this.name = name;
        }

        @Override
        public Reader read() {
            return new StringReader(Schema.script(dialect, name));
        }

        @Override
        public String getAbsolutePath() {
            return dialect + "/" + name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return getAbsolutePath();
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
