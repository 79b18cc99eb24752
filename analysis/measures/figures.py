"""All figures of a shop for one month, as figures.json: measures on the marts, unknowns with their reasons."""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from math import isfinite
from typing import Any

import duckdb
import orjson

from analysis.errors import InputError, UsageError
from analysis.exports.declarations import declarations
from analysis.measures import agenda, commitments, dependencies, ledger, revenue, stress
from analysis.measures.context import Context, Window
from analysis.measures.dependence import dependence, judgement
from analysis.measures.windows import NOTHING_MORE, Asked
from analysis.message import Message
from analysis.register.amendment import amended, difference
from analysis.rules import exposure
from analysis.rules.lock_in import CENT
from analysis.shop import Shop, month_bounds
from analysis.warehouse import opened, query

NESTED_OR_FLOAT = {dict, list, tuple, float}


def figures(
    shop: Shop, month: str | None = None, *, as_of: date | None = None, asked: Asked = NOTHING_MORE
) -> dict[str, Any]:
    """The figures of the shop's warehouse; InputError when nothing was read, UsageError for a month without data."""
    with _uncollected():
        plain: dict[str, Any] = orjson.loads(as_json(_measured(shop, month, as_of=as_of, asked=asked)))
    return plain


def figures_json(shop: Shop, month: str | None, *, as_of: date | None, asked: Asked) -> bytes:
    """The figures of the shop's warehouse as figures.json."""
    with _uncollected():
        return as_json(_measured(shop, month, as_of=as_of, asked=asked))


def _measured(shop: Shop, month: str | None, *, as_of: date | None, asked: Asked) -> dict[str, Any]:
    """The figures with their amounts and dates, which as_json writes."""
    with opened(shop.warehouse) as con:
        context = Context(con, shop, _window(con, month, as_of))
        context.names = _names(context)
        _amend(context, asked)
        found = {**_head(context), **_measures(context, asked), "unknowns": context.unknowns}
    if asked.contract:
        before = _measured(shop, month, as_of=as_of, asked=replace(asked, contract=None))
        found["lock_in"]["amended"] = difference(asked.contract, before["lock_in"], found["lock_in"])
    return found


def _head(context: Context) -> dict[str, Any]:
    return {
        "schema": 1,
        "shop": context.shop.settings.shop.name,
        "month": context.window.month,
        "as_of": context.window.as_of,
        "currency": context.shop.settings.shop.currency,
        "names": context.names,
        "inputs": _inputs(context),
    }


def _measures(context: Context, asked: Asked) -> dict[str, Any]:
    """Every answer, in the order in which they need each other."""
    earned = revenue.revenue(context)
    depended = dependence(context, asked)
    channels = depended.rows[0]  # the trailing window on net revenue
    mixes = _mixes(context)
    lines = revenue.thresholds(context.shop)
    exposed = dependencies.dependencies(context, mixes, largest_channel_share=channels["cr1"])
    committed = commitments.commitments(context, mixes, channels["shares"])
    shocked = stress.scenario_figures(context, mixes, committed)
    due = agenda.agenda(context, mixes, committed, shares=channels["shares"])
    return {
        "revenue": earned,
        "concentration": depended.rows,
        "thresholds": {"largest_share": lines.largest_share, "effective_number": lines.effective_number},
        **judgement(context, depended, asked),
        "exposure": exposed,
        "ledger": ledger.ledger(context, mixes),
        "lock_in": {**committed.figures, **due, "amended": None},
        "scenarios": shocked["scenarios"],
        "stress": shocked["stress"],
        **_not_yet(context),
        "checks": _checks(context),
    }


@contextmanager
def _uncollected() -> Iterator[None]:
    """Figures are trees without cycles: to search them for garbage while they grow takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _amend(context: Context, asked: Asked) -> None:
    """The terms that the user asks for stand in for those of the register from here on."""
    if asked.contract:
        conventions = context.shop.settings.register_conventions
        context.read["contracts"] = amended(context.rows("contracts"), asked.contract, conventions)


def as_json(found: dict[str, Any]) -> bytes:
    """figures.json: the same figures give the same bytes; amounts as strings, dates ISO, nothing that JSON lacks."""
    _refuse_nan(found)
    return orjson.dumps(found, default=_plain, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value.quantize(CENT, ROUND_HALF_UP))
    raise TypeError(f"{type(value)} has no place in figures.json")


def _refuse_nan(found: dict[str, Any]) -> None:
    """ValueError where a number is none; orjson would write null, which says "unknown" and gives no reason."""
    level: list[Any] = [found]
    while level:
        inner = [
            value
            for each in level
            for value in (each.values() if isinstance(each, dict) else each)
            if type(value) in NESTED_OR_FLOAT
        ]
        if not all(isfinite(value) for value in inner if isinstance(value, float)):
            raise ValueError("A figure is NaN or infinite.")
        level = [value for value in inner if not isinstance(value, float)]


def _window(con: duckdb.DuckDBPyConnection, month: str | None, as_of: date | None) -> Window:
    days = [row["day"] for row in query(con, "figures/fact_days")]
    if not days:
        raise InputError("No sale was found, nor a payment. Put export files into exports/ and see `vda check`.")
    (sales,) = query(con, "figures/sale_months")
    sold, last_sold = sales["month"] or days[0].replace(day=1), sales["last_month"] or days[-1]
    try:
        told = [day for day in days if as_of is None or day <= as_of] or days
        # Payouts and bills that come later show that a month is full, but make no month of their own.
        latest = min(_latest_full_month(_without_strays(told), sold), f"{last_sold:%Y-%m}")
        last_month = month_bounds(month or latest)
    except ValueError as problem:
        raise UsageError(*problem.args) from None
    if last_month[1] < sold or last_month[0] > days[-1]:
        raise UsageError(
            "There is no data for {month}; exports tell of {first} to {last}.",
            month=f"{last_month[0]:%Y-%m}",
            first=days[0],
            last=days[-1],
        )
    back = last_month[0].year * 12 + last_month[0].month - 12
    begins = date(back // 12, back % 12 + 1, 1)
    starts_full = begins > sold or days[0] - sold < timedelta(days=_usual_pause(days))
    return Window(f"{last_month[0]:%Y-%m}", max(begins, sold), last_month[1], as_of or last_month[1], starts_full)


def _usual_pause(days: list[date]) -> int:
    """Days between two days with facts in the last year of the data, but for the longest twentieth (holidays)."""
    recent = [day for day in days if day > days[-1] - timedelta(days=365)]
    pauses = sorted((later - day).days for day, later in pairwise(recent))
    return pauses[int(0.95 * (len(pauses) - 1))] if pauses else 1


def _without_strays(told: list[date]) -> list[date]:
    """The days without last ones that lie more than a year after all others: a typing mistake, not a month."""
    days = list(told)
    while len(days) > 1 and (days[-1] - days[-2]).days > 366:
        days.pop()
    return days


def _latest_full_month(days: list[date], sold: date) -> str:
    """The last month that the data cover to its end, give or take the usual pause; in the month of the first sale,
    and where there is no other, that month."""
    end = month_bounds(f"{days[-1]:%Y-%m}")[1]
    if (end - days[-1]).days < _usual_pause(days) or end.replace(day=1) in (sold, days[0].replace(day=1)):
        return f"{end:%Y-%m}"
    return f"{end.replace(day=1) - timedelta(days=1):%Y-%m}"


def _names(context: Context) -> dict[str, dict[str, str]]:
    vendors = context.rows("vendors")
    channels = context.rows("channels")
    named = {row["vendor_id"]: row["name"] for row in vendors}
    groups = {row["group_id"]: named.get(row["group_id"], row["group_id"]) for row in vendors}
    by_channel = {row["channel_id"]: row["name"] for row in channels}
    return {
        "vendors": named,
        "channels": by_channel,
        "groups": {**by_channel, **groups},
        "formats": _format_titles(context),
    }


def _format_titles(context: Context) -> dict[str, str]:
    """The formats that were read, as people know them."""
    titles = {declaration.name: declaration.title for declaration in declarations(context.shop.folder / "formats")}
    titles["ecb_rates"] = "Euro reference rates of the European Central Bank"
    read = {row["format"] for row in context.rows("inputs")}
    return {name: title for name, title in titles.items() if name in read}


def _inputs(context: Context) -> list[dict]:
    _note_unread(context)
    return [
        {
            "file": row["file"],
            "sha256": row["sha256"],
            "format": row["format"],
            "from": row["first_on"],
            "to": row["last_on"],
            "rows": row["row_count"],
            "loaded": row["loaded"],
            "rejected": row["rejected"],
            "duplicates": row["duplicates"],
        }
        for row in context.rows("inputs")
    ]


def _note_unread(context: Context) -> None:
    for row in context.rows("register_problems"):
        context.unknown(
            "what rows of {file} say ({lines})",
            "first, line {line}: {reason}",
            "correct them; vda check lists all",
            lines=row["lines"],
            file=row["file"],
            line=row["line"],
            reason=Message.read(row["said"]),
        )
    for row in context.rows("inputs"):
        if row["format"] is None:
            context.unknown(
                "what {file} holds",
                "it {reason}",
                "download it again in a known format, or describe it in a declaration in formats/",
                file=row["file"],
                reason=Message.read(row["said"]),
            )


def _mixes(context: Context) -> list[exposure.Mix]:
    """Day mixes of the window, with who touches what."""
    touched = dependencies.touches(context)
    listed = context.rows("mixes")
    return [
        exposure.Mix(
            row["channel_id"],
            f"{row['month']:%Y-%m}",
            float(row["net_revenue"] or 0),
            float(row["gross_sales"] or 0),
            row["orders"],
            row["kind"],
            touched[row["mix_id"]],
        )
        for row in listed
    ]


def _not_yet(context: Context) -> dict:
    context.unknown(
        "whether partners keep what was promised to customers",
        "this version does not assess it yet",
        "nothing to do; control is left empty, which does not mean good",
    )
    context.unknown(
        "whether the business's data is its own",
        "this version does not assess it yet",
        "nothing to do; data is left empty, which does not mean good",
    )
    return {
        "control": {"promises": [], "handling": [], "data_protection": [], "reviews": []},
        "data": {"access": [], "lost_from": []},
    }


def _checks(context: Context) -> list[dict]:
    listed = context.rows("checks")
    return [{"check": row["name"], "ok": row["ok"], "offending": json.loads(row["offending"])} for row in listed]
