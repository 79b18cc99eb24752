"""Sentences about terms that are tried out: what they would change."""

from analysis.language import Language
from analysis.presentation.finding import Finding, Row, label, sentences

FIGURES = {
    "status": "status",
    "earliest_exit": "out on",
    "last_receipt": "must arrive by",
    "send_by": "send by",
    "exit_if_missed": "if missed, out on",
    "cost_of_missing": "cost if missed",
    "remaining_minimum": "minimum still owed",
    "duration_days": "weighted days bound",
    "half_free_on": "half free on",
    "never_free_share": "never free",
}


def other_terms(figures: Row, language: Language) -> Finding:
    """What the terms that the user asked for change, beside those of the register."""
    asked = (figures.get("lock_in") or {}).get("amended")
    if asked is None:
        text = language.text("All contracts are as the register has them; no other terms are tried out.")
        return Finding(text, "good", None, "lock_in.amended", 1)
    cells = "; ".join(f"{column} = {value or language.text('blank')}" for column, value in asked["cells"].items())
    changes = "; ".join(_change(figures, row, language) for row in asked["changes"])
    text = sentences(
        language.text(
            "Tried out, not in the register: {contract} with {cells}.", contract=asked["contract_id"], cells=cells
        ),
        language.text("What changes: {changes}.", changes=changes)
        if changes
        else language.text("No date and no amount changes."),
    )
    return Finding(text, "watch", None, "lock_in.amended", 1)


def _change(figures: Row, row: Row, language: Language) -> str:
    word = FIGURES[row["figure"]]
    values = {
        "vendor": f"{label(figures, 'vendors', row['vendor_id'])}: " if row["vendor_id"] else "",
        "figure": language.text(word),
        "before": _told(figures, row["figure"], row["before"], language=language),
        "after": _told(figures, row["figure"], row["after"], language=language),
    }
    return language.text("{vendor}{figure} {after} instead of {before}", **values)


def _told(figures: Row, key: str, value: object, *, language: Language) -> str:
    if value is None:
        return language.text("none")
    if key == "status":
        return language.term(str(value))
    if key in ("cost_of_missing", "remaining_minimum"):
        return language.money(str(value), figures["currency"])
    if key == "duration_days":
        return language.number(str(value), 0)
    return language.percent(float(str(value))) if key.endswith("_share") else language.day(str(value))
