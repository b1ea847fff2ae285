-- Runs that wait in a queue, or are for no particular time; the versions of a DAG, kept once each; commands, pauses and
-- backfills.

create table dag_version (
    id bigint generated always as identity primary key,
    dag_id text not null,
    number integer not null,
    structure text not null,
    unique (dag_id, number)
);

insert into dag_version (dag_id, number, structure)
select dag_id, row_number() over (partition by dag_id order by min(id)), structure
from run
group by dag_id, structure;

alter table run alter column logical_date drop not null;
alter table run add column data_interval_start text;
alter table run add column data_interval_end text;
alter table run add column run_after text;
alter table run add column queued_at text;
alter table run add column clear_number integer not null default 0;
alter table run add column backfill bigint;
alter table run add column version bigint references dag_version (id);

update run
set data_interval_start = logical_date, data_interval_end = logical_date, run_after = logical_date, version = v.id
from dag_version v
where v.dag_id = run.dag_id and v.structure = run.structure;

alter table run alter column run_after set not null;
alter table run alter column version set not null;
alter table run drop column structure;

create index run_unfinished on run (state) where state in ('queued', 'running');

create table run_command (
    id bigint generated always as identity primary key,
    run bigint not null references run (id) on delete cascade,
    command text not null
);

create table paused_dag (
    dag_id text primary key
);

create table backfill (
    id bigint generated always as identity primary key,
    dag_id text not null,
    from_date text not null,
    to_date text not null,
    reprocess text not null,
    reverse integer not null,
    max_active_runs integer not null,
    paused integer not null,
    created_at text not null,
    ended_at text
);

create table backfill_entry (
    backfill bigint not null references backfill (id) on delete cascade,
    ordinal integer not null,
    logical_date text not null,
    run_id text not null,
    left_alone text,
    primary key (backfill, ordinal)
);
