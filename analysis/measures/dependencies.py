"""figures["exposure"]: on whom revenue depends, who stands behind them, and whose loss would stop most of it."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any

from analysis.errors import InputError
from analysis.measures.commitments import lead_times
from analysis.measures.context import Context
from analysis.measures.dependence_gaps import note_exposure_gaps
from analysis.measures.register_gaps import note_register_gaps
from analysis.message import Message
from analysis.rules import exposure, relations
from analysis.rules.exposure import Mix, Way
from analysis.rules.loss_sets import smallest_sets

SHARES = ("shares", "revenue_shares")
LOSS_SHARE = 0.5
LOSS_SHARE_SOURCE = "own proposal"


class Standing:
    """The ways that revenue takes, whose each vendor is, and what each vendor and each group touches of it."""

    def __init__(self, context: Context, mixes: list[Mix]) -> None:
        self.ways = exposure.ways(mixes)
        self.owners: dict[str, str] = {row["vendor_id"]: row["group_id"] for row in context.rows("vendors")}
        self.total = exposure.total_revenue(self.ways)
        self.by_vendor = exposure.touched_revenue(self.ways, {})
        self.by_group = exposure.touched_revenue(self.ways, self.owners)

    def members(self, group: str) -> list[str]:
        """The vendors of a group that touch revenue."""
        return [vendor_id for vendor_id in self.by_vendor if self.owners.get(vendor_id, vendor_id) == group]


def dependencies(context: Context, mixes: list[Mix], *, largest_channel_share: float | None) -> dict[str, Any]:
    """All of figures["exposure"]; InputError where vendors depend on each other in a circle."""
    everywhere = mixes + homeless_mixes(context)
    standing, monthly = Standing(context, everywhere), _monthly(context, everywhere)
    told = _told(context)
    exposed = exposure.function_exposure(standing.ways, standing.by_vendor, set(lead_times(context)))
    functions = [_without_untold(row, told) for row in exposed]
    behind = _behind(context, standing)
    note_register_gaps(context, set(standing.by_vendor), {row["vendor_id"] for row in behind["second_order"]})
    note_exposure_gaps(context, functions, standing.by_group, total=standing.total)
    return {
        "groups": _groups(context, standing, {vendor_id for vendor_id, _ in told}),
        "functions": [
            {**row, "unknown_revenue_per_month": _unknown_per_month(monthly, row["function"])} for row in functions
        ],
        **_hidden(context, standing, largest_channel_share),
        "channels": exposure.channel_exposure(mixes),
        "matrix": _matrix(functions, monthly),
        "single_points": _single_points(context, functions, monthly, owners=standing.owners),
        **behind,
        **_loss_sets(context, standing),
    }


def _told(context: Context) -> set[tuple[str, str]]:
    """The vendors and functions behind orders of known revenue."""
    touched = touches(context)
    told = [row for name in ("mixes", "homeless_mixes") for row in context.rows(name) if row["net_revenue"] is not None]
    return {(v, function) for row in told for function, by in touched[row["mix_id"]].items() for v in by}


def _without_untold(row: dict, told: set[tuple[str, str]]) -> dict:
    """Who works only for orders of unknown revenue has an unknown share of a function, not none."""
    known = {key: {v: s for v, s in row[key].items() if (v, row["function"]) in told} for key in SHARES}
    return {**row, **known}


def _groups(context: Context, standing: Standing, known: set[str]) -> list[dict]:
    """Shares per group; a group that works only for orders of unknown revenue has an unknown share, not none."""
    rows = []
    for row in exposure.group_exposure(standing.by_group, standing.total):
        if known.isdisjoint(standing.members(row["group"])):
            context.unknown(
                "the revenue that depends on {group}",
                "no export tells what the orders that it works for sold for",
                "add the order export of their channel",
                group=context.names["groups"].get(row["group"], row["group"]),
            )
            row = {**row, "revenue_share": None, "functions": dict.fromkeys(row["functions"])}
        rows.append(row)
    return rows


def homeless_mixes(context: Context) -> list[Mix]:
    """Mixes of lines that name no channel."""
    touched = touches(context)
    return [
        Mix(
            "",
            f"{row['month']:%Y-%m}",
            float(row["net_revenue"] or 0),
            0.0,
            row["orders"],
            None,
            touched[row["mix_id"]],
        )
        for row in context.rows("homeless_mixes")
    ]


def touches(context: Context) -> Mapping[int, dict[str, dict[str, float]]]:
    """Mix → function → vendor → the part (0–1) of the mix that it touches."""
    found: dict[int, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for row in context.rows("touches"):
        found[row["mix_id"]][row["function"]][row["vendor_id"]] = row["part"]
    return found


class Monthly:
    """Money in the mean full month of the window, by function and vendor."""

    def __init__(self, listed: list[Way], months: int) -> None:
        self.listed, self.months = listed, months
        self.amounts = exposure.function_amounts(exposure.touched_revenue(listed, {}))

    def of(self, function: str, vendor_id: str) -> Decimal:
        """Net revenue per month for which a vendor performs the function."""
        return self.mean(self.amounts.get(function, {}).get(vendor_id, 0.0))

    def mean(self, amount: float) -> Decimal:
        """An amount of all full months per month."""
        return Decimal(repr(amount)) / self.months


def _monthly(context: Context, mixes: list[Mix]) -> Monthly:
    full = {f"{month:%Y-%m}" for month in context.window.full_months}
    return Monthly(exposure.ways(mix for mix in mixes if mix.month in full), len(full))


def _unknown_per_month(monthly: Monthly, function: str) -> Decimal:
    known = sum(monthly.amounts.get(function, {}).values())
    return monthly.mean(max(0.0, round(exposure.needing(monthly.listed, function) - known, 6)))


def _matrix(functions: list[dict], monthly: Monthly) -> list[dict]:
    return [
        {
            "function": row["function"],
            "vendor_id": vendor_id,
            "revenue_share": share,
            "revenue_per_month": monthly.of(row["function"], vendor_id),
        }
        for row in functions
        for vendor_id, share in row["revenue_shares"].items()
    ]


def _single_points(
    context: Context, functions: list[dict], monthly: Monthly, *, owners: Mapping[str, str]
) -> list[dict]:
    """Functions that one vendor, or vendors of one group, do for all known revenue, and that nobody was tried for."""
    alternatives: dict[tuple[str, str], list[dict]] = defaultdict(list)
    for row in context.rows("alternatives"):
        alternatives[row["vendor_id"], row["function"]].append(row)
    found = []
    for row in functions:
        vendors = [v for v, share in row["shares"].items() if share > exposure.NOISE]
        named = {v: alternatives[v, row["function"]] for v in vendors}
        is_covered = all(any(_is_tested(context, a) for a in listed) for listed in named.values())
        is_ours = all(context.is_ourselves(v) for v in vendors)
        if len({owners.get(v, v) for v in vendors}) == 1 and not is_covered and not is_ours:
            found.append({**_single_point(context, row, named), **_weight(row, monthly, vendors)})
    return [
        {**row, "group": owners.get(row["vendors"][0], row["vendors"][0])}
        for row in sorted(found, key=lambda row: (-(row["revenue_share"] or 0), row["function"]))
    ]


def _single_point(context: Context, row: dict, named: dict[str, list[dict]]) -> dict:
    every = [alternative for listed in named.values() for alternative in listed]
    return {
        "function": row["function"],
        "vendor_id": next(iter(named)) if len(named) == 1 else None,
        "vendors": list(named),
        "alternatives": len(every),
        "untested": [a["alternative"] for a in every if not _is_tested(context, a)],
        "tested_on": max((a["tested_on"] for a in every if _is_tested(context, a)), default=None),
    }


def _weight(row: dict, monthly: Monthly, vendors: list[str]) -> dict:
    shares = list(row["revenue_shares"].values())
    return {
        "revenue_share": None if None in shares else exposure.share_of(sum(shares), 1),
        "revenue_per_month": sum((monthly.of(row["function"], v) for v in vendors), Decimal(0)),
        "unknown_revenue_share": row["unknown_revenue_share"],
    }


def _is_tested(context: Context, alternative: dict) -> bool:
    return alternative["tested_on"] is not None and alternative["tested_on"] <= context.window.as_of


def _behind(context: Context, standing: Standing) -> dict[str, list[dict]]:
    """Exposure through relations; what is public of a vendor counts only where it does that work for us."""
    performed, owners = {(v, f) for v, by in standing.by_vendor.items() for f in by}, dict(standing.owners)
    rows = [r for r in context.rows("relations") if r["line"] or (r["vendor_id"], r["function"]) in performed]
    known = [relations.Relation(r["vendor_id"], r["depends_on"], r["function"], r["share"]) for r in rows]
    _refuse_circles(rows, known)
    for row in rows:
        context.names["vendors"].setdefault(row["depends_on"], row["depends_on_name"])
        owners.setdefault(row["depends_on"], row["depends_on_group"])
    reached = relations.reaches(standing.ways, known)
    found = relations.second_order(standing.ways, reached)
    return {
        "second_order": [
            {**row, "group": owners.get(row["vendor_id"], row["vendor_id"]), "sources": _sources(rows, row)}
            for row in found
        ],
        "second_order_groups": relations.second_order_groups(standing.ways, reached, owners),
    }


def _refuse_circles(rows: list[dict], known: list[relations.Relation]) -> None:
    circle = relations.cycle(known)
    if circle:
        lines = [r for r in rows if r["line"] and {r["vendor_id"], r["depends_on"]} <= set(circle)]
        numbers = ", ".join(str(row["line"]) for row in lines)
        raise InputError(
            "{file} {place}: {vendors} depend on each other in a circle; delete the row that is the wrong way round.",
            file=lines[0]["file"],
            place=Message("lines {lines}", lines=numbers) if len(lines) > 1 else Message("line {line}", line=numbers),
            vendors=" → ".join(circle),
        )


def _sources(rows: list[dict], behind: dict) -> list[str]:
    """What is public of the relations on the way; the register's own need no source."""
    steps = {step for each in behind["through"] for step in pairwise(each["path"])}
    return sorted({r["source"] for r in rows if r["source"] and (r["vendor_id"], r["depends_on"]) in steps})


def _hidden(context: Context, standing: Standing, largest_channel_share: float | None) -> dict[str, list[dict]]:
    if largest_channel_share is None:
        context.unknown(
            "who touches more revenue than the largest channel brings",
            "the channels have no shares in these months",
            "look at the returns of these months",
        )
        return {"hidden": [], "hidden_ties": [], "hidden_groups": []}
    running = {row["vendor_id"] for row in context.rows("channels") if row["vendor_id"]}
    against = partial(exposure.hidden_dependencies, total=standing.total, largest_channel_share=largest_channel_share)
    vendors, ties = against(standing.by_vendor, running)
    groups, _ = against(standing.by_group, {standing.owners.get(v, v) for v in running})
    return {
        "hidden": [{"vendor_id": v, "revenue_share": share} for v, share in vendors],
        "hidden_ties": [{"vendor_id": v, "revenue_share": share} for v, share in ties],
        "hidden_groups": [
            {"group": group, "revenue_share": share, "vendors": standing.members(group)} for group, share in groups
        ],
    }


def _loss_sets(context: Context, standing: Standing) -> dict[str, Any]:
    own = context.shop.settings.loss_share
    limit, source = (LOSS_SHARE, LOSS_SHARE_SOURCE) if own is None else (own, "shop.toml [thresholds]")
    return {
        "smallest_sets": [
            {"vendors": list(each.members), "revenue_share": each.revenue_share, "threshold": limit}
            for each in smallest_sets(standing.ways, {}, limit)
            if not any(map(context.is_ourselves, each.members))
        ],
        "smallest_group_sets": [
            {"groups": list(each.members), "revenue_share": each.revenue_share, "threshold": limit}
            for each in smallest_sets(standing.ways, standing.owners, limit)
        ],
        "loss_share": {"threshold": limit, "source": source},
    }
