"""A contract's clause pasted whole, English or German, read into the terms of a register row."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from analysis.notice import Notice, Period
from analysis.wording import NUMBERS, SPANS, TERM, TO, UNITS, Ambiguous, parse_date, parse_notice, parse_period

Renewal = Literal["tacit", "express", "open_ended", "none"]
Form = Literal["text", "written", "portal"]


@dataclass
class Clause:
    """What a clause says, `read_from` which words; `ambiguous` lists readings, `not_understood` the other words."""

    starts_on: date | None = None
    initial_term: Period | None = None
    bound_until: date | None = None
    renewal: Renewal | None = None
    renewal_term: Period | None = None
    notice: Notice | None = None
    notice_when_open_ended: Notice | None = None
    vendor_notice: Notice | None = None
    notice_form: Form | None = None
    price_change_notice: Period | None = None
    price_change: str | None = None
    read_from: dict[str, str] = field(default_factory=dict)
    ambiguous: list[str] = field(default_factory=list)
    not_understood: list[str] = field(default_factory=list)


UNIT = "|".join(UNITS)
WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True))
P = rf"(?P<period>(?:(?:[a-zäöüß-]+ )?\(\d{{1,4}}\)|\d{{1,4}}|{WORDS})[ -](?:{UNIT}))\b"
DATE = (
    r"(?P<date>\d\d?\. ?\d\d?\. ?\d{4}|\d{4}-\d\d-\d\d|\d\d?/\d\d?/\d{4}|\d\d?\.? [a-zä]+ \d{4}|[a-z]+ \d\d?,? \d{4})"
)
FILL = (
    r"(?: (?:jeweils|weitere[nrs]?|ein|eine[nms]?|automatisch|stillschweigend|dann|danach|anschließend|sodann|der"
    r"|vertrag|dieser|das|abonnement|es|er|sich|automatically|shall|will|be|successive|additional|further|another"
    r"|subsequent|consecutive|renewal|terms?|periods?|of|a|each|thereafter|then))*?"
)
INITIAL = [
    r"(?:mindest|erst|grund)?(?:vertrags)?laufzeit(?: des vertrage?s)?:?"
    rf"(?: von| beträgt| ist)?(?: zunächst| mindestens)? {P}",
    rf"(?:für die dauer von|fest auf|für zunächst|zunächst für|zunächst auf) {P}",
    rf"(?:vertrag|er) läuft (?:zunächst )?(?:für )?{P}",
    rf"(?:initial|minimum|fixed)? ?(?:term|period) (?:of|is|shall be) {P}",
    rf"minimum term:? {P}",
    rf"{P} (?:initial|minimum|fixed) (?:term|period)",
]
START = rf"(?:beginnt|beginn:?|läuft ab|commences|begins|starts|effective)(?: am| ab| dem| on| as of)* {DATE}"
FIRST_END = [
    rf"(?:erstmals|erstmalig|frühestens)(?: kündbar)?(?: zum| am) {DATE}(?: kündbar)?",
    rf"fest bis(?: zum)? {DATE}",
    rf"(?:not before|no earlier than|first on|earliest on|earliest to) {DATE}",
]
RENEWALS: list[tuple[Renewal, str]] = [
    ("none", r"verlängert sich nicht(?: automatisch)?|(?:shall|does|will) not (?:automatically )?(?:renew|be renewed)"),
    ("none", r"endet(?: automatisch)?,? ohne dass es einer kündigung bedarf|(?:expires|ends) automatically"),
    ("open_ended", rf"(?:verlängert{FILL} )?auf unbestimmte zeit|unbefristet|indefinite(?:ly)?(?: term| period)?"),
    (
        "express",
        r"(?:may|can|option to) (?:be )?(?:extend(?:ed)?|renew(?:ed)?)(?: the (?:term|agreement))?"
        rf" (?:for|by){FILL} {P}",
    ),
    ("express", rf"kann{FILL} um{FILL} {P} verlängert werden|verlängerungsoption(?:en)?(?: von| um)? ?"),
    ("express", r"(?:may|option to) (?:be )?(?:extend|renew)[^|]*"),
    ("tacit", rf"verlänger(?:t|ung){FILL} um{FILL} {P}"),
    ("tacit", rf"(?:renews?|extends?|renewed|extended){FILL} (?:for|by){FILL} {P}(?: (?:periods?|terms?)| each)*"),
]  # fmt: skip
ROLLING = r"month[ -]to[ -]month"
LATER = (
    r"(?:danach|anschließend|sodann|thereafter|afterwards|nach ablauf der mindestlaufzeit"
    r"|after the (?:initial|minimum) term)"
)
ANCHOR_SPAN = "|".join(SPANS.values())
END_OF = (
    r"(?:the |a |each |jedem )?(?:end|ende|ablauf|schluss|expiry|expiration)"
    r"(?: (?:of|der|des|einer|eines|the|a|an|any|each|every|jeder|jedes))*"
    rf"(?: (?:{TERM}|{ANCHOR_SPAN}))?"
)
YEAR_DAY = (
    r"\d\d?\. ?(?:\d\d?\.|[a-zä]+)(?: eines (?:jeden )?jahres)?"
    r"|\d\d? [a-z]+(?: (?:each|of each|of every) year)?"
)
ANCHOR = (
    rf"{TO} (?:{END_OF}|(?:monats|quartals|jahres|halbjahres|wochen|vertrags|laufzeit)ende"
    rf"|15\. oder zum (?:monatsende|ende eines (?:kalender)?monats)|{YEAR_DAY})(?![a-zäöüß])"
    r"|vor ablauf|before expiry"
)
ANY = r"jederzeit|at any ?time|any ?time"
LEAD = (
    r"(?:mit|unter einhaltung|bei) (?:einer |der )?(?:kündigungs)?frist von|kündigungsfrist:?(?: von| beträgt)?"
    r"|(?:upon|with|on|by giving|gives?|giving)(?: the other party)?(?: a)?(?: written)?"
    r"(?: notice of(?: non-renewal)?)?|spätestens|mindestens|notice (?:of|period of)"
)
NOTICE = (
    rf"(?:(?P<any>{ANY})(?: kündbar)?,? )?(?:monatlich )?(?:(?P<before>{ANCHOR}),? )?(?:kündbar,? )?(?P<lead>{LEAD})?"
    rf" ?(?:mindestens |at least |not less than |a minimum of )?{P}"
    r"(?P<word>(?:'s|')?(?: prior| advance)?(?: written)? notice)?"
    rf"(?: (?P<form>schriftlich|in textform))?(?: kündbar)?(?: (?P<after>{ANCHOR}))?(?: (?P<late_any>{ANY}))?"
)
BY_DAY = (
    r"(?:(?:spätestens )?bis(?: spätestens)? zum|spätestens am|by the) [\w.]+(?: working day| werktag)?"
    rf" (?:of a|of the|eines|des|of each|jedes) (?:{ANCHOR_SPAN}) (?:zum|to|für) (?:monatsende|quartalsende"
    rf"|(?:the )?(?:end|ablauf|ende)(?: of)? (?:[a-zäöü]+ )+?(?:{ANCHOR_SPAN}))"
)
FORMS: list[tuple[Form, str]] = [
    ("text", r"(?:in )?(?:textform|text form)|(?:per|by) e-?mail"),
    ("written", r"schriftlich|schriftform|in writing|written"),
    ("portal", r"(?:über das |im |via the |in the )?(?:kundenkonto|kundenportal|online[- ]portal|customer portal)"),
]
BARE = (
    r"\b(?:monatlich|quartalsweise|jährlich|wöchentlich) (?:kündbar|gekündigt)"
    r"|\b(?:monthly|quarterly|yearly) (?:cancel|terminat)\w*"
)
BOTH = (
    r"either party|each party|both parties|jede[rn]? (?:vertrags)?partei|beide[nr]? (?:vertrags)?parteien|beiderseits"
)
PRICE = r"\b(?:preis|entgelt|gebühren|price|fee|charge)\w*"
PRICE_MOVES = r"anpass|änder|erhöh|chang|increas|adjust|rais|preisanpassung"
ENDS = r"künd|beend|terminat|cancel|notice|verlänger|renew|extend|erstmals|frühestens|laufzeit|ablauf|before the end"
SILENT = re.compile(
    r"(?:der|die|das|des|dieser|vertrag(?:e?s)?|vertragsverhältnis|hat|eine[nr]?|und|oder|wenn|er|es|sie|nicht|sofern|falls|soweit|kann"
    r"|mit|wird|werden|ist|gekündigt|kündigung|kündbar|kündigen|durch|von|zu|zum|im|in|vor|sich|jeweils|läuft|gilt|dann"
    r"|beträgt|vertragslaufzeit|mindestens|spätestens|automatisch|automatically|monatlich|this|the|an?|agreement|contract|has|have"
    r"|shall|is|are|be|and|or|may|terminated?|termination|unless|gives?|given|notice|non-renewal|of|with|by|to|for|its?"
    r"|until|continues?|will|party|parties|cancell?(?:ed)?|term|at|any|least|prior|before|not|less|than)",
    re.I,
)


def read_clause(text: str) -> Clause:
    """The terms that a pasted clause names; what has several readings is left out and listed with them."""
    clause = Clause()
    composed = " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").split())
    for sentence in re.split(r"(?<=[^\W\d]{2})[.;](?:\s+|$)", composed):
        if re.search(PRICE, sentence, re.I) and re.search(PRICE_MOVES, sentence, re.I):
            _read_price(clause, sentence)
        elif sentence:
            _read_sentence(clause, sentence)
    _settle(clause, composed)
    return clause


def _read_price(clause: Clause, sentence: str) -> None:
    clause.price_change = clause.read_from["price_change"] = sentence
    if match := re.search(P, sentence, re.I):
        clause.price_change_notice = parse_period(match["period"])
        clause.read_from["price_change_notice"] = match[0]


def _read_sentence(clause: Clause, sentence: str) -> None:
    rest = _take(clause, sentence, START, field_name="starts_on")
    for pattern in FIRST_END:
        rest = _take(clause, rest, pattern, field_name="bound_until")
    rest = _take_renewal(clause, rest)
    for pattern in INITIAL:
        rest = _take(clause, rest, pattern, field_name="initial_term")
    rest = _take_notices(clause, rest, sentence)
    for form, pattern in FORMS:
        if match := re.search(pattern, sentence, re.I):
            if clause.notice_form is None:
                clause.notice_form, clause.read_from["notice_form"] = form, match[0]
            rest = re.sub(pattern, "|", rest, flags=re.I)
    rest = re.sub(f"{BOTH}|{LATER}", "|", rest, flags=re.I)
    _keep_rest(clause, rest)


def _take(
    clause: Clause, rest: str, pattern: str, *, field_name: Literal["starts_on", "bound_until", "initial_term"]
) -> str:
    match = re.search(pattern, rest, re.I)
    if match is None or getattr(clause, field_name):
        return rest
    try:
        read = parse_period(match["period"]) if field_name == "initial_term" else parse_date(match["date"])
    except ValueError as problem:
        clause.ambiguous.append(str(problem))
    else:
        setattr(clause, field_name, read)
        clause.read_from[field_name] = match[0]
    return _without(rest, match)


def _take_renewal(clause: Clause, rest: str) -> str:
    if match := re.search(ROLLING, rest, re.I):
        clause.initial_term = clause.renewal_term = Period(1, "month")
        clause.renewal = "tacit"
        clause.read_from |= dict.fromkeys(("initial_term", "renewal", "renewal_term"), match[0])
        rest = _without(rest, match)
    for kind, pattern in RENEWALS:
        match = re.search(pattern, rest, re.I)
        if match is None:
            continue
        if clause.renewal and clause.renewal != kind:
            clause.ambiguous.append(
                f'renewal is "{clause.renewal}" by "{clause.read_from["renewal"]}" but "{kind}" by "{match[0]}"'
            )
            return _without(rest, match)
        clause.renewal, clause.read_from["renewal"] = kind, match[0]
        if "period" in match.groupdict() and match["period"]:
            clause.renewal_term, clause.read_from["renewal_term"] = parse_period(match["period"]), match[0]
        return _without(rest, match)
    return rest


def _take_notices(clause: Clause, rest: str, sentence: str) -> str:
    if not re.search(ENDS, sentence, re.I):
        return rest
    for match in reversed(_notices(rest)):
        later = bool(re.search(LATER, rest[: match.start()], re.I))
        _note_notice(clause, match[0].strip(" ,"), _canonical(match), later=later)
        rest = _without(rest, match)
    return _take_bare_notice(clause, rest)


def _notices(rest: str) -> list[re.Match[str]]:
    """Periods of notice, by a day or by a length that some word marks as one: not a term of payment."""
    marks = ("any", "before", "lead", "word", "after", "late_any")
    lengths = (match for match in re.finditer(NOTICE, rest, re.I) if any(match[mark] for mark in marks))
    return list(re.finditer(BY_DAY, rest, re.I)) or list(lengths)


def _take_bare_notice(clause: Clause, rest: str) -> str:
    """ "Any time" and "monthly" without a length, where no notice with a length stands beside them."""
    for pattern in (ANY, BARE):
        match = re.search(pattern, rest, re.I)
        if match is None:
            continue
        if clause.notice is None and clause.notice_when_open_ended is None:
            # Who pays month by month leaves at the end of a month, and needs no notice for it.
            rolling = pattern == ANY and re.fullmatch(ROLLING, clause.read_from.get("renewal", ""), re.I)
            wording = (
                "0 days to the end of the term" if rolling else match[0].split()[0] if pattern == BARE else match[0]
            )
            _note_notice(clause, match[0], wording, later=bool(re.search(LATER, rest[: match.start()], re.I)))
        rest = _without(rest, match)
    return rest


def _canonical(match: re.Match[str]) -> str:
    if "period" not in match.groupdict():
        return match[0]
    anchor = match["before"] or match["after"]
    wording = f"{match['period']} {anchor}" if anchor else match["period"]
    return f"{wording} at any time" if (match["any"] or match["late_any"]) and not anchor else wording


def _note_notice(clause: Clause, words: str, wording: str, *, later: bool) -> None:
    name: Literal["notice_when_open_ended", "notice"] = "notice_when_open_ended" if later else "notice"
    try:
        notice = parse_notice(wording)
    except Ambiguous as problem:
        clause.ambiguous.append(str(problem))
        return
    except ValueError:
        clause.not_understood.append(words)
        return
    known = getattr(clause, name)
    if known and known != notice:
        clause.ambiguous.append(f'two notice periods: "{clause.read_from[name]}" or "{words}"')
        setattr(clause, name, None)
        return
    setattr(clause, name, notice)
    clause.read_from[name] = words


def _settle(clause: Clause, text: str) -> None:
    if clause.renewal is None and (clause.notice_when_open_ended or clause.bound_until):
        clause.renewal = "open_ended"
        clause.read_from["renewal"] = clause.read_from.get("notice_when_open_ended") or clause.read_from["bound_until"]
    if clause.renewal is None and clause.notice and clause.initial_term is None:
        clause.renewal, clause.read_from["renewal"] = "open_ended", clause.read_from["notice"]
    both = re.search(BOTH, text, re.I)
    if both and (theirs := clause.notice_when_open_ended or clause.notice):
        clause.vendor_notice, clause.read_from["vendor_notice"] = theirs, both[0]


def _without(rest: str, match: re.Match[str]) -> str:
    return f"{rest[: match.start()]}|{rest[match.end() :]}"


def _keep_rest(clause: Clause, rest: str) -> None:
    for part in rest.split("|"):
        words = part.strip(" ,.:;")
        if any(not SILENT.fullmatch(word) for word in re.findall(r"[\w-]+", words)):
            clause.not_understood.append(words)
