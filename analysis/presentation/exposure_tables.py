"""Tables of who stands behind the revenue: single points of failure, second order, smallest sets, holdings, fees."""

from typing import Any

from analysis.language import Language
from analysis.presentation.exposure_findings import set_share
from analysis.presentation.finding import label, rows
from analysis.presentation.sheet import NOT_APPLICABLE, Sheet, days, left, right, table
from analysis.presentation.theme import Figure

Figures = dict[str, Any]


def single_points(figures: Figures, language: Language) -> Figure:
    """One row per function that one vendor or group does alone and for which nobody else was tried."""
    text = language.text
    columns = left(text("Work"), text("Only by")) + right(text("Share of revenue"), _per_month(figures, language))
    columns += right(text("Unknown share")) + left(text("Alternatives"))
    empty = text("No work is known to hang on one vendor without a tested alternative.")
    empty = empty if _has_shares(figures) else text("Which share of net revenue each vendor touches is not known.")
    sheet = Sheet("table-single-points", text("Work that only one vendor does"), columns, empty)
    found = [
        [
            language.term(row["function"]),
            " + ".join(label(figures, "vendors", vendor) for vendor in row["vendors"]),
            language.percent(row["revenue_share"]),
            language.number(row["revenue_per_month"], 0),
            language.percent(row["unknown_revenue_share"]),
            _alternatives(row, language),
        ]
        for row in rows(figures, "exposure", "single_points")
    ]
    return table(sheet, found, language)


def second_order(figures: Figures, language: Language) -> Figure:
    """One row per vendor behind our vendors: the revenue that depends on it, through whom, and where that is said."""
    text = language.text
    columns = left(text("Vendor behind")) + right(text("Share of revenue")) + left(text("Way there"), text("Source"))
    empty = text("No vendor behind our vendors is known: fill in register/relations.csv.")
    sheet = Sheet("table-second-order", text("Who stands behind our vendors"), columns, empty)
    found = [
        [
            label(figures, "vendors", row["vendor_id"]),
            language.percent(row["revenue_share"]),
            "; ".join(dict.fromkeys(_way(figures, step) for step in row["through"])),
            "; ".join(language.term(source) for source in row["sources"]) or text("the register"),
        ]
        for row in rows(figures, "exposure", "second_order")
    ]
    return table(sheet, found, language)


def smallest_sets(figures: Figures, language: Language) -> Figure:
    """One row per vendor, or two of whom neither is enough alone, that touch more revenue than the shop's line."""
    text, line = language.text, (figures.get("exposure") or {}).get("loss_share") or {}
    columns = left(text("Vendors")) + right(text("Share of revenue"))
    title = text(
        "Whose loss would stop more than {limit} of the revenue", limit=language.percent(line.get("threshold"), 0)
    )
    empty = text("No vendor and no two vendors touch that much.")
    empty = empty if _has_shares(figures) else text("Which share of net revenue each vendor touches is not known.")
    sheet = Sheet("table-smallest-sets", title, columns, empty)
    found = [
        [" + ".join(label(figures, "vendors", v) for v in row["vendors"]), set_share(row, language)]
        for row in rows(figures, "exposure", "smallest_sets")
    ]
    note = text(
        "Orders on which two functions may or may not meet count as the same ones, so a share is the least that it can "
        "be. Vendors behind our vendors are left out."
    )
    if line:
        note = f"{text('Source of the line: {source}.', source=language.term(line['source']))} {note}"
    return table(sheet, found, language, note=note)


def held(figures: Figures, language: Language) -> Figure:
    """One row per vendor and kind of what it holds for us."""
    text = language.text
    amount = text("Amount ({currency})", currency=figures["currency"])
    columns = left(text("Vendor"), text("Kind")) + right(amount) + days(text("As of")) + left(text("Source"))
    empty = text("What vendors hold for us is not known: fill in register/balances.csv.")
    sheet = Sheet("table-held", text("Money and goods that vendors hold"), columns, empty)
    found = [
        [
            label(figures, "vendors", row["vendor_id"]),
            language.term(row["kind"]),
            language.number(row["amount"], 2),
            language.short_day(row["as_on"]),
            _places(row["source"], language),
        ]
        for row in rows(figures, "ledger", "held")
    ]
    return table(sheet, found, language)


def fee_rates(figures: Figures, language: Language) -> Figure:
    """One row per channel: what vendors take of its gross sales and what is left, beside the cheapest other channel."""
    text, currency = language.text, figures["currency"]
    columns = left(text("Channel")) + right(
        text("Gross sales ({currency})", currency=currency),
        text("Charges ({currency})", currency=currency),
        text("Charges by gross sales"),
        text("Contribution by gross sales"),
        text("Dearer than the cheapest other by ({currency})", currency=currency),
    )
    columns += left(text("Without known charges"))
    sheet = Sheet("table-fee-rates", text("What each channel costs and leaves"), columns, text("No channel is known."))
    found = [
        [
            label(figures, "channels", row["channel_id"]),
            language.number(row["gross_sales"], 0),
            language.number(row["charges"], 0),
            language.percent(row["rate"]),
            language.percent(row["contribution_rate"]),
            language.number(row["costs_more_by"], 0),
            ", ".join(label(figures, "vendors", vendor) for vendor in row["uncharged"]) or NOT_APPLICABLE,
        ]
        for row in rows(figures, "ledger", "fee_rates")
    ]
    return table(sheet, found, language)


def _has_shares(figures: Figures) -> bool:
    return any(row.get("revenue_share", 0) is not None for row in rows(figures, "exposure", "groups"))


def _per_month(figures: Figures, language: Language) -> str:
    return language.text("Revenue a month ({currency})", currency=figures["currency"])


def _alternatives(row: dict[str, Any], language: Language) -> str:
    if not row["alternatives"]:
        return language.text("none named")
    return language.text("never tried: {names}", names=", ".join(row["untested"]))


def _places(source: str, language: Language) -> str:
    """Files, each with the line in it in the reader's words."""
    told = [place.partition(" line ") for place in source.split("; ")]
    return "; ".join(language.text("{file} line {line}", file=file, line=line) for file, _, line in told)


def _way(figures: Figures, step: dict[str, Any]) -> str:
    return " → ".join(label(figures, "vendors", vendor) for vendor in step["path"])
