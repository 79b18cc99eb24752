"""Sentences about worse terms: what they cost, the cash they tie up, how long we last without a partner."""

from math import isfinite

from analysis.language import Language
from analysis.presentation.deadlines import as_day, as_of
from analysis.presentation.finding import Finding, Row, Severity, amount, label, plain, rows, sentences, unknown
from analysis.presentation.scenario_cost import cost, costs_its_days, more_if_missed, out_is_known, title

ASSUMPTIONS = {
    "fee_points": "If {vendor} raises its fee by {amount} percentage points of gross sales",
    "payout_delay_days": "If {vendor} pays out {amount} days later",
    "closed_days": "If {vendor} closes our account for {amount} days",
}


def scenario(figures: Row, language: Language) -> Finding:
    """What the worst known scenario costs until we are out, from when, what late notice adds, what is unknown."""
    worst, blank = worst_scenario(figures), _not_known(figures, language)
    if worst is None:
        return unknown(blank, "scenarios")
    text = sentences(
        _cost(figures, worst, language),
        _binding(worst, language),
        _late(figures, worst, language),
        _cash(figures, worst, language),
        blank,
    )
    notice = as_day(worst.get("last_receipt"))
    due = notice if notice and notice >= as_of(figures) and more_if_missed(worst) else None
    severity: Severity = "act" if (amount(worst, "lowest_cash") or 0) < 0 else "watch"
    return Finding(text, severity, due, f"scenarios[{worst['scenario_id']}]", 70)


def payout_delay(figures: Row, language: Language) -> Finding:
    """How much working capital the costliest payout delay ties up, and how low cash gets."""
    known = [row for row in rows(figures, "scenarios") if (amount(row, "extra_working_capital") or 0) > 0]
    if not known:
        text = language.text(
            "How much cash a later payout would tie up is not known as of {day}: add twelve months of payouts.",
            day=language.day(figures["as_of"]),
        )
        return unknown(text, "scenarios")
    worst = max(known, key=lambda row: (amount(row, "extra_working_capital"), row["scenario_id"]))
    text = sentences(
        language.text(
            "{assumption}, we need {capital} more working capital from {day}.",
            assumption=assumption(figures, worst, language),
            capital=language.money(worst["extra_working_capital"], figures["currency"]),
            day=language.day(worst.get("binds_from")),
        ),
        _cash(figures, worst, language),
    )
    severity: Severity = "act" if (amount(worst, "lowest_cash") or 0) < 0 else "watch"
    return Finding(text, severity, None, f"scenarios[{worst['scenario_id']}].extra_working_capital", 28)


def below_fixed_costs(figures: Row, language: Language) -> list[Finding]:
    """That the shop earns less than its fixed costs already, before anything gets worse."""
    stress: Row = figures.get("stress") or {}
    earned, fixed = amount(stress, "contribution_per_month"), amount(stress, "fixed_costs_per_month")
    if earned is None or fixed is None or earned >= fixed:
        return []
    lasts = stress.get("months_of_cash")
    text = sentences(
        language.text(
            "Even if nothing gets worse we lose {gap} a month: {earned} of contribution in the mean month against "
            "{fixed} of fixed costs.",
            gap=language.money(fixed - earned, figures["currency"]),
            earned=language.money(earned, figures["currency"]),
            fixed=language.money(fixed, figures["currency"]),
        ),
        language.text("Our cash lasts {months} months at that.", months=language.number(lasts, 1))
        if lasts is not None
        else None,
        language.text("Whatever a scenario costs comes on top."),
    )
    return [Finding(text, "act", None, "stress.contribution_per_month", 85)]


def survival(figures: Row, language: Language) -> Finding:
    """The vendor whose loss our cash bridges worst: months it lasts against months to leave and replace."""
    known = [row for row in rows(figures, "stress", "survival") if _is_known(row)]
    if not known:
        text = language.text(
            "How long our cash would last without one of our partners is not known as of {day}: enter cash "
            "and fixed costs in shop.toml and the alternatives in the register.",
            day=language.day(figures["as_of"]),
        )
        return unknown(text, "stress.survival")
    worst = max(known, key=lambda row: (row["gap_months"], row["id"]))
    gap = worst["gap_months"]
    values = {
        "vendor": label(figures, "vendors", worst["id"]),
        "day": language.day(figures["as_of"]),
        "lasts": language.number(worst["survive_months"], 1),
        "needed": language.number(worst["survive_months"] + gap, 1),
        "gap": language.number(gap, 1),
    }
    source = f"stress.survival[{worst['id']}]"
    if gap <= 0:
        text = language.text(
            "Without {vendor} our cash of {day} lasts {lasts} months; leaving and replacing takes {needed}.",
            **values,
        )
        return Finding(text, "good", None, source, 24)
    text = language.text(
        "Without {vendor} our cash of {day} lasts {lasts} months, but leaving and replacing takes {needed}: "
        "{gap} months are not covered.",
        **values,
    )
    return Finding(text, "act", None, source, 55)


def worst_scenario(figures: Row) -> Row | None:
    """The scenario with the largest known loss of contribution, None where no loss is known."""
    costly = [row for row in rows(figures, "scenarios") if (cost(row) or 0) > 0]
    return max(costly, key=lambda row: (cost(row), row["scenario_id"]), default=None)


def assumption(figures: Row, row: Row, language: Language) -> str:
    """What a scenario assumes, as the first half of a sentence."""
    message = ASSUMPTIONS.get(row.get("lever") or "")
    if message is None or row.get("amount") is None or row.get("vendor_id") is None:
        return language.text("If “{name}” happens", name=title(row, language))
    vendor = label(figures, "vendors", row["vendor_id"])
    return language.text(message, vendor=vendor, amount=plain(row["amount"], language))


def price(figures: Row, row: Row, language: Language) -> str:
    """What a scenario costs as a main clause that follows its assumption, without a full stop."""
    values = {
        "loss": language.money(cost(row), figures["currency"]),
        "out": language.short_day(row.get("free_on")),
    }
    if out_is_known(row) and not costs_its_days(row):
        return language.text("it costs us {loss} of contribution until we are really out on {out}", **values)
    if row.get("lever") == "fee_points":
        return language.text("it costs us {loss} of contribution a year", **values)
    return language.text("it costs us {loss} of contribution", **values)


def _cost(figures: Row, row: Row, language: Language) -> str:
    words = language.text(
        "{assumption}, {price}.",
        assumption=assumption(figures, row, language),
        price=price(figures, row, language),
    )
    if out_is_known(row):
        return words
    vendor = label(figures, "vendors", row.get("vendor_id"))
    if row.get("vendor_id") is None or row.get("exit_on") is None:
        return sentences(words, language.text("When we could be out is not known."))
    exit_on = as_day(row["exit_on"])
    if exit_on is not None and exit_on <= as_of(figures):
        return sentences(
            words,
            language.text(
                "The contract could end at once, but nobody is named who could replace {vendor}.", vendor=vendor
            ),
        )
    return sentences(
        words,
        language.text(
            "The contract could end on {day}, but nobody is named who could replace {vendor}.",
            day=language.day(exit_on),
            vendor=vendor,
        ),
    )


def _not_known(figures: Row, language: Language) -> str:
    scenarios = rows(figures, "scenarios")
    blank = [row for row in scenarios if cost(row) is None]
    told = [_lost_revenue(figures, row, language) for row in blank if amount(row, "revenue_loss")]
    if told or (scenarios and not blank):
        return sentences(*told)
    return language.text(
        "What worse terms would cost us is not known as of {day}: it takes fees, unit costs and contracts.",
        day=language.day(figures["as_of"]),
    )


def _lost_revenue(figures: Row, row: Row, language: Language) -> str:
    return language.text(
        "{assumption}, {revenue} of net revenue is lost; how much contribution that is, is not known.",
        assumption=assumption(figures, row, language),
        revenue=language.money(row["revenue_loss"], figures["currency"]),
    )


def _binding(row: Row, language: Language) -> str | None:
    day = row.get("binds_from")
    return language.text("If it were announced now, it would apply from {day}.", day=language.day(day)) if day else None


def _late(figures: Row, row: Row, language: Language) -> str | None:
    more = more_if_missed(row)
    if not row.get("last_receipt") or not more:
        return None
    return language.text(
        "If our notice arrives later than {day}, it costs another {price}.",
        day=language.day(row["last_receipt"]),
        price=language.money(more, figures["currency"]),
    )


def _cash(figures: Row, row: Row, language: Language) -> str | None:
    lowest_on = as_day(row.get("lowest_cash_on"))
    if row.get("lowest_cash") is None or lowest_on is None or lowest_on <= as_of(figures):
        return None
    values = {"day": language.day(lowest_on), "cash": language.money(row["lowest_cash"], figures["currency"])}
    if row.get("cash_still_falling"):
        return language.text("Our cash then falls to {cash} by {day}, and goes on falling.", **values)
    return language.text("Our cash is then at its lowest on {day}: {cash}.", **values)


def _is_known(row: Row) -> bool:
    gap, lasts = row.get("gap_months"), row.get("survive_months")
    return gap is not None and lasts is not None and isfinite(gap) and isfinite(lasts)
