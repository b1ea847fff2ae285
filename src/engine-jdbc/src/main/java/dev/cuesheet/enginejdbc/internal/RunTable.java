package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.DagRunInProgressException;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.RunType;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateStoreException;
import dev.cuesheet.engine.spi.StoredParams;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The runs. */
public final class RunTable {
    private static final String COLUMNS =
            "dag_id, run_id, type, logical_date, params, state, start_date, end_date, note,"
                    + " owner_host, owner_pid, owner_process_start, owner_engine";

    private RunTable() {}

    /** Adds a run and returns its row's id. */
    public static long insert(Session session, DagRun run, String structureJson) throws SQLException {
        var insert = session.statement("insert into run (" + COLUMNS
                + ", structure) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id");
        insert.setString(1, run.dagId());
        insert.setString(2, run.runId());
        insert.setString(3, run.type().label());
        insert.setString(4, Texts.of(run.logicalDate()));
        insert.setString(5, StoredParams.toJson(run.params()));
        int next = bindChanging(insert, 6, run);
        insert.setString(next, structureJson);
        try (var rows = insert.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Sets the columns of a run that can change; {@link #bindChanging} gives them their values. */
    static final String CHANGING = "state = ?, start_date = ?, end_date = ?, note = ?,"
            + " owner_host = ?, owner_pid = ?, owner_process_start = ?, owner_engine = ?";

    /** Stores what of a run can change. */
    static void update(Session session, long id, DagRun run) throws SQLException {
        var update = session.statement("update run set " + CHANGING + " where id = ?");
        int next = bindChanging(update, 1, run);
        update.setLong(next, id);
        update.executeUpdate();
    }

    /** Makes the run an owner's, so that whoever held it before can change nothing any more. */
    public static void claim(Session session, long id, DagRun run, RunOwner by, String structureJson)
            throws SQLException {
        var update =
                session.statement("update run set " + CHANGING + ", structure = ?, fence = fence + 1 where id = ?");
        int next = bindChanging(update, 1, run.ownedBy(by));
        update.setString(next, structureJson);
        update.setLong(next + 1, id);
        update.executeUpdate();
    }

    /** The id of the run's row. */
    public static long idOf(Session session, String dagId, String runId) throws SQLException {
        var select = session.statement("select id from run where dag_id = ? and run_id = ?");
        select.setString(1, dagId);
        select.setString(2, runId);
        try (var rows = select.executeQuery()) {
            if (!rows.next()) {
                throw new StateStoreException("DAG \"%s\" has no run %s".formatted(dagId, runId));
            }
            return rows.getLong(1);
        }
    }

    /** Finds the run's row if it is this owner's to change, and was so since it had this fence; binds like this. */
    static final String OWNED =
            "select id from run where dag_id = ? and run_id = ? and owner_engine = ? and fence = coalesce(cast(? as bigint), fence)";

    /** Binds {@link #OWNED} from the first parameter on, and returns the index of the one after it. */
    static int bindOwned(PreparedStatement statement, String dagId, String runId, RunOwner owner, @Nullable Long fence)
            throws SQLException {
        int at = 1;
        statement.setString(at++, dagId);
        statement.setString(at++, runId);
        statement.setString(at++, owner.engineId());
        if (fence == null) {
            statement.setNull(at++, Types.BIGINT);
        } else {
            statement.setLong(at++, fence);
        }
        return at;
    }

    public static Optional<DagRun> find(Session session, String dagId, String runId) throws SQLException {
        var select = session.statement("select " + COLUMNS + " from run where dag_id = ? and run_id = ?");
        select.setString(1, dagId);
        select.setString(2, runId);
        try (var rows = select.executeQuery()) {
            return rows.next() ? Optional.of(run(rows)) : Optional.empty();
        }
    }

    /** The latest runs, of one DAG or of all. */
    public static List<DagRun> latest(Session session, @Nullable String dagId, int limit) throws SQLException {
        var select = session.statement("select " + COLUMNS + " from run " + (dagId == null ? "" : "where dag_id = ? ")
                + "order by start_date is not null, start_date desc, id desc limit ?");
        int at = 1;
        if (dagId != null) {
            select.setString(at++, dagId);
        }
        select.setInt(at, limit);
        return all(select);
    }

    public static Optional<String> structure(Session session, String dagId, String runId) throws SQLException {
        var select = session.statement("select structure from run where dag_id = ? and run_id = ?");
        select.setString(1, dagId);
        select.setString(2, runId);
        try (var rows = select.executeQuery()) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }

    /** Refuses when a living owner executes any run of the DAG. */
    public static void refuseIfExecuting(Session session, String dagId, Predicate<RunOwner> alive) throws SQLException {
        var select = session.statement("select " + COLUMNS + " from run where dag_id = ? and owner_engine is not null");
        select.setString(1, dagId);
        for (var run : all(select)) {
            var owner = run.owner();
            if (owner != null && alive.test(owner)) {
                throw new DagRunInProgressException(dagId, run.runId(), owner);
            }
        }
    }

    /** Refuses when a run of the same name or logical date exists. */
    public static void refuseIfSame(Session session, DagRun run) throws SQLException {
        var select = session.statement("select run_id from run where dag_id = ? and (run_id = ? or logical_date = ?)");
        select.setString(1, run.dagId());
        select.setString(2, run.runId());
        select.setString(3, Texts.of(run.logicalDate()));
        try (var rows = select.executeQuery()) {
            if (!rows.next()) {
                return;
            }
            var other = rows.getString(1);
            if (other.equals(run.runId())) {
                throw new StateStoreException("DAG \"%s\" already has a run %s".formatted(run.dagId(), other));
            }
            throw new StateStoreException(
                    "DAG \"%s\" already has a run for %s: %s; resume that one, or give another logical date"
                            .formatted(run.dagId(), run.logicalDate(), other));
        }
    }

    static int bindChanging(PreparedStatement statement, int first, DagRun run) throws SQLException {
        var owner = run.owner();
        int at = first;
        statement.setString(at++, run.state().label());
        statement.setString(at++, Texts.of(run.startDate()));
        statement.setString(at++, Texts.of(run.endDate()));
        statement.setString(at++, Texts.withoutNul(run.note()));
        if (owner == null) {
            statement.setNull(at++, Types.VARCHAR);
            statement.setNull(at++, Types.BIGINT);
            statement.setNull(at++, Types.VARCHAR);
            statement.setNull(at++, Types.VARCHAR);
            return at;
        }
        statement.setString(at++, owner.host());
        statement.setLong(at++, owner.pid());
        statement.setString(at++, Texts.of(owner.processStart()));
        statement.setString(at++, owner.engineId());
        return at;
    }

    private static List<DagRun> all(PreparedStatement select) throws SQLException {
        var runs = new ArrayList<DagRun>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                runs.add(run(rows));
            }
        }
        return runs;
    }

    private static DagRun run(ResultSet row) throws SQLException {
        return new DagRun(
                row.getString("dag_id"),
                row.getString("run_id"),
                RunType.ofLabel(row.getString("type")),
                Instant.parse(row.getString("logical_date")),
                StoredParams.fromJson(row.getString("params")),
                RunState.ofLabel(row.getString("state")),
                Texts.instant(row.getString("start_date")),
                Texts.instant(row.getString("end_date")),
                row.getString("note"),
                owner(row));
    }

    private static @Nullable RunOwner owner(ResultSet row) throws SQLException {
        var engine = row.getString("owner_engine");
        return engine == null
                ? null
                : new RunOwner(
                        row.getString("owner_host"),
                        row.getLong("owner_pid"),
                        Texts.instant(row.getString("owner_process_start")),
                        engine);
    }
}
