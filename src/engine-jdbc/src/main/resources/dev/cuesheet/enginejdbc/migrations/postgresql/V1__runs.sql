-- Instants are the same text as in SQLite: they keep their nanoseconds, their order is that of the text,
-- and a cast to timestamptz reads them.
create table run (
    id bigint generated always as identity primary key,
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
    owner_pid bigint,
    owner_process_start text,
    owner_engine text,
    structure text not null,
    unique (dag_id, run_id),
    unique (dag_id, logical_date)
);

create index run_start on run (start_date);

create index run_owned on run (dag_id) where owner_engine is not null;

create table task_instance (
    run bigint not null references run (id) on delete cascade,
    task_id text not null,
    map_index integer not null,
    state text not null,
    try_number integer not null,
    max_tries integer not null,
    start_date text,
    end_date text,
    note text,
    primary key (run, task_id, map_index)
);

create table attempt (
    run bigint not null references run (id) on delete cascade,
    task_id text not null,
    map_index integer not null,
    try_number integer not null,
    state text not null,
    start_date text not null,
    end_date text,
    error text,
    primary key (run, task_id, map_index, try_number)
);

create table xcom (
    run bigint not null references run (id) on delete cascade,
    task_id text not null,
    map_index integer not null,
    key text not null,
    type text not null,
    value text not null,
    primary key (run, task_id, map_index, key)
);

create table task_state (
    run bigint not null references run (id) on delete cascade,
    task_id text not null,
    map_index integer not null,
    key text not null,
    value text not null,
    primary key (run, task_id, map_index, key)
);
