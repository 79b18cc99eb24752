"""Statutory defaults and platform floors around a contract, in own words: hints to provisions, never advice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from analysis.rules.notice import Notice, Period

Kind = Literal["storage", "service", "agency", "payment", "platform", "cloud", "supply"]
Law = Literal["DE", "EU"]
Step = Literal["clause", "statute", "platform"]
Subject = Literal["our_exit", "their_exit", "their_change", "our_special_exit"]


def text(message: str) -> str:
    """The message itself, marked so that the check of the catalogue finds it (gettext calls this a no-op)."""
    return message


NO_ADVICE = text("Hints with their provisions, not legal advice: the contract and the current law decide.")
STATUTES = "github.com/bundestag/gesetze, BGB and HGB as of 2021/22; later amendments: gesetze-im-internet.de"
PLATFORM_LAW = "Regulation (EU) 2019/1150, legislation.gov.uk/eur/2019/1150"
CLOUD_LAW = "Regulation (EU) 2023/2854, Articles 25 and 29, eur-lex.europa.eu"

KINDS: dict[str, Kind] = {
    "storage": "storage",
    "payment": "payment",
    "marketplace": "platform",
    "software": "cloud",
    "shop_system": "cloud",
    "supply": "supply",
}
SELLING_SYSTEMS = {"marketplace", "shop_system"}


@dataclass(frozen=True)
class Provision:
    """A rule outside the contract: whose matter it is, its period when the contract is silent, its limits for
    a clause, whether a clause may leave them, and where it was read; `min_term`: for longer first terms only."""

    kinds: tuple[Kind, ...]
    subject: Subject
    name: str
    text: str
    notice: Notice | None = None
    at_least: Period | None = None
    at_most: Period | None = None
    is_mandatory: bool = False
    indefinite_only: bool = False
    is_hint: bool = False
    step: Step = "statute"
    law: Law = "DE"
    since: date = date.min
    transition_days: int = 0
    min_term: Period | None = None
    source: str = STATUTES


DAYS_15, DAYS_30 = Period(15, "day"), Period(30, "day")
MONTH, TWO_MONTHS = Period(1, "month"), Period(2, "month")
SERVICES = "§ 621 nos. 1–5 BGB"
SERVICE_TEXT = text(
    "Services of indefinite length end by how they are paid: by the day, notice on the day before (no. 1); by the "
    "week, on its first working day to Saturday (no. 2); by the month, by the 15th to the month's end (no. 3); by the "
    "quarter or longer, six weeks to the quarter's end (no. 4); by no period, at any time (no. 5)."
)
MONTHLY_TEXT = text("Services of indefinite length that are paid by the month end by notice by the 15th to its end.")
AGENT_TEXT = text(
    "If the vendor brings in orders as a commercial agent: one month in the first year, two in the second, three "
    "up to the fifth, then six, to the month's end; longer may be agreed, but never shorter for us than for the agent."
)
PROVISIONS = (
    Provision(
        ("storage",),
        "our_exit",
        "§ 473 I HGB",
        text("We may ask for stored goods at any time; storage of indefinite length ends by one month's notice."),
        Notice(MONTH),
        indefinite_only=True,
    ),
    Provision(
        ("storage",),
        "our_exit",
        "§ 475b HGB",
        text("The warehouse keeper has a lien on the goods: an unpaid bill can lock the stock when we leave."),
        is_hint=True,
    ),
    Provision(
        ("storage",),
        "their_exit",
        "§ 473 II HGB",
        text("The warehouse keeper may end storage of indefinite length by one month's notice."),
        Notice(MONTH),
        indefinite_only=True,
    ),
    Provision(
        ("storage",),
        "our_exit",
        "OLG Frankfurt 14 U 65/16",
        text("Storage is paid for as long as the goods stay, after the notice as well."),
        is_hint=True,
        source="OLG Frankfurt, 14 U 65/16 (3 August 2016), ra-kotz.de",
    ),
    Provision(("service", "platform"), "our_exit", SERVICES, SERVICE_TEXT, indefinite_only=True),
    Provision(("service", "platform"), "their_exit", SERVICES, SERVICE_TEXT, indefinite_only=True),
    Provision(
        ("service",),
        "their_exit",
        "§ 624 BGB",
        text("Whoever owes services under a term of more than five years may leave after five years with six months."),
        Notice(Period(6, "month")),
        is_hint=True,
        min_term=Period(60, "month"),
    ),
    Provision(("agency",), "our_exit", "§ 89 HGB", AGENT_TEXT, is_mandatory=True, indefinite_only=True),
    Provision(("agency",), "their_exit", "§ 89 HGB", AGENT_TEXT, is_mandatory=True, indefinite_only=True),
    Provision(
        ("payment",),
        "our_exit",
        "§ 675h I BGB",
        text(
            "The user of a payment service may leave at any time, even during a fixed term; an agreed notice is at "
            "most one month. Terms for businesses may waive this (§ 675e IV BGB)."
        ),
        Notice(Period(0, "day")),
        at_most=MONTH,
    ),
    Provision(
        ("payment",),
        "their_exit",
        "§ 675h II BGB",
        text(
            "A payment service may end a contract of indefinite length only if that is agreed, with two months at "
            "least. Terms for businesses may waive this (§ 675e IV BGB)."
        ),
        Notice(TWO_MONTHS),
        at_least=TWO_MONTHS,
        indefinite_only=True,
    ),
    Provision(
        ("payment",),
        "their_change",
        "§ 675g I BGB",
        text(
            "A payment service offers changed terms two months ahead at least. Terms for businesses may waive this "
            "(§ 675e IV BGB)."
        ),
        Notice(TWO_MONTHS),
        at_least=TWO_MONTHS,
    ),
    Provision(
        ("payment",),
        "our_special_exit",
        "§ 675g II BGB",
        text(
            "Where silence counts as consent to changed terms, we may leave free of charge before they apply. Terms "
            "for businesses may waive this (§ 675e IV BGB)."
        ),
    ),
    Provision(
        ("platform",),
        "their_exit",
        "Art. 4(2) Reg. (EU) 2019/1150",
        text("A platform that ends its whole service says why 30 days before; Art. 4(4) has exceptions."),
        Notice(DAYS_30),
        at_least=DAYS_30,
        is_mandatory=True,
        step="platform",
        law="EU",
        source=PLATFORM_LAW,
    ),
    Provision(
        ("platform",),
        "their_exit",
        "Art. 4(1) Reg. (EU) 2019/1150",
        text("A platform may restrict or suspend single offers at once, if it says why when it does."),
        is_hint=True,
        step="platform",
        law="EU",
        source=PLATFORM_LAW,
    ),
    Provision(
        ("platform",),
        "their_change",
        "Art. 3(2) Reg. (EU) 2019/1150",
        text("A platform tells changed terms 15 days ahead at least, longer if sellers must adapt their systems."),
        Notice(DAYS_15),
        at_least=DAYS_15,
        is_mandatory=True,
        step="platform",
        law="EU",
        source=PLATFORM_LAW,
    ),
    Provision(
        ("platform",),
        "our_special_exit",
        "Art. 3(2) Reg. (EU) 2019/1150",
        text("A seller may end the contract before changed terms apply, to take effect within 15 days of being told."),
        is_mandatory=True,
        step="platform",
        law="EU",
        source=PLATFORM_LAW,
    ),
    Provision(
        ("cloud",),
        "our_exit",
        "Art. 25 Reg. (EU) 2023/2854",
        text(
            "Cloud software: notice of a switch is two months at most, the move then takes 30 days at most, since 12 "
            "September 2025; an agreed fee for leaving early may still be due, and Art. 31 has exceptions."
        ),
        Notice(TWO_MONTHS),
        at_most=TWO_MONTHS,
        is_mandatory=True,
        law="EU",
        since=date(2025, 9, 12),
        transition_days=30,
        source=CLOUD_LAW,
    ),
    Provision(
        ("storage", "service", "agency", "payment", "platform", "cloud", "supply"),
        "our_special_exit",
        "§ 314 BGB",
        text(
            "Either side may leave at once for good cause, after a warning or time to put it right, and soon after "
            "learning of it."
        ),
        is_hint=True,
    ),
)


def kinds_of(functions: Iterable[str]) -> frozenset[Kind]:
    """The kinds of contract that functions stand for; order intake without a selling system is an agency."""
    names = set(functions)
    found = {KINDS.get(name, "service") for name in names - {"order_intake"}}
    if "order_intake" in names and not names & SELLING_SYSTEMS:
        found.add("agency")
    return frozenset(found)
