"""What a scenario costs and until when: decided here once for sentences, chart and table."""

from collections.abc import Mapping
from typing import Any

from analysis.language import Language
from analysis.presentation.finding import amount, label, plain

Row = Mapping[str, Any]
SHORT = {
    "fee_points": "{vendor}: fee up by {amount} points",
    "payout_delay_days": "{vendor}: payout {amount} days later",
    "closed_days": "{vendor}: account closed for {amount} days",
}


def out_is_known(row: Row) -> bool:
    """Whether it is known from when on the vendor can be done without, and what it costs until then."""
    return row.get("free_on") is not None and row.get("loss_until_free") is not None


def cost(row: Row) -> float | None:
    """Contribution lost until we are out; in a year or the closed days where no way out is known; or None."""
    return amount(row, "loss_until_free" if out_is_known(row) else "contribution_loss")


def more_if_missed(row: Row) -> float:
    """Contribution that late notice adds to the cost until we are out, zero where nothing is known to add."""
    exit_loss, price = amount(row, "loss_until_exit"), amount(row, "price_of_missing")
    if not out_is_known(row) or exit_loss is None or price is None:
        return 0.0
    # Where the replacement takes longer than the contract, late notice costs only what goes beyond both.
    return max(0.0, exit_loss + price - (cost(row) or 0.0))


def costs_its_days(row: Row) -> bool:
    """Whether it is a closure that is over before we are out: it costs its days, whenever that is."""
    return row.get("lever") == "closed_days" and cost(row) == amount(row, "contribution_loss")


def capital(row: Row) -> float:
    """Working capital that a scenario ties up, zero where none is known."""
    return amount(row, "extra_working_capital") or 0.0


def title(row: Row, language: Language) -> str:
    """The scenario's own name in the reader's language, its id where it has none."""
    german = row.get("name_de") if language.code == "de" else None
    return german or row.get("name") or row["scenario_id"]


def sources_of(row: Row, language: Language) -> list[str]:
    """Where the scenario's size comes from, in the reader's language where it was written in both."""
    german = row.get("sources_de") if language.code == "de" else None
    return german or row.get("sources") or []


def short_name(figures: dict[str, Any], row: Row, language: Language) -> str:
    """Who does what, short enough for a chart."""
    vendor, message = row.get("vendor_id"), SHORT.get(row.get("lever") or "")
    if vendor is None:
        return title(row, language)
    words = label(figures, "vendors", vendor)
    if message is None or row.get("amount") is None:
        return f"{title(row, language)} · {words}"
    return language.text(message, vendor=words, amount=plain(row["amount"], language))
