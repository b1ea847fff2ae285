-- Assets, their events, and for each DAG that follows some the events that no run has consumed; deadlines of runs.

create table asset (
    name text primary key,
    uri text not null,
    asset_group text not null,
    extra text not null
) strict, without rowid;

create table asset_follower (
    dag_id text not null,
    asset text not null references asset (name),
    primary key (dag_id, asset)
) strict, without rowid;

create index asset_follower_by_asset on asset_follower (asset);

create table asset_event (
    id integer primary key autoincrement,
    asset text not null references asset (name),
    at text not null,
    extra text not null,
    dag_id text,
    run_id text,
    task_id text,
    map_index integer,
    try_number integer
) strict;

create unique index asset_event_once on asset_event (dag_id, run_id, task_id, map_index, try_number, asset);

create index asset_event_by_asset on asset_event (asset, id);

create table asset_queue (
    dag_id text not null,
    event integer not null references asset_event (id),
    counts integer not null,
    primary key (dag_id, event)
) strict, without rowid;

create table run_asset_event (
    run integer not null references run (id) on delete cascade,
    event integer not null references asset_event (id),
    primary key (run, event)
) strict, without rowid;

create table deadline (
    run integer not null references run (id) on delete cascade,
    name text not null,
    due text not null,
    missed_at text,
    primary key (run, name)
) strict, without rowid;

create index deadline_pending on deadline (run) where missed_at is null;
