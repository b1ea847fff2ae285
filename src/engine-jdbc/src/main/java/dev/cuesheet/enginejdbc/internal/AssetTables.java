package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.Asset;
import dev.cuesheet.engine.AssetEvent;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.spi.Assets;
import dev.cuesheet.engine.spi.StoredDeadline;
import dev.cuesheet.engine.spi.StoredExtra;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Assets, their events, and the queues of those who follow them. A queue has a row for each event, written with the event
 * and gone with the run that consumes it: what one transaction does not see, because the other has not ended, is left for
 * the next run and neither lost nor seen twice. (Airflow tells the events of a run by their timestamps instead.) Safe to
 * share between threads.
 */
public final class AssetTables implements Assets {
    private static final String EVENT_COLUMNS = "e.id, e.at, e.extra, e.dag_id, e.run_id, e.task_id, e.map_index,"
            + " e.try_number, a.name, a.uri, a.asset_group, a.extra as asset_extra";

    private static final String EVENTS =
            "select " + EVENT_COLUMNS + " from asset_event e join asset a on a.name = e.asset ";

    private final Database database;
    private final RunAdder runs;

    /** Adds a run within a transaction; returns its row's id. */
    @FunctionalInterface
    public interface RunAdder {
        long add(
                Session session,
                DagRun run,
                String structureJson,
                List<TaskInstance> instances,
                List<StoredDeadline> deadlines)
                throws SQLException;
    }

    public AssetTables(Database database, RunAdder runs) {
        this.database = database;
        this.runs = runs;
    }

    /**
     * Adds events and puts them into the queues. In the order of the assets' names, in which all transactions lock them.
     *
     * @return the events with their numbers; those that were there already without one
     */
    static List<AssetEvent> add(Session session, List<AssetEvent> events) throws SQLException {
        var sorted = events.stream()
                .sorted(Comparator.comparing(event -> event.asset().name()))
                .toList();
        var added = new ArrayList<AssetEvent>();
        for (var event : sorted) {
            put(session, event.asset());
            var number = insert(session, event);
            if (number.isPresent()) {
                queue(session, number.get(), event.asset());
            }
            added.add(number.map(event::numbered).orElse(event));
        }
        return added;
    }

    private static void put(Session session, Asset asset) throws SQLException {
        var put = session.statement("insert into asset (name, uri, asset_group, extra) values (?, ?, ?, ?)"
                + " on conflict (name) do update set uri = excluded.uri, asset_group = excluded.asset_group,"
                + " extra = excluded.extra where asset.uri <> excluded.uri"
                + " or asset.asset_group <> excluded.asset_group or asset.extra <> excluded.extra");
        put.setString(1, asset.name());
        put.setString(2, asset.uri());
        put.setString(3, asset.group());
        put.setString(4, StoredExtra.toJson(asset.extra()));
        put.executeUpdate();
    }

    private static Optional<Long> insert(Session session, AssetEvent event) throws SQLException {
        var insert = session.statement("insert into asset_event (asset, at, extra, dag_id, run_id, task_id, map_index,"
                + " try_number) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning id");
        var source = event.source();
        insert.setString(1, event.asset().name());
        insert.setString(2, Texts.of(event.timestamp()));
        insert.setString(3, StoredExtra.toJson(event.extra()));
        insert.setString(4, source == null ? null : source.instance().dagId());
        insert.setString(5, source == null ? null : source.instance().runId());
        insert.setString(6, source == null ? null : source.instance().taskId());
        insert.setObject(7, source == null ? null : source.instance().mapIndex(), Types.INTEGER);
        insert.setObject(8, source == null ? null : source.tryNumber(), Types.INTEGER);
        try (var rows = insert.executeQuery()) {
            return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
        }
    }

    private static void queue(Session session, long event, Asset asset) throws SQLException {
        var queue = session.statement("insert into asset_queue (dag_id, event, counts)"
                + " select f.dag_id, cast(? as bigint), case when exists"
                + " (select 1 from paused_dag p where p.dag_id = f.dag_id) then 0 else 1 end"
                + " from asset_follower f where f.asset = ?");
        queue.setLong(1, event);
        queue.setString(2, asset.name());
        queue.executeUpdate();
    }

    @Override
    public void follow(String dagId, List<Asset> assets) {
        database.write(session -> {
            var names = new TreeSet<String>();
            for (var asset :
                    assets.stream().sorted(Comparator.comparing(Asset::name)).toList()) {
                put(session, asset);
                names.add(asset.name());
            }
            for (var gone : namesFollowed(session, dagId)) {
                if (!names.remove(gone)) {
                    stopFollowing(session, dagId, gone);
                }
            }
            for (var name : names) {
                var insert = session.statement(
                        "insert into asset_follower (dag_id, asset) values (?, ?) on conflict do nothing");
                insert.setString(1, dagId);
                insert.setString(2, name);
                insert.executeUpdate();
            }
            return null;
        });
    }

    private static void stopFollowing(Session session, String dagId, String asset) throws SQLException {
        for (var sql : List.of(
                "delete from asset_follower where dag_id = ? and asset = ?",
                "delete from asset_queue where dag_id = ? and event in (select id from asset_event where asset = ?)")) {
            var delete = session.statement(sql);
            delete.setString(1, dagId);
            delete.setString(2, asset);
            delete.executeUpdate();
        }
    }

    private static List<String> namesFollowed(Session session, String dagId) throws SQLException {
        var select = session.statement("select asset from asset_follower where dag_id = ?");
        select.setString(1, dagId);
        var names = new ArrayList<String>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    @Override
    public Map<String, Set<String>> following() {
        return database.read(session -> {
            var following = new TreeMap<String, Set<String>>();
            try (var rows = session.statement("select dag_id, asset from asset_follower")
                    .executeQuery()) {
                while (rows.next()) {
                    following
                            .computeIfAbsent(rows.getString(1), id -> new TreeSet<>())
                            .add(rows.getString(2));
                }
            }
            return following;
        });
    }

    @Override
    public AssetEvent emit(AssetEvent event) {
        var stored = database.write(session -> add(session, List.of(event)).get(0));
        database.announce();
        return stored;
    }

    @Override
    public List<Asset> assets() {
        return database.read(session -> {
            var assets = new ArrayList<Asset>();
            var select =
                    session.statement("select name, uri, asset_group, extra as asset_extra from asset order by name");
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    assets.add(asset(rows));
                }
            }
            return assets;
        });
    }

    @Override
    public List<AssetEvent> events(@Nullable String assetName, int limit) {
        return database.read(session -> {
            var select = session.statement(
                    EVENTS + (assetName == null ? "" : "where e.asset = ? ") + "order by e.id desc limit ?");
            int at = 1;
            if (assetName != null) {
                select.setString(at++, assetName);
            }
            select.setInt(at, limit);
            return events(select);
        });
    }

    @Override
    public Set<String> waiting() {
        return database.read(session -> {
            var dags = new TreeSet<String>();
            try (var rows = session.statement("select distinct dag_id from asset_queue where counts = 1")
                    .executeQuery()) {
                while (rows.next()) {
                    dags.add(rows.getString(1));
                }
            }
            return dags;
        });
    }

    @Override
    public List<Queued> queue(String dagId, boolean onlyThatCount) {
        return database.read(session -> queue(session, dagId, onlyThatCount));
    }

    private static List<Queued> queue(Session session, String dagId, boolean onlyThatCount) throws SQLException {
        var select = session.statement("select " + EVENT_COLUMNS + ", q.counts from asset_queue q"
                + " join asset_event e on e.id = q.event join asset a on a.name = e.asset where q.dag_id = ?"
                + (onlyThatCount ? " and q.counts = 1" : "") + " order by e.id");
        select.setString(1, dagId);
        var queue = new ArrayList<Queued>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                queue.add(new Queued(event(rows), rows.getInt("counts") == 1));
            }
        }
        return queue;
    }

    @Override
    public Optional<List<AssetEvent>> queueRun(
            DagRun run,
            String structureJson,
            List<TaskInstance> instances,
            List<StoredDeadline> deadlines,
            Predicate<Set<String>> enough) {
        var consumed = database.write(session -> {
            database.lockRunsOf(session, run.dagId());
            var queue = queue(session, run.dagId(), false);
            var updated = new LinkedHashSet<String>();
            for (var queued : queue) {
                if (queued.counts()) {
                    updated.add(queued.event().asset().name());
                }
            }
            if (!enough.test(updated)) {
                return Optional.<List<AssetEvent>>empty();
            }
            long id = runs.add(session, run, structureJson, instances, deadlines);
            var events = queue.stream().map(Queued::event).toList();
            consume(session, run.dagId(), id, events);
            return Optional.of(events);
        });
        if (consumed.isPresent()) {
            database.announce();
        }
        return consumed;
    }

    private static void consume(Session session, String dagId, long run, List<AssetEvent> events) throws SQLException {
        var insert = session.statement("insert into run_asset_event (run, event) values (?, ?)");
        var delete = session.statement("delete from asset_queue where dag_id = ? and event = ?");
        for (var event : events) {
            insert.setLong(1, run);
            insert.setLong(2, event.number());
            insert.addBatch();
            delete.setString(1, dagId);
            delete.setLong(2, event.number());
            delete.addBatch();
        }
        insert.executeBatch();
        delete.executeBatch();
    }

    @Override
    public List<AssetEvent> consumedBy(String dagId, String runId) {
        return database.read(session -> {
            var select =
                    session.statement(EVENTS + "join run_asset_event c on c.event = e.id join run r on r.id = c.run"
                            + " where r.dag_id = ? and r.run_id = ? order by e.id");
            select.setString(1, dagId);
            select.setString(2, runId);
            return events(select);
        });
    }

    private static List<AssetEvent> events(PreparedStatement select) throws SQLException {
        var events = new ArrayList<AssetEvent>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                events.add(event(rows));
            }
        }
        return events;
    }

    private static AssetEvent event(ResultSet row) throws SQLException {
        var dagId = row.getString("dag_id");
        var source = dagId == null
                ? null
                : new AssetEvent.Source(
                        new TaskInstanceKey(
                                dagId, row.getString("run_id"), row.getString("task_id"), row.getInt("map_index")),
                        row.getInt("try_number"));
        return new AssetEvent(
                row.getLong("id"),
                asset(row),
                Instant.parse(row.getString("at")),
                StoredExtra.fromJson(row.getString("extra")),
                source);
    }

    private static Asset asset(ResultSet row) throws SQLException {
        return new Asset(
                row.getString("name"),
                row.getString("uri"),
                row.getString("asset_group"),
                StoredExtra.fromJson(row.getString("asset_extra")));
    }
}
