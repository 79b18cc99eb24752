"""What the rows of each format mean: columns derived, blocks told as sales, refunds, charges …"""

import duckdb

from analysis.errors import InputError
from analysis.exports.declarations import Block, Declaration
from analysis.exports.landing import literal, quoted
from analysis.exports.misfits import first_line, said
from analysis.exports.sources import Reject
from analysis.exports.targets import TARGETS
from analysis.message import Message, joined

# Without these a landed row means nothing; a blank channel or amount is kept and shown as unknown.
NEEDED = {
    "sales": ("order_id", "ordered_at"),
    "refunds": ("refunded_at",),
    "charges": ("charged_at", "vendor"),
    "payouts": ("paid_at", "vendor"),
    "payments": ("paid_at", "vendor"),
    "deliveries": ("order_id",),
    "returns": ("returned_at",),
    "balances": ("told_at", "vendor"),
}
TOLD_BY_SERVICES = ("payments", "refunds", "charges")
LACKS = {
    "order_id": Message("has no order number"),
    "vendor": Message("names no vendor"),
    **dict.fromkeys(
        ("ordered_at", "refunded_at", "charged_at", "paid_at", "returned_at", "told_at"), Message("has no day")
    ),
}


def derive(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> list[Reject]:
    """Makes typed.<format> (typed, with derived columns and duplicates marked), fills the landed tables and returns
    the rows that lack what they need; InputError names the expression of a declaration that is not SQL on its
    columns."""
    name = quoted(declaration.name)
    try:
        kind = "table" if declaration.derived or declaration.fill_down else "view"
        con.execute(f"create {kind} typed.{name} as {_typed(declaration)}")
    except duckdb.Error as problem:
        where = {"file": f"formats/{declaration.name}.toml", "place": "[derived]"}
        raise InputError("{file} {place}: {reason}", **where, reason=said(problem)) from None
    rejects: list[Reject] = []
    for block in declaration.blocks:
        values = {c: f"({block.values[c]})::{kind}" for c, kind in TARGETS[block.target].items() if c in block.values}
        needed = [c for c in NEEDED.get(block.target, ()) if c in values]
        complete = " and ".join(f"{values[c]} is not null" for c in needed) or "true"
        rows = f"from typed.{name} where duplicate_of is null and ({block.when})"
        try:
            con.execute(
                f"insert into landed.{block.target} by name select {literal(declaration.name)} as format, "
                f"{literal(declaration.role)} as role, file_id, line"
                + "".join(f", {value} as {c}" for c, value in values.items())
                + f" {rows} and {complete}"
            )
        except duckdb.Error as problem:
            for key, expression in {"when": f"({block.when})", **values}.items():
                _try(con, declaration, block=block, key=key, expression=expression)
            where = {"file": f"formats/{declaration.name}.toml", "place": f"[[{block.target}]]"}
            raise InputError("{file} {place}: {reason}", **where, reason=said(problem)) from None
        rejects += _incomplete(con, f"{rows} and not ({complete})", {name: values[name] for name in needed})
    _status_is_known(con, declaration)
    return rejects


def _try(con: duckdb.DuckDBPyConnection, declaration: Declaration, *, block: Block, key: str, expression: str) -> None:
    """InputError where an expression of a declaration is not SQL on its columns."""
    try:
        con.execute(f"select {expression} from typed.{quoted(declaration.name)} limit 0")
    except duckdb.Error as problem:
        given = block.when if key == "when" else block.values[key]
        names = ", ".join([*declaration.headings, *declaration.derived])
        raise InputError(
            "{file} {place} = {given}: {reason}. It must be SQL on {names}; a fixed word needs quotes of its own: "
            "\"'word'\".",
            file=f"formats/{declaration.name}.toml",
            place=f"[[{block.target}]] {key}",
            given=given,
            reason=first_line(problem),
            names=names,
        ) from None


def _incomplete(con: duckdb.DuckDBPyConnection, rows: str, needed: dict[str, str]) -> list[Reject]:
    """A row without what its block needs (an order number, a day) is rejected, not half loaded."""
    lacks = "".join(f", {expression} is null" for expression in needed.values())
    found = con.execute(f"select distinct file_id, line{lacks} {rows} order by all").fetchall()
    files = dict(con.execute("select file_id, file from landing.files").fetchall())
    rejects = []
    for file_id, line, *missing in found:
        con.execute(
            "update landing.files set rejected = rejected + 1, landed = landed - 1 where file_id = ?", [file_id]
        )
        reasons = (LACKS[name] for name, is_missing in zip(needed, missing, strict=True) if is_missing)
        rejects.append(Reject(files[file_id], line, "", joined(reasons, ", ")))
    return rejects


def _status_is_known(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> None:
    strange = con.execute(
        "select distinct status from landed.sales where format = $format "
        "and status not in ('completed', 'cancelled', 'open') order by all",
        {"format": declaration.name},
    ).fetchall()
    if strange:
        raise InputError(
            "{file} [[sales]] status gives {words}; it must give completed, cancelled or open, for example with "
            "case … when … then …",
            file=f"formats/{declaration.name}.toml",
            words=", ".join(word for (word,) in strange[:5]),
        )


def name_orders(con: duckdb.DuckDBPyConnection) -> None:
    """Gives what payment services tell of an order the number of its own export: where that names the service's, or
    where letters stand before it (WC-1001, #1001) and the payment's amount, currency and month are one order's only."""
    told = " union all ".join(f"select order_id from landed.{t} where role = 'payments'" for t in TOLD_BY_SERVICES)
    if not con.execute(f"select exists (from ({told}) where order_id is not null)").fetchall()[0][0]:
        return  # a big shop without payment services need not look through its orders
    con.execute(r"""
        create temp table numbers as
        with orders as (
          select order_id, currency, sum(gross_amount) as gross, min(ordered_at) as ordered_at
          from landed.sales where role = 'orders' group by format, order_id, currency
        ),
        loose as (
          select * from landed.payments
          where order_id is not null and order_id not in (select order_id from landed.sales where order_id is not null)
        ),
        found as (
          select reference as told, order_id from landed.order_references
          union
          select loose.order_id, orders.order_id from loose join orders
            on regexp_extract(loose.order_id, '^[^\d.]*(\d+)$', 1) =
              regexp_extract(orders.order_id, '^[^\d.]*(\d+)$', 1)
            and loose.currency = orders.currency and loose.amount = orders.gross
            and abs(date_diff('day', orders.ordered_at, loose.paid_at)) <= 31
          where regexp_matches(loose.order_id, '^[^\d.]*\d+$')
        )
        select told, min(order_id) as order_id from found
        where told not in (select order_id from landed.sales where order_id is not null)
        group by told having count(distinct order_id) = 1
    """)
    for target in TOLD_BY_SERVICES:
        con.execute(
            f"update landed.{target} as told set order_id = numbers.order_id from numbers "
            "where told.role = 'payments' and told.order_id = numbers.told"
        )
    con.execute("drop table numbers")


def _typed(declaration: Declaration) -> str:
    """The query on the raw table that fills down, marks duplicates and adds the derived columns, layer by layer."""
    query = f"select * from raw.{quoted(declaration.name)}"
    for key, filled in declaration.fill_down.items():
        over = f"over (partition by file_id, {quoted(key)} order by line)"
        first = ", ".join(f"first_value({quoted(c)}) {over} as {quoted(c)}" for c in filled)
        query = f"select * replace ({first}) from ({query})"
    query = (
        f"select t.*, d.of_file as duplicate_of from ({query}) t left join landing.duplicates d using (file_id, line)"
    )
    for name, rule in declaration.derived.items():
        query = f"select *, ({rule}) as {quoted(name)} from ({query})"
    return query


def control_failures(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> list[tuple]:
    """(control, file_id, what, stated, found) wherever a file's own total differs from its rows."""
    failures = []
    for control in declaration.controls:
        failures += con.execute(
            f"select {literal(control.name)}, file_id, ({control.per})::varchar, "
            f"round({control.stated}, 2), round({control.found}, 2) from typed.{quoted(declaration.name)} "
            f"group by file_id, ({control.per}) "
            f"having round({control.stated}, 2) <> round({control.found}, 2) order by all"
        ).fetchall()
    return failures


def unexplained(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> list[tuple]:
    """(file_id, line) of the rows that no block of the declaration uses; a balance beside a row does not explain it."""
    blocks = [block for block in declaration.blocks if block.target != "balances"]
    used = " or ".join(f"coalesce({block.when}, false)" for block in blocks) or "true"
    return con.execute(
        f"select file_id, line from typed.{quoted(declaration.name)} "
        f"where duplicate_of is null and not ({used}) order by all"
    ).fetchall()


def latest_days(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> list[tuple]:
    """(file_id, latest day told of, file) of every file of a format."""
    days = [f"max({quoted(n)})::date" for n, kind in declaration.kinds.items() if kind in ("date", "timestamp")]
    latest = f"greatest({', '.join(days)})" if days else "null::date"
    return con.execute(
        f"select file_id, {latest}, any_value(f.file) from raw.{quoted(declaration.name)} "
        "join landing.files f using (file_id) group by file_id"
    ).fetchall()


def landed_formats(con: duckdb.DuckDBPyConnection, formats: list[Declaration]) -> list[Declaration]:
    """The formats of which at least one file was recognised."""
    names = {
        name for (name,) in con.execute("select table_name from duckdb_tables() where schema_name = 'raw'").fetchall()
    }
    return [declaration for declaration in formats if declaration.name in names]
