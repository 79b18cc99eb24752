"""Whether a file writes the day or the month first, told by the file as a whole and never cell by cell."""

from dataclasses import dataclass

import duckdb

from analysis.exports.declarations import Declaration
from analysis.exports.landing import Dialect, quoted
from analysis.shop import DateOrder


@dataclass(frozen=True)
class Reading:
    """What speaks for one order: cells that do not fit it, hours out of season, breaks in the running order."""

    days: str
    misfits: int
    out_of_season: int
    breaks: int


SLASHED = r"^\d{1,2}/(\d{1,2})/\d{2,4}\b"
TURNED = r"^(?:(\d{1,2})\.\d{1,2}\.\d{2,4}\b|\d{4}-\d\d-(\d\d)\b)"


def are_turned(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> bool:
    """Whether a spreadsheet took American days for its own, so that month and day changed places where they could:
    what is left as it was has days after the 12th only, what was turned has none."""
    return any(_turned(con, quoted(n)) for n, kind in declaration.kinds.items() if kind in ("date", "timestamp"))


def _turned(con: duckdb.DuckDBPyConnection, column: str) -> bool:
    (found,) = con.execute(f"""
        with told as (
          select try_cast(regexp_extract({column}, '{SLASHED}', 1) as integer) as left_as_it_was,
            try_cast(concat_ws('', regexp_extract({column}, '{TURNED}', 1), regexp_extract({column}, '{TURNED}', 2))
              as integer) as turned
          from incoming
        )
        select min(left_as_it_was) > 12 and max(turned) <= 12 from told
    """).fetchall()[0]
    return bool(found)


def borne_out(
    con: duckdb.DuckDBPyConnection, declaration: Declaration, *, tried: list[Dialect], told: DateOrder | None
) -> list[Dialect]:
    """The dialects of the order that the incoming rows bear out; none when nothing tells which is meant."""
    if len({dialect.order for dialect in tried}) == 1:
        return tried
    by_order = {dialect.order: dialect for dialect in tried}
    readings = {order: _reading(con, declaration, dialect) for order, dialect in by_order.items()}
    order = _order(readings["day_first"], readings["month_first"], told=told) or _by_comma(con, declaration)
    return [dialect for dialect in tried if dialect.order == order]


def _order(day_first: Reading, month_first: Reading, *, told: DateOrder | None) -> DateOrder | None:
    if day_first.days == month_first.days:
        return "day_first"
    if day_first.misfits != month_first.misfits:
        return "day_first" if day_first.misfits < month_first.misfits else "month_first"
    if told:
        return told
    if day_first.out_of_season != month_first.out_of_season:
        return "day_first" if day_first.out_of_season < month_first.out_of_season else "month_first"
    if 0 in (day_first.breaks, month_first.breaks) and day_first.breaks != month_first.breaks:
        return "day_first" if day_first.breaks == 0 else "month_first"
    return None


def _reading(con: duckdb.DuckDBPyConnection, declaration: Declaration, dialect: Dialect) -> Reading:
    dated = [name for name, kind in declaration.kinds.items() if kind in ("date", "timestamp")]
    moments = {name: quoted(f"moment {name}") for name in dated}
    values = ", ".join(
        f"{dialect.typed(name, declaration.kinds[name])}::timestamp as {moment}" for name, moment in moments.items()
    )
    misfits = " + ".join(f"count(*) filter (where {quoted(n)} is not null and {m} is null)" for n, m in moments.items())
    days = ", ".join(f"string_agg({moment}::varchar, ' ' order by line)" for moment in moments.values())
    first = dated[0]
    (found,) = con.execute(f"""
        with typed as materialized (select *, {values} from incoming), told as (
          select *, {moments[first]} as told_at, regexp_extract({quoted(first)}, ' ([A-Z]{{3,4}})$', 1) as zone
          from typed
        ), run as (
          select *, lag(told_at) over (order by line) as before,
            timezone(season_of(zone), timezone('UTC', told_at)) as by_season,
            told_at + to_minutes(zone_minutes(zone)) as by_zone
          from told
        )
        select md5(concat_ws('|', {days})), {misfits},
          count(*) filter (where by_season <> by_zone),
          least(count(*) filter (where told_at > before), count(*) filter (where told_at < before))
        from run
    """).fetchall()
    return Reading(*found)


def _by_comma(con: duckdb.DuckDBPyConnection, declaration: Declaration) -> DateOrder | None:
    """Nowhere are a decimal comma and the month before the day written together."""
    numbers = [quoted(name) for name, kind in declaration.kinds.items() if kind == "number"]
    ends = " or ".join(f"regexp_matches({name}, ',\\d{{1,2}}$')" for name in numbers) or "false"
    (has_comma,) = con.execute(f"select coalesce(bool_or({ends}), false) from incoming").fetchall()[0]
    return "day_first" if has_comma else None
