-- Runs that wait in a queue, or are for no particular time; the versions of a DAG, kept once each; commands, pauses and
-- backfills. SQLite cannot drop a "not null", so the tables around run are made anew, children before their parent.

create table dag_version (
    id integer primary key,
    dag_id text not null,
    number integer not null,
    structure text not null,
    unique (dag_id, number)
) strict;

insert into dag_version (dag_id, number, structure)
select dag_id, row_number() over (partition by dag_id order by min(id)), structure
from run
group by dag_id, structure;

create table run_anew (
    id integer primary key,
    dag_id text not null,
    run_id text not null,
    type text not null,
    logical_date text,
    data_interval_start text,
    data_interval_end text,
    run_after text not null,
    params text not null,
    state text not null,
    queued_at text,
    start_date text,
    end_date text,
    note text,
    owner_host text,
    owner_pid integer,
    owner_process_start text,
    owner_engine text,
    fence integer not null default 1,
    clear_number integer not null default 0,
    backfill integer,
    version integer not null references dag_version (id),
    unique (dag_id, run_id),
    unique (dag_id, logical_date)
) strict;

insert into run_anew (id, dag_id, run_id, type, logical_date, data_interval_start, data_interval_end, run_after, params,
    state, start_date, end_date, note, owner_host, owner_pid, owner_process_start, owner_engine, fence, version)
select r.id, r.dag_id, r.run_id, r.type, r.logical_date, r.logical_date, r.logical_date, r.logical_date, r.params,
    r.state, r.start_date, r.end_date, r.note, r.owner_host, r.owner_pid, r.owner_process_start, r.owner_engine, r.fence,
    v.id
from run r join dag_version v on v.dag_id = r.dag_id and v.structure = r.structure;

create table task_instance_anew (
    run integer not null references run_anew (id) on delete cascade,
    task_id text not null,
    map_index integer not null,
    state text not null,
    try_number integer not null,
    max_tries integer not null,
    start_date text,
    end_date text,
    note text,
    primary key (run, task_id, map_index)
) strict, without rowid;
insert into task_instance_anew select * from task_instance;
drop table task_instance;

create table attempt_anew (
    run integer not null references run_anew (id) on delete cascade,
    task_id text not null,
    map_index integer not null,
    try_number integer not null,
    state text not null,
    start_date text not null,
    end_date text,
    error text,
    primary key (run, task_id, map_index, try_number)
) strict, without rowid;
insert into attempt_anew select * from attempt;
drop table attempt;

create table xcom_anew (
    run integer not null references run_anew (id) on delete cascade,
    task_id text not null,
    map_index integer not null,
    key text not null,
    type text not null,
    value text not null,
    primary key (run, task_id, map_index, key)
) strict, without rowid;
insert into xcom_anew select * from xcom;
drop table xcom;

create table task_state_anew (
    run integer not null references run_anew (id) on delete cascade,
    task_id text not null,
    map_index integer not null,
    key text not null,
    value text not null,
    primary key (run, task_id, map_index, key)
) strict, without rowid;
insert into task_state_anew select * from task_state;
drop table task_state;

drop table run;
alter table run_anew rename to run;
alter table task_instance_anew rename to task_instance;
alter table attempt_anew rename to attempt;
alter table xcom_anew rename to xcom;
alter table task_state_anew rename to task_state;

create index run_start on run (start_date);
create index run_owned on run (dag_id) where owner_engine is not null;
create index run_by_engine on run (owner_engine) where owner_engine is not null;
create index run_unfinished on run (state) where state in ('queued', 'running');

create table run_command (
    id integer primary key autoincrement,
    run integer not null references run (id) on delete cascade,
    command text not null
) strict;

create table paused_dag (
    dag_id text primary key
) strict, without rowid;

create table backfill (
    id integer primary key,
    dag_id text not null,
    from_date text not null,
    to_date text not null,
    reprocess text not null,
    reverse integer not null,
    max_active_runs integer not null,
    paused integer not null,
    created_at text not null,
    ended_at text
) strict;

create table backfill_entry (
    backfill integer not null references backfill (id) on delete cascade,
    ordinal integer not null,
    logical_date text not null,
    run_id text not null,
    left_alone text,
    primary key (backfill, ordinal)
) strict, without rowid;
