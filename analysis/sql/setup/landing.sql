-- One row per file, rejected row, duplicate row: with these every input row is accounted for.
create table landing.files (
    file_id integer primary key, file varchar not null, sha256 varchar not null, format varchar,
    row_count bigint not null, rejected bigint not null, landed bigint not null, newness integer not null
);
create table landing.rejects (file varchar, line bigint, heading varchar, reason varchar, said varchar);
create table landing.duplicates (file_id integer, line bigint, of_file varchar, of_line bigint, reason varchar);
create table reference.territories (word varchar primary key, code varchar not null);
