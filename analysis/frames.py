"""Frames on their way into the warehouse."""

import duckdb
import polars as pl


def store(con: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """Makes a table of a frame."""
    con.register("stored", frame)
    con.execute(f"create table {table} as select * from stored")
    con.unregister("stored")
