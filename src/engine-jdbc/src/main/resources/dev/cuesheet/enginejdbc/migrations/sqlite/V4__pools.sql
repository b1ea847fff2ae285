-- Pools, and what of them each engine may use.

create table pool (
    name text primary key,
    slots integer not null,
    description text not null,
    include_deferred integer not null
) strict, without rowid;

insert into pool (name, slots, description, include_deferred) values ('default_pool', 128, 'Default pool', 0);

create table pool_share (
    pool text not null, -- or the limit of a task
    engine text not null,
    host text not null,
    pid integer not null,
    process_start text,
    slots integer not null,
    wanted integer not null,
    since integer not null, -- place in line; 0 when nothing is wanted
    primary key (pool, engine)
) strict, without rowid;
