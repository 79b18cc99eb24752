"""Frames on their way into the warehouse."""

import duckdb
import polars as pl


def append(con: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """Adds the rows of a frame to a table by the names of its columns; the table is made when there is none."""
    con.register("appended", frame)
    exists = con.execute(
        "select 1 from duckdb_tables() where schema_name || '.' || table_name = $table", {"table": table}
    )
    verb = f"insert into {table} by name" if exists.fetchone() else f"create table {table} as"
    con.execute(f"{verb} select * from appended")
    con.unregister("appended")
