"""On whom the shop depends: concentration of every grain on every basis in every window, how sure, and what moved."""

from dataclasses import dataclass, field, fields
from typing import Any

from analysis.measures.context import Context
from analysis.measures.dependence_gaps import Gap, note_gaps, note_open_verdicts, note_spread
from analysis.measures.grain_sums import BASES, GRAINS, GrainSums, Sums
from analysis.measures.movement import drift, moved
from analysis.measures.revenue import thresholds
from analysis.measures.ways import stability
from analysis.measures.windows import Asked, Span, spans
from analysis.rules.concentration import Concentration, Thresholds, Undefined, indices, verdict, verdict_if_largest

Row = dict[str, Any]
Way = tuple[str, str]
WHOM = ("channel", "channel_group")
MANY = ("sku", "customer")
JUDGED = ("verdict", "verdict_if_largest")
BOUNDS = ("unattributed_share", "hhi_low", "hhi_high", "hhi_if_largest", "cr1_if_largest", "verdict_if_largest")
NAMED_SHARE = 0.10  # ASC 280-10-50-42, after grouping by owner
ALLOCATION = "charges of an order on its lines, all others by net revenue"


@dataclass
class Dependence:
    """Rows of figures["concentration"], the sums behind the trailing ones, and what could not be told."""

    windows: list[Span]
    silent: list[str]
    rows: list[Row] = field(default_factory=list)
    trailing: dict[Way, Sums] = field(default_factory=dict)
    gaps: dict[Way, list[Gap]] = field(default_factory=dict)


def dependence(context: Context, asked: Asked) -> Dependence:
    """Every grain on every basis in every window; the first row is that of channels on net revenue, trailing."""
    grain_sums = GrainSums(context)
    windows = spans(context.window, grain_sums.sold(), asked)
    measured = Dependence(windows, grain_sums.silent(windows[0]))
    lines = thresholds(context.shop)
    for grain in GRAINS:
        for basis in BASES:
            for span in windows:
                _measure(measured, grain_sums, (grain, basis), span=span, lines=lines)
    return measured


def judgement(context: Context, measured: Dependence, asked: Asked) -> dict[str, list[Row] | Row]:
    """The keys verdicts, stability, moved and drift of figures.json; what could not be told goes to the unknowns."""
    lines, rows = thresholds(context.shop), measured.rows
    note_spread(context)
    note_gaps(context, measured.gaps, windows=len(measured.windows))
    note_open_verdicts(context, [row for row in rows if row["window"] == "trailing" and row["grain"] in WHOM])
    return {
        "verdicts": _verdicts(rows),
        "stability": stability(context, rows, measured.trailing, lines=lines, silent=measured.silent),
        "moved": moved(context, rows, asked.reference),
        "drift": drift(context, rows, lines),
    }


def _measure(measured: Dependence, grain_sums: GrainSums, way: Way, *, span: Span, lines: Thresholds) -> None:
    """Adds the row of a grain and basis for a window, or the gap that stands in its place."""
    gaps = measured.gaps.setdefault(way, [])
    if way[1] == "payout" and way[0] not in WHOM:
        gaps.append(Gap(span, "untold"))
        return
    sums = grain_sums.sums(*way, span=span)
    if reason := _absent(sums, way):
        gaps.append(Gap(span, reason))
        return
    silent = grain_sums.silent(span) if way[1] == "payout" else []
    try:
        row = _row(indices(sums.amounts, _most_shares(way, span)), lines, is_whole=not silent and not sums.unknown)
    except Undefined as undefined:
        row = _blank()
        gaps.append(Gap(span, "undefined", undefined))
    if silent:
        gaps.append(Gap(span, "silent", silent))
    elif row["n"] == 0:
        gaps.append(Gap(span, "strangers" if way[1] == "payout" else "nameless"))
    if span.kind == "trailing":
        measured.trailing[way] = sums
    measured.rows.append({**_head(way, span), **row, **_tail(way, span, len(row["shares"]))})


def _most_shares(way: Way, span: Span) -> int | None:
    """How many shares a row lists: single articles and buyers are too many for every month."""
    if way[0] in WHOM:
        return None
    return 20 if span.kind == "month" and way[0] in MANY else 1_000


def _absent(sums: Sums, way: Way) -> str | None:
    """Why a window has no row at all."""
    grain, basis = way
    if basis == "contribution" and sums.unknown:
        return "costless"
    if basis == "payout" and not len(sums.amounts.ids) and not sums.amounts.rest:
        return "unpaid"
    if grain not in WHOM and not len(sums.amounts.ids) and sums.amounts.rest:
        return "nameless"
    return None


def _row(found: Concentration, lines: Thresholds, *, is_whole: bool) -> Row:
    colour, decided_by = verdict(found, lines)
    # Where some revenue has no known amount, nobody can say how much of the whole the shares leave out.
    unknown = {} if is_whole else dict.fromkeys(BOUNDS)
    judged = {"verdict": colour, "verdict_if_largest": verdict_if_largest(found, lines), "threshold_source": decided_by}
    return {**vars(found), **judged, **unknown}


def _blank() -> Row:
    measures = [measure.name for measure in fields(Concentration)]
    return {**dict.fromkeys([*measures, *JUDGED, "threshold_source"]), "shares": {}}


def _head(way: Way, span: Span) -> Row:
    return {"grain": way[0], "basis": way[1], "from": span.first, "to": span.last}


def _tail(way: Way, span: Span, listed: int) -> Row:
    is_spread = way[1] == "contribution" and way[0] not in WHOM
    return {"window": span.kind, "shares_listed": listed, "allocation": ALLOCATION if is_spread else None}


def _verdicts(rows: list[Row]) -> list[Row]:
    """Per basis, in the trailing window and the one asked for: channels alone, beside channels by owner."""
    told = {(row["grain"], row["basis"], row["window"]): row for row in rows if row["window"] in ("trailing", "chosen")}
    return [
        {
            "basis": basis,
            "window": window,
            "from": row["from"],
            "to": row["to"],
            "ungrouped": {key: row[key] for key in (*JUDGED, "threshold_source")},
            "grouped": {key: told["channel_group", basis, window][key] for key in (*JUDGED, "threshold_source")},
            "is_whole": row["hhi_high"] is not None,
            "named_groups": [
                {"group": group, "share": share}
                for group, share in told["channel_group", basis, window]["shares"].items()
                if share >= NAMED_SHARE
            ],
        }
        for (grain, basis, window), row in told.items()
        if grain == "channel" and ("channel_group", basis, window) in told
    ]
