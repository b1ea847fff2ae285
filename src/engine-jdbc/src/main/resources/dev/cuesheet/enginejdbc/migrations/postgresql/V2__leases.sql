-- Engines that say by a lease that they live, and the number of times that a run has changed hands.

create table engine_lease (
    engine text primary key,
    host text not null,
    pid bigint not null,
    process_start text,
    lease_until bigint not null -- milliseconds since 1970
);

alter table run add column fence bigint not null default 1;

create index run_by_engine on run (owner_engine) where owner_engine is not null;
