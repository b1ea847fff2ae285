package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.spi.StateStoreException;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables, and how those of an older version become those of this one. The file says in its header that it is ours
 * (application id) and which version made it (user version).
 */
public final class Schema {
    /** "CUES" in ASCII. */
    private static final int APPLICATION_ID = 0x43554553;

    /** What leads from each version to the next; the first entry from an empty file to version 1. */
    private static final List<List<String>> STEPS = List.of(List.of(
            """
            create table run (
                id integer primary key,
                dag_id text not null,
                run_id text not null,
                type text not null,
                logical_date text not null,
                params text not null,
                state text not null,
                start_date text,
                end_date text,
                note text,
                owner_host text,
                owner_pid integer,
                owner_process_start text,
                owner_engine text,
                structure text not null,
                unique (dag_id, run_id),
                unique (dag_id, logical_date)
            ) strict""",
            "create index run_start on run (start_date)",
            "create index run_owned on run (dag_id) where owner_engine is not null",
            """
            create table task_instance (
                run integer not null references run (id) on delete cascade,
                task_id text not null,
                map_index integer not null,
                state text not null,
                try_number integer not null,
                max_tries integer not null,
                start_date text,
                end_date text,
                note text,
                primary key (run, task_id, map_index)
            ) strict, without rowid""",
            """
            create table attempt (
                run integer not null references run (id) on delete cascade,
                task_id text not null,
                map_index integer not null,
                try_number integer not null,
                state text not null,
                start_date text not null,
                end_date text,
                error text,
                primary key (run, task_id, map_index, try_number)
            ) strict, without rowid""",
            """
            create table xcom (
                run integer not null references run (id) on delete cascade,
                task_id text not null,
                map_index integer not null,
                key text not null,
                type text not null,
                value text not null,
                primary key (run, task_id, map_index, key)
            ) strict, without rowid""",
            """
            create table task_state (
                run integer not null references run (id) on delete cascade,
                task_id text not null,
                map_index integer not null,
                key text not null,
                value text not null,
                primary key (run, task_id, map_index, key)
            ) strict, without rowid"""));

    private Schema() {}

    /** Brings the file to this version; refuses one that is not ours, or of a later version. */
    public static void bringUpToDate(Database database) {
        if (versionOf(database) == STEPS.size()) {
            return;
        }
        database.write(db -> {
            for (int version = checkedVersion(db); version < STEPS.size(); version++) {
                for (var statement : STEPS.get(version)) {
                    db.execute(statement);
                }
            }
            db.execute("pragma user_version = " + STEPS.size());
            db.execute("pragma application_id = " + APPLICATION_ID);
            return null;
        });
    }

    private static int versionOf(Database database) {
        return database.read(Schema::checkedVersion);
    }

    private static int checkedVersion(Database database) throws SQLException {
        int version = database.number("pragma user_version");
        int application = database.number("pragma application_id");
        boolean empty = database.number("select count(*) from sqlite_master") == 0;
        if (application != APPLICATION_ID && !(empty && application == 0)) {
            throw new StateStoreException("%s is a database of another program; choose another place for the state"
                    .formatted(database.file()));
        }
        if (version > STEPS.size()) {
            throw new StateStoreException(
                    "the state in %s was written by a later version of Cuesheet (schema %d, this one knows %d); use that version, or another place for the state"
                            .formatted(database.file(), version, STEPS.size()));
        }
        return version;
    }
}
