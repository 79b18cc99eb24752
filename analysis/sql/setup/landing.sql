-- One row per file, one per duplicate row: with these and the rejects every input row is accounted for.
create table landing.files (
    file_id integer primary key, file varchar not null, sha256 varchar not null, format varchar,
    row_count bigint not null, rejected bigint not null, landed bigint not null, newness integer not null
);
create table landing.duplicates (file_id integer, line bigint, of_file varchar, of_line bigint, reason varchar);
