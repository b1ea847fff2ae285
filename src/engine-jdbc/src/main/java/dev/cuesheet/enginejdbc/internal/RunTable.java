package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.DagRunInProgressException;
import dev.cuesheet.engine.DataInterval;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.RunType;
import dev.cuesheet.engine.spi.RunClaim;
import dev.cuesheet.engine.spi.RunLimit;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.RunsThatCount;
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
import org.jspecify.annotations.Nullable;

/** The runs. */
public final class RunTable {
    private static final String COLUMNS = "dag_id, run_id, type, logical_date, data_interval_start, data_interval_end,"
            + " run_after, params, state, queued_at, start_date, end_date, note,"
            + " owner_host, owner_pid, owner_process_start, owner_engine, clear_number, backfill";

    /** Texts before and after those of all instants. */
    private static final String BEFORE_ALL = "";

    private static final String AFTER_ALL = "~";

    private static final String SELECT = "select " + COLUMNS + " from run ";

    private RunTable() {}

    /** Adds a run and returns its row's id. */
    public static long insert(Session session, DagRun run, long version) throws SQLException {
        var insert = session.statement("insert into run (dag_id, run_id, logical_date, data_interval_start,"
                + " data_interval_end, run_after, params, type, state, queued_at, start_date, end_date, note, owner_host,"
                + " owner_pid, owner_process_start, owner_engine, clear_number, backfill, version)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id");
        var interval = run.dataInterval();
        insert.setString(1, run.dagId());
        insert.setString(2, run.runId());
        insert.setString(3, Texts.of(run.logicalDate()));
        insert.setString(4, interval == null ? null : Texts.of(interval.start()));
        insert.setString(5, interval == null ? null : Texts.of(interval.end()));
        insert.setString(6, Texts.of(run.runAfter()));
        insert.setString(7, StoredParams.toJson(run.params()));
        int next = bindChanging(insert, 8, run);
        insert.setLong(next, version);
        try (var rows = insert.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Sets the columns of a run that can change; {@link #bindChanging} gives them their values. */
    static final String CHANGING = "type = ?, state = ?, queued_at = ?, start_date = ?, end_date = ?, note = ?,"
            + " owner_host = ?, owner_pid = ?, owner_process_start = ?, owner_engine = ?, clear_number = ?, backfill = ?";

    /** Stores what of a run can change. */
    static void update(Session session, long id, DagRun run) throws SQLException {
        var update = session.statement("update run set " + CHANGING + " where id = ?");
        int next = bindChanging(update, 1, run);
        update.setLong(next, id);
        update.executeUpdate();
    }

    /**
     * Makes the run an owner's, so that whoever held it before can change nothing any more.
     *
     * @return the run's fence
     */
    public static long claim(Session session, long id, DagRun run, RunOwner by, long version) throws SQLException {
        var update = session.statement(
                "update run set " + CHANGING + ", version = ?, fence = fence + 1 where id = ? returning fence");
        int next = bindChanging(update, 1, run.ownedBy(by));
        update.setLong(next, version);
        update.setLong(next + 1, id);
        try (var rows = update.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
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

    /** Finds the run's row if it is in the hands of that claim; {@link #bindOwned} gives it its values. */
    static final String OWNED =
            "select id from run where dag_id = ? and run_id = ? and owner_engine = ? and fence = cast(? as bigint)";

    /** Binds {@link #OWNED} from the first parameter on, and returns the index of the one after it. */
    static int bindOwned(PreparedStatement statement, RunClaim claim) throws SQLException {
        int at = 1;
        statement.setString(at++, claim.dagId());
        statement.setString(at++, claim.runId());
        statement.setString(at++, claim.owner().engineId());
        statement.setLong(at++, claim.fence());
        return at;
    }

    public static Optional<DagRun> find(Session session, String dagId, String runId) throws SQLException {
        var select = session.statement(SELECT + "where dag_id = ? and run_id = ?");
        select.setString(1, dagId);
        select.setString(2, runId);
        try (var rows = select.executeQuery()) {
            return rows.next() ? Optional.of(run(rows)) : Optional.empty();
        }
    }

    /** The latest runs, of one DAG or of all. */
    public static List<DagRun> latest(Session session, @Nullable String dagId, int limit) throws SQLException {
        var select = session.statement(SELECT + (dagId == null ? "" : "where dag_id = ? ")
                + "order by start_date is not null, start_date desc, id desc limit ?");
        int at = 1;
        if (dagId != null) {
            select.setString(at++, dagId);
        }
        select.setInt(at, limit);
        return all(select);
    }

    /** The run for a logical date. */
    public static Optional<DagRun> find(Session session, String dagId, Instant logicalDate) throws SQLException {
        var select = session.statement(SELECT + "where dag_id = ? and logical_date = ?");
        select.setString(1, dagId);
        select.setString(2, Texts.of(logicalDate));
        return all(select).stream().findFirst();
    }

    /** Runs that are queued or running, those that are due first before all others. */
    public static List<DagRun> unfinished(Session session, @Nullable String dagId) throws SQLException {
        var select = session.statement(SELECT + "where state in ('queued', 'running')"
                + (dagId == null ? "" : " and dag_id = ?") + " order by run_after, id");
        if (dagId != null) {
            select.setString(1, dagId);
        }
        return all(select);
    }

    /** Runs by their logical dates, within bounds that may be open. */
    public static List<DagRun> between(Session session, String dagId, @Nullable Instant from, @Nullable Instant to)
            throws SQLException {
        var select = session.statement(
                SELECT + "where dag_id = ? and logical_date >= ? and logical_date <= ?" + " order by logical_date");
        select.setString(1, dagId);
        select.setString(2, from == null ? BEFORE_ALL : Texts.of(from));
        select.setString(3, to == null ? AFTER_ALL : Texts.of(to));
        return all(select);
    }

    /** The run with the latest logical date before the instant, which may be open. */
    public static Optional<DagRun> latestBefore(
            Session session, String dagId, @Nullable Instant before, RunsThatCount which) throws SQLException {
        var select = session.statement(SELECT + "where dag_id = ? and logical_date < ?"
                + condition(which)
                + " order by logical_date desc limit 1");
        select.setString(1, dagId);
        select.setString(2, before == null ? AFTER_ALL : Texts.of(before));
        return all(select).stream().findFirst();
    }

    private static String condition(RunsThatCount which) {
        return switch (which) {
            case ALL -> "";
            case AUTOMATED -> " and type in ('scheduled', 'backfill')";
            case SUCCESSFUL -> " and state = 'success'";
        };
    }

    /** Refuses when a living owner executes this run, or as many others that share its limit as may be. */
    public static void refuseIfExecuting(Session session, DagRun run, RunLimit limit) throws SQLException {
        var select = session.statement(SELECT + "where dag_id = ? and owner_engine is not null");
        select.setString(1, run.dagId());
        int others = 0;
        for (var other : all(select)) {
            var owner = other.owner();
            if (owner == null || !limit.alive().test(owner)) {
                continue;
            }
            boolean same = other.runId().equals(run.runId());
            if (same || other.sharesLimitWith(run) && ++others >= limit.atMost()) {
                throw new DagRunInProgressException(run.dagId(), other.runId(), owner);
            }
        }
    }

    /** Refuses when a run of the same name or logical date exists. */
    public static void refuseIfSame(Session session, DagRun run) throws SQLException {
        var select = session.statement("select run_id from run where dag_id = ? and (run_id = ? or logical_date = ?)");
        select.setString(1, run.dagId());
        select.setString(2, run.runId());
        select.setString(3, Texts.of(run.logicalDate())); // null equals nothing
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
        statement.setString(at++, run.type().label());
        statement.setString(at++, run.state().label());
        statement.setString(at++, Texts.of(run.queuedAt()));
        statement.setString(at++, Texts.of(run.startDate()));
        statement.setString(at++, Texts.of(run.endDate()));
        statement.setString(at++, Texts.withoutNul(run.note()));
        if (owner == null) {
            statement.setNull(at++, Types.VARCHAR);
            statement.setNull(at++, Types.BIGINT);
            statement.setNull(at++, Types.VARCHAR);
            statement.setNull(at++, Types.VARCHAR);
        } else {
            statement.setString(at++, owner.host());
            statement.setLong(at++, owner.pid());
            statement.setString(at++, Texts.of(owner.processStart()));
            statement.setString(at++, owner.engineId());
        }
        statement.setInt(at++, run.clearNumber());
        if (run.backfill() == null) {
            statement.setNull(at++, Types.BIGINT);
        } else {
            statement.setLong(at++, run.backfill());
        }
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
                Texts.instant(row.getString("logical_date")),
                interval(row),
                Instant.parse(row.getString("run_after")),
                StoredParams.fromJson(row.getString("params")),
                RunState.ofLabel(row.getString("state")),
                Texts.instant(row.getString("queued_at")),
                Texts.instant(row.getString("start_date")),
                Texts.instant(row.getString("end_date")),
                row.getString("note"),
                owner(row),
                row.getInt("clear_number"),
                row.getObject("backfill") == null ? null : row.getLong("backfill"));
    }

    private static @Nullable DataInterval interval(ResultSet row) throws SQLException {
        var start = Texts.instant(row.getString("data_interval_start"));
        var end = Texts.instant(row.getString("data_interval_end"));
        return start == null || end == null ? null : new DataInterval(start, end);
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
