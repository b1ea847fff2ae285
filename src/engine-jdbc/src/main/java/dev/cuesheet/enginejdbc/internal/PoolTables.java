package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.Pool;
import dev.cuesheet.engine.spi.PoolShare;
import dev.cuesheet.engine.spi.Pools;
import dev.cuesheet.engine.spi.RunOwner;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Pools, and what of them each engine may use. Safe to share between threads. */
public final class PoolTables implements Pools {
    private static final String SELECT = "select name, slots, description, include_deferred from pool ";

    private final Database database;

    public PoolTables(Database database) {
        this.database = database;
    }

    /** What was an engine's is everybody's. */
    static void giveBack(Session db, RunOwner engine) throws SQLException {
        var delete = db.statement("delete from pool_share where engine = ?");
        delete.setString(1, engine.engineId());
        delete.executeUpdate();
    }

    @Override
    public List<Pool> list() {
        return database.read(db -> all(db.statement(SELECT + "order by name")));
    }

    @Override
    public Optional<Pool> find(String name) {
        return database.read(db -> find(db, name));
    }

    private static Optional<Pool> find(Session db, String name) throws SQLException {
        var select = db.statement(SELECT + "where name = ?");
        select.setString(1, name);
        return all(select).stream().findFirst();
    }

    private static List<Pool> all(PreparedStatement select) throws SQLException {
        var pools = new ArrayList<Pool>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                pools.add(new Pool(rows.getString(1), rows.getInt(2), rows.getString(3), rows.getInt(4) != 0));
            }
        }
        return pools;
    }

    @Override
    public void put(Pool pool) {
        database.write(db -> {
            var upsert = db.statement("insert into pool (name, slots, description, include_deferred)"
                    + " values (?, ?, ?, ?) on conflict (name) do update set slots = excluded.slots,"
                    + " description = excluded.description, include_deferred = excluded.include_deferred");
            upsert.setString(1, pool.name());
            upsert.setInt(2, pool.slots());
            upsert.setString(3, pool.description());
            upsert.setInt(4, pool.includeDeferred() ? 1 : 0);
            upsert.executeUpdate();
            return null;
        });
        database.announce();
    }

    @Override
    public boolean delete(String name) {
        Pools.refuseToDeleteDefault(name);
        boolean there = database.write(db -> {
            var delete = db.statement("delete from pool where name = ?");
            delete.setString(1, name);
            return delete.executeUpdate() > 0;
        });
        database.announce();
        return there;
    }

    /** Most questions have the answer that is stored already, so the write lock is taken only when they have not. */
    @Override
    public PoolShare share(PoolShare.Request request, Predicate<RunOwner> alive) {
        var known = database.read(db -> Standing.of(db, request, alive));
        if (known.isAsStored()) {
            return known.share;
        }
        var settled = database.write(db -> {
            database.lockPool(db, request.pool());
            var standing = Standing.of(db, request, alive);
            standing.store(db, request);
            return standing;
        });
        if (settled.concernsOthers()) {
            database.announce();
        }
        return settled.share;
    }

    /** How a pool is shared, and what the engine that asks is to have. */
    private record Standing(PoolShare share, PoolShare.Stake before, boolean stored, boolean alone, List<String> dead) {
        static Standing of(Session db, PoolShare.Request request, Predicate<RunOwner> alive) throws SQLException {
            var mine = PoolShare.Stake.NONE;
            boolean stored = false;
            var others = new ArrayList<PoolShare.Stake>();
            var dead = new ArrayList<String>();
            for (var stake : stakes(db, request.pool()).entrySet()) {
                if (stake.getKey().engineId().equals(request.engine().engineId())) {
                    mine = stake.getValue();
                    stored = true;
                } else if (alive.test(stake.getKey())) {
                    others.add(stake.getValue());
                } else {
                    dead.add(stake.getKey().engineId());
                }
            }
            @Nullable
            Pool pool = request.size() == null ? find(db, request.pool()).orElse(null) : null;
            return new Standing(PoolShare.of(request, pool, mine, others), mine, stored, others.isEmpty(), dead);
        }

        boolean isAsStored() {
            return stored && dead.isEmpty() && share.stake().equals(before);
        }

        boolean concernsOthers() {
            return !alone && share.stake().concernsOthersAfter(before);
        }

        void store(Session db, PoolShare.Request request) throws SQLException {
            for (var engine : dead) {
                var delete = db.statement("delete from pool_share where pool = ? and engine = ?");
                delete.setString(1, request.pool());
                delete.setString(2, engine);
                delete.executeUpdate();
            }
            var upsert =
                    db.statement("insert into pool_share (pool, engine, host, pid, process_start, slots, wanted, since)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (pool, engine) do update set"
                            + " slots = excluded.slots, wanted = excluded.wanted, since = excluded.since");
            var engine = request.engine();
            var stake = share.stake();
            upsert.setString(1, request.pool());
            upsert.setString(2, engine.engineId());
            upsert.setString(3, engine.host());
            upsert.setLong(4, engine.pid());
            upsert.setString(5, Texts.of(engine.processStart()));
            upsert.setInt(6, stake.slots());
            upsert.setInt(7, stake.wanted());
            upsert.setLong(8, stake.since());
            upsert.executeUpdate();
        }

        private static Map<RunOwner, PoolShare.Stake> stakes(Session db, String pool) throws SQLException {
            var select = db.statement(
                    "select host, pid, process_start, engine, slots, wanted, since from pool_share where pool = ?");
            select.setString(1, pool);
            var stakes = new LinkedHashMap<RunOwner, PoolShare.Stake>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var owner = new RunOwner(
                            rows.getString(1), rows.getLong(2), Texts.instant(rows.getString(3)), rows.getString(4));
                    stakes.put(owner, new PoolShare.Stake(rows.getInt(5), rows.getInt(6), rows.getLong(7)));
                }
            }
            return stakes;
        }
    }
}
