-- A run killed in its task "refine", as schema 1 kept it. Made by that version's own code; never to be edited.
CREATE TABLE attempt (
    run integer not null references run (id) on delete cascade,
    task_id text not null,
    map_index integer not null,
    try_number integer not null,
    state text not null,
    start_date text not null,
    end_date text,
    error text,
    primary key (run, task_id, map_index, try_number)
) strict, without rowid;
INSERT INTO "attempt" VALUES(1,'land',0,1,'success','2026-11-22T12:31:38.676762669Z','2026-11-22T12:31:38.702719893Z',NULL);
INSERT INTO "attempt" VALUES(1,'land',1,1,'success','2026-11-22T12:31:38.679746487Z','2026-11-22T12:31:38.705873905Z',NULL);
INSERT INTO "attempt" VALUES(1,'land',2,1,'success','2026-11-22T12:31:38.707186177Z','2026-11-22T12:31:38.711255661Z',NULL);
INSERT INTO "attempt" VALUES(1,'list',-1,1,'success','2026-11-22T12:31:38.642865963Z','2026-11-22T12:31:38.652933770Z',NULL);
INSERT INTO "attempt" VALUES(1,'refine',-1,1,'running','2026-11-22T12:31:38.714101475Z',NULL,NULL);
CREATE TABLE run (
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
) strict;
INSERT INTO "run" VALUES(1,'nightly_sales','tonight','manual','2026-11-22T12:31:38.523000000Z','{"year":{"type":"java.lang.Integer","json":"2008"}}','running','2026-11-22T12:31:38.523909931Z',NULL,NULL,'night-host',9404,'2026-11-22T12:31:36.260000000Z','6193005d-b5ba-440f-91bb-24fd733a44e9','{"id":"nightly_sales","description":"","catchup":false,"retries":{"count":0,"delay":"PT5M","backingOff":false},"maxActiveTasks":16,"tags":[],"params":[{"name":"year","description":"the year","type":"java.lang.Integer","default":2008}],"tasks":[{"id":"list","upstream":[],"triggerRule":"all_success","retries":{"count":0,"delay":"PT5M","backingOff":false}},{"id":"land","upstream":["list"],"mappedOverResultOf":"list","triggerRule":"all_success","retries":{"count":0,"delay":"PT5M","backingOff":false}},{"id":"refine","upstream":["land"],"triggerRule":"all_success","retries":{"count":0,"delay":"PT5M","backingOff":false}},{"id":"report","upstream":["land","refine"],"triggerRule":"all_success","retries":{"count":0,"delay":"PT5M","backingOff":false}}]}');
CREATE TABLE task_instance (
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
) strict, without rowid;
INSERT INTO "task_instance" VALUES(1,'land',0,'success',1,0,'2026-11-22T12:31:38.676762669Z','2026-11-22T12:31:38.702719893Z',NULL);
INSERT INTO "task_instance" VALUES(1,'land',1,'success',1,0,'2026-11-22T12:31:38.679746487Z','2026-11-22T12:31:38.705873905Z',NULL);
INSERT INTO "task_instance" VALUES(1,'land',2,'success',1,0,'2026-11-22T12:31:38.707186177Z','2026-11-22T12:31:38.711255661Z',NULL);
INSERT INTO "task_instance" VALUES(1,'list',-1,'success',1,0,'2026-11-22T12:31:38.642865963Z','2026-11-22T12:31:38.652933770Z',NULL);
INSERT INTO "task_instance" VALUES(1,'refine',-1,'running',1,0,'2026-11-22T12:31:38.714101475Z',NULL,NULL);
INSERT INTO "task_instance" VALUES(1,'report',-1,'none',0,0,NULL,NULL,NULL);
CREATE TABLE task_state (
    run integer not null references run (id) on delete cascade,
    task_id text not null,
    map_index integer not null,
    key text not null,
    value text not null,
    primary key (run, task_id, map_index, key)
) strict, without rowid;
INSERT INTO "task_state" VALUES(1,'land',0,'job','venue1');
INSERT INTO "task_state" VALUES(1,'land',1,'job','sales1');
INSERT INTO "task_state" VALUES(1,'land',2,'job','event1');
CREATE TABLE xcom (
    run integer not null references run (id) on delete cascade,
    task_id text not null,
    map_index integer not null,
    key text not null,
    type text not null,
    value text not null,
    primary key (run, task_id, map_index, key)
) strict, without rowid;
INSERT INTO "xcom" VALUES(1,'land',0,'return_value','dev.cuesheet.enginejdbc.NightlySales$Landed','{"name":"venue","bytes":5}');
INSERT INTO "xcom" VALUES(1,'land',1,'return_value','dev.cuesheet.enginejdbc.NightlySales$Landed','{"name":"sales","bytes":5}');
INSERT INTO "xcom" VALUES(1,'land',2,'return_value','dev.cuesheet.enginejdbc.NightlySales$Landed','{"name":"event","bytes":5}');
INSERT INTO "xcom" VALUES(1,'list',-1,'return_value','java.util.List<java.lang.String>','["venue","sales","event"]');
CREATE INDEX run_start on run (start_date);
CREATE INDEX run_owned on run (dag_id) where owner_engine is not null;
pragma user_version = 1;
pragma application_id = 1129661779;
