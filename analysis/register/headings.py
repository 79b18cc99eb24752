"""Headings under which other contract lists, English and German, keep what our columns hold: named, never guessed."""

from collections.abc import Iterable

from analysis.message import Message
from analysis.rules.spelling import phrase

CONTRACT = r"(?:contract|agreement|vertrags?|lease)"
# A day of expiry is left out: whether the contract ends on it or renews, its row has to say.
MEANT = {
    "contract_id": rf"{CONTRACT}[ _-]?(?:id|ref(?:erence)?|number|no\.?|num|nummer|nr\.?|kennung)"
    r"|reference(?: number)?",
    "vendor_id": r"(?:supplier|vendor|contractor|provider|company|lieferant|anbieter|auftragnehmer|dienstleister"
    r"|(?:vertrags)?partner)(?:[ _-]?(?:name|id|nummer|nr\.?))?",
    "starts_on": rf"(?:{CONTRACT}[ _-]?)?(?:start|begin|beginn|effective|commencement)(?:[ _-]?(?:date|datum))?"
    r"|laufzeit (?:von|ab)|gültig (?:ab|von)|valid from",
    "initial_term": rf"(?:initial |minimum )?(?:{CONTRACT} )?(?:term|duration|length)|(?:mindest)?(?:vertrags)?laufzeit"
    r"|(?:vertrags)?dauer",
    "renewal": r"(?:auto(?:matic)?[ _-]?)?renew(?:al|s)?(?: type)?|(?:automatische )?verlängerung(?:sart)?",
    "renewal_term": r"renewal (?:term|period)|extension (?:options?|period)|verlängerungs(?:zeitraum|option(?:en)?)"
    r"|verlängerung um",
    "notice": r"(?:cancellation |termination )?notice(?: period)?(?: \(?days\)?)?|kündigungsfrist(?: \(tage\))?",
    "minimum_per_month": r"monthly (?:cost|fee|minimum)|(?:monatliche )?mindestabnahme|kosten (?:pro|im) monat",
}


def meant(heading: str, columns: Iterable[str]) -> str | None:
    """The column among `columns` whose content a heading of another list names, None where that is not known."""
    said = " ".join(heading.replace("_", " ").split())
    return next((name for name in columns if name in MEANT and phrase(MEANT[name]).fullmatch(said)), None)


def renaming(headings: Iterable[str], columns: Iterable[str]) -> Message | str:
    """`; rename X to x, Y to y` for the headings of another list, else nothing."""
    open_columns, pairs = list(columns), []
    for heading in headings:
        if name := meant(heading, open_columns):
            open_columns.remove(name)
            pairs.append(f'"{heading.strip()}" = {name}')
    return Message("; rename {pairs}", pairs=", ".join(pairs)) if pairs else ""
