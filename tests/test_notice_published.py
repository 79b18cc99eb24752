"""Published notice examples, court rules and bug reports of other tools, through a register file and the figures."""

from datetime import date
from functools import cache
from typing import Any

import pytest
from conftest import SHOP, lines

from analysis.measures.figures import figures
from analysis.shop import Shop
from analysis.warehouse import build

SALE = "A1,1,2026-01-05,web,tea,1,EUR,10.00,,,completed"
COLUMNS = ("contract_id", "starts_on", "initial_term", "renewal", "renewal_term", "notice", "noticed_on", "ends_on")
# Each contract of the register, with where it was published.
CONTRACTS = {
    # GLPI issue 23084: notice of a renewed contract was counted from the first end, 2025-06-28 instead of 2026-06-28.
    "glpi-renewed": ("2024-08-29", "12 months", "tacit", "12 months", "2 months"),
    # GLPI issue 6004: the first term of 36 months was left out, so the alarm came two years early.
    "glpi-initial": ("2018-09-27", "36 months", "tacit", "12 months", "3 months"),
    # GLPI issue 15893: three years, then a year at a time, was shown as ending after six years.
    "glpi-three-years": ("2020-08-01", "36 months", "tacit", "12 months", "3 Monate zum Vertragsende"),
    # GLPI issue 14703 and pull request 17725: the first renewal was 2 x 60 months, not 60 + 12.
    "glpi-sixty": ("2019-01-01", "60 months", "tacit", "12 months", "3 months"),
    # GLPI pull request 24274: a tacit renewal of 0 months looped for ever.
    "glpi-zero": ("2025-05-31", "6 months", "tacit", "0 months", "1 month"),
    # The same pull request's test: six months from 31 May 2025 are over with 30 November.
    "glpi-never": ("2025-05-31", "6 months", "none", "", "1 month"),
    # Business Central issue 10353: 60 days before 31.12.2026 was moved to the month's end, 30.11. instead of 01.11.
    "central-60-days": ("2026-01-01", "12 Monate", "tacit", "12 Monate", "60 Tage"),
    # Contract manager of J. Rieke, issue 13, with the terms of a telephone company: two weeks to the month's end.
    "telephone": ("2014-03-10", "", "open_ended", "", "2 Wochen zum Monatsende"),
    # Tapir (community farming) issue 524: contract of a calendar year, two months' notice.
    "farm-share": ("2025-01-01", "12 Monate", "tacit", "1 Jahr", "2 Monate"),
    # FinSight issue 1350: renewals of the 31st drifted to the 28th after the first February.
    "drift": ("2026-01-31", "1 month", "tacit", "1 month", "0 days"),
    # Wallos issue 657: month ends were shown on 31 January and then on 3 March.
    "month-ends": ("2024-12-01", "1 month", "tacit", "1 month", "0 days"),
    # Open SaaS pull request 683: a month paid on 31 January 2026 ended in March.
    "saas-january": ("2026-01-31", "1 month", "none", "", ""),
    # Habitica issue 10605: a subscription of twelve months ended one month after it began.
    "habit": ("2018-08-15", "twelve months", "tacit", "12 months", "0 days"),
    # Portal of legal forms (rechtsdokumente.de), § 622 I BGB: four weeks to the 15th or the end of a month.
    "four-weeks": ("2019-02-01", "", "open_ended", "", "vier Wochen zum Fünfzehnten oder zum Ende eines Kalendermonats"),
    # Law office Bechert, Berlin: four days, four weeks, two weeks.
    "four-days": ("2018-01-01", "", "open_ended", "", "4 Tage"),
    "four-weeks-any-day": ("2018-01-01", "", "open_ended", "", "vier Wochen"),
    "two-weeks": ("2018-01-01", "", "open_ended", "", "2 weeks"),
    # kündigungsfrist.org: a year from 1 February, a year from 15 July.
    "year-february": ("2025-02-01", "1 Jahr", "tacit", "1 Jahr", "1 Monat"),
    "year-july": ("2025-07-15", "1 Jahr", "tacit", "1 Jahr", "3 Monate"),
    # A lawyer's guide (kundigungsheld.de): end on 31 March, one month, so by 28 February.
    "to-march": ("2025-04-01", "12 months", "tacit", "12 months", "einen Monat zum Vertragsende"),
    # BGH NJW 1984, 1358: a month from 28 February ends on 28 March, not on the month's last day.
    "one-month": ("2000-01-01", "", "open_ended", "", "1 Monat"),
    # Old § 622 I BGB, the table of six weeks to the quarter that personnel offices kept: 17.02./19.05./19.08./19.11.
    "six-weeks": ("2010-01-01", "", "open_ended", "", "sechs Wochen zum Schluss eines Kalendervierteljahres"),
    # § 621 no. 3 BGB: by the 15th of a month to its end.
    "fifteenth": ("2010-01-01", "", "open_ended", "",
                  "spätestens am 15. eines Monats für den Schluss des Kalendermonats"),
    # § 580a I no. 3, II BGB; BGH VIII ZR 206/04 (Saturday is a working day): third working day of a quarter.
    "business-lease": ("2015-01-01", "", "open_ended", "",
                       "spätestens am dritten Werktag eines Kalendervierteljahres zum Ablauf des nächsten Kalendervierteljahres"),
    # § 573c I BGB wording: third working day of a month to the end of the month after next.
    "third-working-day": ("2015-01-01", "", "open_ended", "",
                          "spätestens am dritten Werktag eines Kalendermonats zum Ablauf des übernächsten Monats"),
    # BGH III ZR 172/04: § 193 BGB does not extend a notice whose last day is a Saturday or Sunday.
    "weekend": ("2020-01-01", "", "open_ended", "", "1 Monat zum Monatsende"),
    # A page of advice (helpster.de) ends the third quarter on 31 August; it ends on 30 September.
    "quarter": ("2012-01-01", "", "open_ended", "", "3 Monate zum Quartalsende"),
    # § 89 II HGB, agency after the fifth year: six months, for the end of a calendar month.
    "agency": ("2015-01-01", "", "open_ended", "", "sechs Monate für den Schluss eines Kalendermonats"),
    # § 188 III BGB with a half year and a year as ends.
    "half-year": ("2018-01-01", "", "open_ended", "", "3 Monate zum Halbjahresende"),
    "year-end": ("2018-01-01", "", "open_ended", "", "6 Monate zum 31.12. eines jeden Jahres"),
    # § 187 II, 188 II, III BGB: a term that begins on 29 February.
    # The facts of BGH VIII ZR 206/04: to 31 August 2001, then by the year; the notice came on Wednesday, 5 June 2002.
    "rendsburg": ("2000-06-01", "15 Monate", "tacit", "1 Jahr",
                  "spätestens am dritten Werktag eines Kalendermonats zum Ablauf des übernächsten Monats"),
    # Bulbthings issue 44: three months from 1 February end on 30 April, not on 1 May.
    "three-months": ("2021-02-01", "3 months", "none", "", ""),
    # GLPI pull request 23358: a renewal that must be agreed does not lengthen the term.
    "glpi-express": ("2018-01-01", "36 months", "express", "12 months", "2 months"),
    # Haufe on § 53 BAT: two weeks to the end of June 2023, a Friday, so by Friday the 16th.
    "two-fridays": ("2015-01-01", "", "open_ended", "", "2 Wochen zum Monatsschluss"),
    "leap": ("2024-02-29", "12 months", "tacit", "12 months", "1 month"),
    "before-the-shop": ("1998-11-16", "5 Jahre", "tacit", "2 Jahre", "6 Monate"),
    # A fixed end does not take away an agreed right to leave on any day before.
    "fixed-but-any-day": ("2024-01-01", "", "none", "", "30 days at any time", "", "2027-12-31"),
    "in-the-future": ("2027-01-01", "12 months", "tacit", "12 months", "3 months"),
    "noticed": ("2024-01-01", "12 months", "tacit", "12 months", "3 months", "2026-02-10"),
    "fixed-end": ("2024-01-01", "12 months", "tacit", "12 months", "3 months", "", "2026-08-15"),
}  # fmt: skip
CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("glpi-renewed", "2026-02-11", {"term_end": "2026-08-28", "last_receipt": "2026-06-28"}),
    # exactly on the last day, and a day later
    ("glpi-renewed", "2026-06-28", {"earliest_exit": "2026-08-28", "last_receipt": "2026-06-28"}),
    ("glpi-renewed", "2026-06-29", {"earliest_exit": "2027-08-28", "last_receipt": "2027-06-28"}),
    ("glpi-renewed", "2026-08-28", {"term_end": "2026-08-28", "earliest_exit": "2027-08-28"}),
    ("glpi-renewed", "2026-08-29", {"term_end": "2027-08-28", "earliest_exit": "2027-08-28"}),
    ("glpi-initial", "2019-06-06", {"term_end": "2021-09-26", "last_receipt": "2021-06-26"}),
    # April has 30 days: 30 April and three months are 30 July, 1 May and three months are 1 August, one day late
    ("glpi-three-years", "2023-01-01", {"term_end": "2023-07-31", "last_receipt": "2023-04-30", "exit_if_missed": "2024-07-31"}),
    ("glpi-sixty", "2022-06-30", {"term_end": "2023-12-31", "last_receipt": "2023-09-30"}),
    ("glpi-sixty", "2024-06-30", {"term_end": "2024-12-31", "last_receipt": "2024-09-30"}),
    ("glpi-zero", "2026-06-30", {"status": "unknown", "earliest_exit": None}),
    ("glpi-never", "2025-10-31", {"earliest_exit": "2025-11-30", "last_receipt": None, "status": "bound"}),
    ("glpi-never", "2025-11-30", {"status": "free"}),
    ("glpi-never", "2025-12-01", {"status": "ended"}),
    # 1 November and 60 days: 29 more of November, 31 of December
    ("central-60-days", "2026-06-30", {"term_end": "2026-12-31", "last_receipt": "2026-11-01"}),
    ("telephone", "2015-04-03", {"earliest_exit": "2015-04-30", "last_receipt": "2015-04-16"}),
    ("telephone", "2015-04-20", {"earliest_exit": "2015-05-31"}),
    ("farm-share", "2025-12-01", {"earliest_exit": "2026-12-31", "last_receipt": "2026-10-31"}),
    # 31 January and four months are 31 May; the term ends the day before
    ("drift", "2026-05-15", {"term_end": "2026-05-30", "earliest_exit": "2026-05-30"}),
    ("month-ends", "2025-02-10", {"term_end": "2025-02-28"}),
    ("month-ends", "2025-03-03", {"term_end": "2025-03-31"}),
    ("saas-january", "2026-02-01", {"earliest_exit": "2026-02-28"}),
    ("habit", "2018-08-15", {"earliest_exit": "2019-08-14"}),
    # months of 31 and 30 days, February of both kinds: the 3rd, the 2nd, 31 January, 1 February
    ("four-weeks", "2026-07-03", {"earliest_exit": "2026-07-31", "last_receipt": "2026-07-03"}),
    ("four-weeks", "2026-06-02", {"earliest_exit": "2026-06-30", "last_receipt": "2026-06-02"}),
    ("four-weeks", "2026-01-31", {"earliest_exit": "2026-02-28", "last_receipt": "2026-01-31"}),
    ("four-weeks", "2028-02-01", {"earliest_exit": "2028-02-29", "last_receipt": "2028-02-01"}),
    # to the 15th of the next month: by the 18th, the 17th, 15 and 16 February
    ("four-weeks", "2026-07-10", {"earliest_exit": "2026-08-15", "last_receipt": "2026-07-18"}),
    ("four-weeks", "2026-06-10", {"earliest_exit": "2026-07-15", "last_receipt": "2026-06-17"}),
    ("four-weeks", "2026-02-10", {"earliest_exit": "2026-03-15", "last_receipt": "2026-02-15"}),
    ("four-weeks", "2028-02-10", {"earliest_exit": "2028-03-15", "last_receipt": "2028-02-16"}),
    ("four-days", "2019-03-27", {"earliest_exit": "2019-03-31"}),
    ("four-weeks-any-day", "2019-07-03", {"earliest_exit": "2019-07-31"}),
    ("two-weeks", "2019-11-01", {"earliest_exit": "2019-11-15"}),
    ("year-february", "2025-10-01", {"term_end": "2026-01-31", "last_receipt": "2025-12-31"}),
    ("year-july", "2026-01-01", {"term_end": "2026-07-14", "last_receipt": "2026-04-14"}),
    ("to-march", "2026-01-15", {"term_end": "2026-03-31", "last_receipt": "2026-02-28"}),
    ("one-month", "2001-02-28", {"earliest_exit": "2001-03-28"}),
    ("one-month", "2001-01-31", {"earliest_exit": "2001-02-28"}),
    # 30 days are no month: from 5 March a month ends on 5 April, thirty days would end on 4 April
    ("one-month", "2025-03-05", {"earliest_exit": "2025-04-05"}),
    ("six-weeks", "2026-02-17", {"earliest_exit": "2026-03-31", "last_receipt": "2026-02-17"}),
    ("six-weeks", "2026-02-18", {"earliest_exit": "2026-06-30", "last_receipt": "2026-05-19"}),
    ("six-weeks", "2026-05-20", {"earliest_exit": "2026-09-30", "last_receipt": "2026-08-19"}),
    ("six-weeks", "2026-08-20", {"earliest_exit": "2026-12-31", "last_receipt": "2026-11-19"}),
    ("fifteenth", "2026-04-15", {"earliest_exit": "2026-04-30"}),
    ("fifteenth", "2026-04-16", {"earliest_exit": "2026-05-31", "last_receipt": "2026-05-15"}),
    # 1 January 2026 is a holiday, so the working days are Friday 2nd, Saturday 3rd and Monday 5th
    ("business-lease", "2026-01-05", {"earliest_exit": "2026-06-30", "last_receipt": "2026-01-05", "safe_receipt": "2026-01-03"}),
    ("business-lease", "2026-01-06", {"earliest_exit": "2026-09-30"}),
    # August 2026 begins on a Saturday: 1st, Monday 3rd, Tuesday 4th
    ("third-working-day", "2026-08-04", {"earliest_exit": "2026-10-31"}),
    ("third-working-day", "2026-08-05", {"earliest_exit": "2026-11-30"}),
    # 28 February 2026 is a Saturday; on Monday 2 March it is late
    ("weekend", "2026-02-27", {"earliest_exit": "2026-03-31", "last_receipt": "2026-02-28"}),
    ("weekend", "2026-03-02", {"earliest_exit": "2026-04-30"}),
    ("quarter", "2025-06-30", {"earliest_exit": "2025-09-30", "last_receipt": "2025-06-30"}),
    ("quarter", "2025-07-01", {"earliest_exit": "2025-12-31"}),
    ("agency", "2026-08-31", {"earliest_exit": "2027-02-28", "last_receipt": "2026-08-31"}),
    ("half-year", "2026-03-31", {"earliest_exit": "2026-06-30", "last_receipt": "2026-03-31", "safe_receipt": "2026-03-30"}),
    ("half-year", "2026-04-01", {"earliest_exit": "2026-12-31"}),
    ("year-end", "2026-06-30", {"earliest_exit": "2026-12-31", "last_receipt": "2026-06-30"}),
    ("year-end", "2026-07-01", {"earliest_exit": "2027-12-31"}),
    # June 2002 begins on a Saturday, which counts: 1st, Monday 3rd, Tuesday 4th
    ("rendsburg", "2002-06-04", {"earliest_exit": "2002-08-31", "last_receipt": "2002-06-04"}),
    ("rendsburg", "2002-06-05", {"earliest_exit": "2003-08-31"}),
    ("three-months", "2021-03-01", {"earliest_exit": "2021-04-30", "last_receipt": None}),
    ("glpi-express", "2020-06-01", {"earliest_exit": "2020-12-31", "last_receipt": None}),
    ("glpi-express", "2021-01-01", {"status": "ended"}),
    ("two-fridays", "2023-06-01", {"earliest_exit": "2023-06-30", "last_receipt": "2023-06-16"}),
    # received 31 January, cut to 28 February; subtraction alone would say 28 January
    ("leap", "2025-01-15", {"term_end": "2025-02-28", "last_receipt": "2025-01-31", "safe_receipt": "2025-01-28"}),
    ("leap", "2028-01-15", {"term_end": "2028-02-28", "last_receipt": "2028-01-28"}),
    # 16 November 1998 and five years, then pairs of years: 2003, 2005 … 2025, 2027
    ("before-the-shop", "2026-06-30", {"term_end": "2027-11-15", "last_receipt": "2027-05-15"}),
    # 30 June and 30 days are 30 July; 15 December and 30 days are after the end, which counts
    ("fixed-but-any-day", "2026-06-30", {"status": "bound", "earliest_exit": "2026-07-30"}),
    ("fixed-but-any-day", "2027-12-15", {"earliest_exit": "2027-12-31"}),
    ("in-the-future", "2026-06-30", {"earliest_exit": "2027-12-31", "last_receipt": "2027-09-30"}),
    # notice arrived on 10 February 2026: three months are over on 10 May, so the term to 31 December is the last
    ("noticed", "2026-06-30", {"status": "noticed", "earliest_exit": "2026-12-31", "last_receipt": None}),
    ("noticed", "2026-01-31", {"status": "bound", "earliest_exit": "2026-12-31", "last_receipt": "2026-09-30"}),
    ("noticed", "2027-01-01", {"status": "ended"}),
    ("fixed-end", "2026-06-30", {"status": "bound", "earliest_exit": "2026-08-15", "last_receipt": None}),
]  # fmt: skip


@pytest.fixture(scope="module")
def state_on(tmp_path_factory):
    """(contract, day) → its row in figures.json on that day."""
    folder = tmp_path_factory.mktemp("published")
    (folder / "exports").mkdir()
    (folder / "register").mkdir()
    (folder / "shop.toml").write_text(SHOP, encoding="utf-8")
    (folder / "exports" / "a.csv").write_text(lines(SALE), encoding="utf-8")
    header = ("contract_id", "vendor_id", "functions", *COLUMNS[1:])
    rows = [";".join((name, "v", "software", *terms)) for name, terms in CONTRACTS.items()]
    register = "\n".join([";".join(header), *(row + ";" * (len(header) - 1 - row.count(";")) for row in rows)])
    (folder / "register" / "contracts.csv").write_text(register, encoding="utf-8")
    shop = Shop(folder)
    build(shop)

    @cache
    def on(day: str) -> dict[str, dict[str, Any]]:
        found = figures(shop, "2026-01", as_of=date.fromisoformat(day))
        return {row["contract_id"]: row for row in found["lock_in"]["contracts"]}

    return lambda contract, day: on(day)[contract]


@pytest.mark.parametrize(("contract", "as_of", "expected"), CASES, ids=[f"{name} on {day}" for name, day, _ in CASES])
def test_a_published_notice_gives_the_published_dates(state_on, contract, as_of, expected) -> None:
    state = state_on(contract, as_of)
    assert {name: state[name] for name in expected} == expected


def test_every_contract_of_the_list_is_tested() -> None:
    assert {name for name, _, _ in CASES} == set(CONTRACTS) and len(CONTRACTS) >= 25
