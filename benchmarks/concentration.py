"""Times the whole answer to "on whom do we depend" over synthetic order lines beside grouped sums of the same table.

python benchmarks/concentration.py [lines] [rounds]
"""

import hashlib
import json
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd
import polars as pl

from analysis.measures.context import Context, Window
from analysis.measures.dependence import dependence, judgement
from analysis.measures.windows import NOTHING_MORE
from analysis.shop import Shop
from analysis.warehouse import SQL, settings_of

# One sum of the same table by what an answer about channels, orders, articles and buyers must at least be grouped by.
SUMS = {
    "sum by channel and month": "channel_id, month",
    "sum by order": "channel_id, order_id",
    "sum by article and month": "sku, month",
    "sum by buyer and month": "customer, month",
}
COLUMNS = """
select channel_id, month, order_id, (gross - tax - (refunded - refunded_tax))::double as net
from staging.order_lines where status = 'completed'
"""
WINDOW = Window("2026-10", date(2025, 11, 1), date(2026, 10, 31), date(2026, 10, 31))
# 36 months, 8 channels, 30 countries, 5,000 articles, two and a half lines an order, a buyer known for two in three.
TABLES = """
create schema staging; create schema marts; create schema meta;
create table staging.order_lines as
with numbered as (
    select range as line, range * 2 // 5 as orders from range($lines)
), drawn as (
    select line, orders, hash(orders) as o, hash(line + 7) as l from numbered
)
select
    'sale' as kind, 'completed' as status, true as has_rate, true as tax_is_known, true as order_is_known,
    'EUR' as currency,
    'channel_' || least(o % 16, 7)::varchar as channel_id,
    'order-' || orders::varchar as order_id,
    'sku-' || (l % 5000)::varchar as sku,
    'C' || (o // 64 % 30)::varchar as country,
    case when o % 3 > 0 then printf('%016x', o // 1024 % 300000) end as customer,
    (date '2023-11-01' + (orders * 1096 // ($lines * 2 // 5))::integer) as ordered_on,
    date_trunc('month', date '2023-11-01' + (orders * 1096 // ($lines * 2 // 5))::integer)::date as month,
    (1 + l % 3)::decimal(38, 6) as quantity,
    ((500 + l % 9500) / 100)::decimal(28, 10) as gross,
    ((500 + l % 9500) / 600)::decimal(28, 10) as tax,
    case when l % 20 = 0 then ((500 + l % 9500) / 100)::decimal(28, 10) else 0 end as refunded,
    case when l % 20 = 0 then ((500 + l % 9500) / 600)::decimal(28, 10) else 0 end as refunded_tax,
    ((1 + l % 3) * 1.25)::decimal(28, 10) as unit_costs
from drawn;
create table staging.charges as
select distinct on (channel_id, month)
    channel_id, channel_id || '_vendor' as vendor_id, month, month as charged_on, null::varchar as order_id,
    99.5::decimal(18, 6) as amount
from staging.order_lines;
create table staging.payouts as
select channel_id, channel_id || '_vendor' as vendor_id, month, month as paid_on, 1000::decimal(18, 6) as amount
from staging.charges;
create table staging.channels as
select distinct channel_id, channel_id as name, 'marketplace' as kind, channel_id || '_vendor' as vendor_id
from staging.charges;
create table staging.vendors as select vendor_id, vendor_id as name, vendor_id as group_id from staging.channels;
"""


def main(lines: int = 10_000_000, rounds: int = 3) -> None:
    """Prints the seconds of each, their ratios, and whether the results depend on the number of threads."""
    with TemporaryDirectory() as folder, duckdb.connect(str(Path(folder) / "lines.duckdb")) as con:
        Path(folder, "shop.toml").write_text('[shop]\nname = "Benchmark"\ncurrency = "EUR"\n')
        shop = Shop(Path(folder))
        for statement in _statements():
            con.execute(statement, {"lines": lines} if "$lines" in statement else None)
        print(f"{lines:,} order lines, median of {rounds} rounds")
        _compare(_rivals(con, shop), rounds)
        digests = {threads: _digest(con, shop, threads) for threads in (1, 2)}
        print("same result with 1 and 2 threads:", len(set(digests.values())) == 1)


def _rivals(con: duckdb.DuckDBPyConnection, shop: Shop) -> dict[str, Callable[[], object]]:
    """What is timed, by name; pandas and polars get their columns as floats in memory, and only one of 25 answers."""
    columns = con.sql(COLUMNS).pl()
    table = columns.to_pandas()
    return {
        **{name: partial(_sum, con, keys) for name, keys in SUMS.items()},
        "polars: channels and squares": lambda: _with_polars(columns),
        "pandas: channels and squares": lambda: _with_pandas(table),
        "marts": lambda: _marts(con, shop),
        "measures": lambda: _measures(con, shop),
    }


def _sum(con: duckdb.DuckDBPyConnection, keys: str) -> None:
    net = "sum(gross - tax - (refunded - refunded_tax)) as net"
    grouped = f"select {keys}, {net} from staging.order_lines where status = 'completed' group by {keys}"
    con.execute(f"select max(net) from ({grouped})").fetchall()


def _with_polars(columns: pl.DataFrame) -> pl.DataFrame:
    orders = columns.group_by("channel_id", "month", "order_id").agg(pl.col("net").sum())
    return orders.group_by("channel_id", "month").agg(pl.col("net").sum(), squares=(pl.col("net") ** 2).sum())


def _with_pandas(table: pd.DataFrame) -> pd.DataFrame:
    orders = table.groupby(["channel_id", "month", "order_id"], as_index=False)["net"].sum()
    orders["squares"] = orders["net"] ** 2
    return orders.groupby(["channel_id", "month"])[["net", "squares"]].sum()


def _compare(rivals: dict[str, Callable[[], object]], rounds: int) -> None:
    """Every rival once a round, so that what else the machine does falls on all of them; CPU seconds beside."""
    taken = [{name: _timed(run) for name, run in rivals.items()} for _ in range(rounds)]
    elapsed, busy = ({name: median(found[name][i] for found in taken) for name in rivals} for i in (0, 1))
    for seconds in (elapsed, busy):
        seconds["all of it"] = seconds["marts"] + seconds["measures"]
    for name in elapsed:
        print(f"{name:30} {elapsed[name]:7.2f} s, {busy[name]:7.2f} s of CPU")
    for name in SUMS:
        ratios = f"{elapsed['all of it'] / elapsed[name]:6.1f}, of CPU {busy['all of it'] / busy[name]:6.1f}"
        print(f"all of it / {name:30} {ratios}")
    print("asked for: at most 2 of the first")


def _statements() -> list[str]:
    return [statement for statement in TABLES.split(";") if statement.strip()]


def _timed(run: Callable[[], object]) -> tuple[float, float]:
    begun, worked = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - begun, time.process_time() - worked


def _answer(con: duckdb.DuckDBPyConnection, shop: Shop) -> dict:
    _marts(con, shop)
    return _measures(con, shop)


def _marts(con: duckdb.DuckDBPyConnection, shop: Shop) -> None:
    for mart in ("grain_months", "channel_money", "channel_months"):
        query = (SQL / "marts" / f"{mart}.sql").read_text(encoding="utf-8")
        used = {name: value for name, value in settings_of(shop).items() if f"${name}" in query}
        con.execute(f"create or replace table marts.{mart} as {query}", used)


def _measures(con: duckdb.DuckDBPyConnection, shop: Shop) -> dict:
    context = Context(con, shop, WINDOW, {"channels": {}, "vendors": {}})
    found = dependence(context, NOTHING_MORE)
    return {"concentration": found.rows, **judgement(context, found, NOTHING_MORE)}


def _digest(con: duckdb.DuckDBPyConnection, shop: Shop, threads: int) -> str:
    con.execute(f"set threads = {threads}")
    return hashlib.sha256(json.dumps(_answer(con, shop), default=str).encode()).hexdigest()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
