"""Tables of the terms that bind us and of what worse terms cost: contracts, asymmetry, scenarios."""

from collections.abc import Mapping
from typing import Any

from analysis.language import Language
from analysis.presentation.deadlines import as_day, as_of, leaves_any_day, passed, undecided
from analysis.presentation.finding import amount
from analysis.presentation.labels import name
from analysis.presentation.lock_in_rows import deadline
from analysis.presentation.scenario_cost import more_if_missed, out_is_known, sources_of, title
from analysis.presentation.sheet import NOT_APPLICABLE, Sheet, days, left, right, table
from analysis.presentation.theme import Figure
from analysis.rules.lateness import sent_late
from analysis.rules.provisions import NO_ADVICE

Figures = dict[str, Any]
Row = Mapping[str, Any]


def contracts(figures: Figures, language: Language) -> Figure:
    """Status, end, deadlines and the cost of missing them, one row per contract, the next deadline first."""
    text = language.text
    columns = left(text("Contract"), text("Vendor"), text("Status"))
    columns += days(text("Out on"), text("Must arrive by"), text("Send by"), text("If missed, out on"))
    columns += right(text("Cost if missed ({currency})", currency=figures["currency"]))
    heading = text("Contracts and their deadlines")
    sheet = Sheet("table-contracts", heading, columns, text("No contract is known yet: fill in the register."))
    known = (figures.get("lock_in") or {}).get("contracts") or []
    ordered = sorted(known, key=lambda row: (deadline(row) or "9999", row["contract_id"]))
    return table(sheet, [_contract(figures, row, language) for row in ordered], language)


def asymmetry(figures: Figures, language: Language) -> Figure:
    """Days of their notice against days we need for a replacement, and the contribution at risk between."""
    text = language.text
    lasts = [text("Their notice (days)"), text("Our replacement (days)")]
    lasts += [text("Uncovered (days)"), text("Uncovered at worst (days)")]
    risk = text("Contribution at risk ({currency})", currency=figures["currency"])
    columns = left(text("Vendor"), text("Function")) + right(*lasts, risk)
    heading = text("Who can leave whom faster")
    sheet = Sheet("table-asymmetry", heading, columns, text("No notice by a vendor can be compared yet."))
    keys = ["their_notice_days", "our_replacement_days", "uncovered_days", "worst_uncovered_days"]
    keys.append("contribution_at_risk")
    rows = [
        [
            _vendor(figures, row, language),
            language.term(row.get("function") or "unknown"),
            *(language.number(row.get(key), 0) for key in keys),
        ]
        for row in (figures.get("lock_in") or {}).get("asymmetry") or []
    ]
    note = text(
        "Their notice counts as of {day}; at worst it comes on the last day that still reaches the same end. "
        "Contribution at risk is that of the days uncovered now.",
        day=language.day(figures["as_of"]),
    )
    return table(sheet, rows, language, note=note)


def derivations(figures: Figures, language: Language) -> Figure:
    """Per contract, how its dates follow from its terms and the statute, in words."""
    text = language.text
    columns = left(text("Contract"), text("How its dates follow"), text("When the vendor can be out"))
    sheet = Sheet("table-derivations", text("Why these dates"), columns, text("No contract is known yet."))
    keys = ("derivation", "vendor_notice_derivation")
    rows = [
        [f"{_vendor(figures, row, language)}: {row['contract_id']}", *(row[key][language.code] for key in keys)]
        for row in figures["lock_in"].get("contracts") or []
    ]
    return table(sheet, rows, language)


def decisions(figures: Figures, language: Language) -> Figure:
    """The decisions of the next twelve months, the next first: by when, what otherwise, and the alternative."""
    text, found, today = language.text, figures["lock_in"].get("decisions") or [], as_of(figures)
    columns = left(text("Alternative")) + days(text("Decide by"), text("Send by"))
    columns += days(text("Must arrive by"), text("Out on"), text("Otherwise out on"))
    columns += right(text("Cost if missed ({currency})", currency=figures["currency"]))
    is_known = bool(figures["lock_in"].get("contracts"))
    none = text("No decision is due.") if is_known else text("No contract is known yet: fill in the register.")
    sheet = Sheet("table-decisions", text("Decisions of the next twelve months"), columns, none)
    rows = [
        [
            _alternative(row, language),
            *(
                passed(row[key], language.short_day(row[key]), language, as_of=today) if row[key] else NOT_APPLICABLE
                for key in ("decide_by", "send_by", "arrive_by")
            ),
            *(language.short_day(row[key]) if row[key] else NOT_APPLICABLE for key in ("exit_on", "otherwise")),
            language.number(row["cost_of_missing"], 0) if row["otherwise"] else NOT_APPLICABLE,
        ]
        for row in found
    ]
    return table(sheet, rows, language, groups=[_decision(figures, row, language) for row in found])


def _decision(figures: Figures, row: Row, language: Language) -> str:
    """Whose contract it is, what is to be decided, what hangs on it, and what is possible where a day has passed."""
    text = language.text
    head = text(
        "{vendor} · {contract}: {asked} (net revenue a year: {revenue})",
        vendor=_vendor(figures, row, language),
        contract=row["contract_id"],
        asked=text("give notice or stay") if row["kind"] == "notice" else text("renew or replace: it ends"),
        revenue=language.money(row["revenue_per_year"], figures["currency"]),
    )
    today = as_of(figures)
    late = sent_late(as_day(row["send_by"]), as_day(row["arrive_by"]), language, as_of=today)
    late += filter(None, [undecided(row, language, as_of=today)])
    return " ".join([f"{head}.", *late] if late else [head])


def _alternative(row: Row, language: Language) -> str:
    if not row["alternative"]:
        return language.text("none named")
    if not row["tested_on"]:
        return language.text("{alternative} (never tested)", alternative=row["alternative"])
    return language.text(
        "{alternative} (tested {day})", alternative=row["alternative"], day=language.short_day(row["tested_on"])
    )


def leaving(figures: Figures, language: Language) -> Figure:
    """What leaving costs per owner of vendors, with the point of fee from which on it pays."""
    text, lock_in = language.text, figures["lock_in"]
    points = lock_in.get("standard_shock", {}).get("amount")
    columns = (
        left(text("Vendor group"))
        + days(text("Out and replaced on"))
        + right(
            text("Net revenue a year ({currency})", currency=figures["currency"]),
            text("Contribution a year"),
            text("Minimum still owed"),
            text("Leaving costs"),
            text("Lost until the contracts end, fees {points} points up", points=points),
            text("Leaving pays from (points)"),
        )
    )
    sheet = Sheet("table-leaving", text("What leaving costs"), columns, text("No contract is known yet."))
    note = text(
        "Leaving pays once fees rise by so many points of net revenue: over {years} years, what leaving costs and the "
        "contribution of the sales that do not come along are less than the higher fees. Lost until the contracts end: "
        "{points} points of gross sales on the mean month; the scenarios reckon with each month as it was a year ago.",
        years=lock_in.get("horizon_years"),
        points=points,
    )
    return table(
        sheet, [_departure(figures, row, language) for row in lock_in.get("groups") or []], language, note=note
    )


def _departure(figures: Figures, row: Row, language: Language) -> list[str]:
    amounts = ("revenue_per_year", "contribution_per_year", "remaining_minimum", "exit_cost", "loss_until_exit")
    out = language.text("no replacement named") if row["status"] == "never" else language.short_day(row["free_on"])
    return [
        name(figures, "groups", row["group"]) or row["group"],
        out,
        *(language.number(row[key], 0) for key in amounts),
        language.number(row["walk_away_points"], 1),
    ]


def helps_most(figures: Figures, language: Language) -> Figure:
    """Missing and untested alternatives, the one that would free most first."""
    text, found = language.text, figures["lock_in"].get("helps_most") or []
    columns = left(text("Vendor"), text("Function"), text("Alternative"))
    columns += right(
        text("Assumed to work in (days)"),
        text("Never free without it"),
        text("Never free with it"),
        text("Weighted days bound without it"),
        text("Weighted days bound with it"),
        text("Days uncovered with it, if they gave notice now"),
    )
    heading = text("Which alternative would help most")
    sheet = Sheet("table-helps", heading, columns, text("Every function has a tested alternative."))
    note = text(
        "Weighted days bound: days of each channel times its share of net revenue, summed; what is never free adds "
        "none. So they are not the mean days until a channel is free, and rise where an alternative frees revenue that "
        "could never be free without it."
    )
    return table(sheet, [_help(figures, row, language) for row in found], language, note=note)


def _help(figures: Figures, row: Row, language: Language) -> list[str]:
    shares = ("never_free_share_before", "never_free_share_after")
    lengths = ("duration_days_before", "duration_days_after", "uncovered_days_after")
    return [
        _vendor(figures, row, language),
        language.term(row["function"]),
        language.term(row["gap"]),
        language.number(row["lead_time_days"], 0),
        *(language.percent(row[key]) for key in shares),
        *(language.number(row[key], 0) for key in lengths),
    ]


def ladder(figures: Figures, language: Language) -> Figure:
    """Per contract the clause, the statutory default and the platform floor, and which of them binds."""
    text = language.text
    columns = left(text("Rule"), text("Provision"), text("Binds"), text("Why")) + days(text("We are out on"))
    sheet = Sheet(
        "table-ladder", text("Clause, statute and platform rules"), columns, text("No contract is known yet.")
    )
    found = [(row, rung) for row in figures["lock_in"].get("leaving") or [] for rung in row["ladder"]]
    rows = [_rung(rung, language) for _, rung in found]
    groups = [f"{_vendor(figures, row, language)}: {row['contract_id']}" for row, _ in found]
    return table(sheet, rows, language, note=text(NO_ADVICE), groups=groups)


def _rung(rung: Row, language: Language) -> list[str]:
    return [
        language.text(rung["text"]),
        language.told(rung["provision"] or NOT_APPLICABLE),
        language.term("yes" if rung["binds"] else "no"),
        language.text(rung["why"]),
        language.short_day(rung["exit_on"]) if rung["exit_on"] else NOT_APPLICABLE,
    ]


def scenarios(figures: Figures, language: Language) -> Figure:
    """What each scenario costs and until when, one row per vendor below its scenario, in the shop currency."""
    text, found = language.text, figures.get("scenarios") or []
    columns = left(text("Vendor")) + days(text("Applies from"))
    columns += right(text("A year, or the closed days"), text("Until we are out"))
    columns += days(text("Out and replaced on"))
    columns += right(text("More if missed"), text("Ties up"), text("Lowest cash")) + days(text("Lowest on"))
    heading = text("What if terms get worse: contribution lost, in {currency}", currency=figures["currency"])
    sheet = Sheet("table-scenarios", heading, columns, text("No scenario could be computed."))
    first = {row["scenario_id"]: at for at, row in reversed(list(enumerate(found)))}
    ordered = sorted(found, key=lambda row: first[row["scenario_id"]])
    rows = [_scenario(figures, row, language) for row in ordered]
    sources = dict.fromkeys(source for row in found for source in sources_of(row, language))
    note = text("Sources: {sources}.", sources="; ".join(sources)) if sources else ""
    return table(sheet, rows, language, note=note, groups=[title(row, language) for row in ordered])


def _vendor(figures: Figures, row: Row, language: Language) -> str:
    return name(figures, "vendors", row.get("vendor_id")) or language.unknown


def _contract(figures: Figures, row: Row, language: Language) -> list[str]:
    head = [row["contract_id"], _vendor(figures, row, language), language.term(row.get("status") or "unknown")]
    leaves = language.short_day(row.get("earliest_exit"))
    if leaves_any_day(row):
        return [*head, leaves, language.text("any day"), *[NOT_APPLICABLE] * 3]
    # Where the status is known, an empty deadline means that none applies; otherwise nobody knows.
    applies = {key for key in row if row[key] is not None or (row.get("status") or "unknown") == "unknown"}
    if row.get("exit_if_missed"):
        applies.add("cost_of_missing")
    words = {
        "last_receipt": language.short_day(row.get("last_receipt")),
        "send_by": _sending(figures, row, language),
        "exit_if_missed": language.short_day(row.get("exit_if_missed")),
        "cost_of_missing": language.number(row.get("cost_of_missing"), 0),
    }
    return [*head, leaves, *(word if key in applies else NOT_APPLICABLE for key, word in words.items())]


def _sending(figures: Figures, row: Row, language: Language) -> str:
    day = as_day(row.get("send_by"))
    return language.text("at once") if day and day < as_of(figures) else language.short_day(day)


def _scenario(figures: Figures, row: Row, language: Language) -> list[str]:
    dips = row.get("lowest_cash_on") and row["lowest_cash_on"] > figures["as_of"]
    return [
        name(figures, "vendors", row.get("vendor_id")) or NOT_APPLICABLE,
        language.short_day(row.get("binds_from")),
        _some(amount(row, "contribution_loss"), language),
        _until_out(row, language),
        _out_on(row, language),
        _some(more_if_missed(row), language),
        _some(amount(row, "extra_working_capital") or 0, language),
        language.number(row.get("lowest_cash"), 0) if dips else NOT_APPLICABLE,
        _lowest_on(row, language) if dips else NOT_APPLICABLE,
    ]


def _lowest_on(row: Row, language: Language) -> str:
    day = language.short_day(row["lowest_cash_on"])
    return language.text("{day} (still falling)", day=day) if row.get("cash_still_falling") else day


def _some(value: float | None, language: Language) -> str:
    return NOT_APPLICABLE if value == 0 else language.number(value, 0)


def _until_out(row: Row, language: Language) -> str:
    costs = amount(row, "contribution_loss") != 0
    return language.number(row["loss_until_free"], 0) if costs and out_is_known(row) else NOT_APPLICABLE


def _out_on(row: Row, language: Language) -> str:
    if row.get("free_on") or not row.get("exit_on"):
        return language.short_day(row.get("free_on"))
    return language.text("no replacement named")
