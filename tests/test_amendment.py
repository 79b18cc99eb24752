"""Other terms for one contract, for one run: dates follow them, the register stays, what changes is told."""

from datetime import date

import pytest
from conftest import lines, measured

from analysis.errors import InputError
from analysis.language import Language
from analysis.measures.windows import Asked
from analysis.presentation.amendment_findings import other_terms

HEADER = "contract_id,vendor_id,functions,starts_on,initial_term,renewal,renewal_term,notice,minimum_per_month\n"
FILES = {
    "exports/a.csv": lines("1,1,2026-05-04,web,,1,EUR,10,0,,completed"),
    "register/contracts.csv": HEADER
    + "lager,nord,storage,2025-01-01,24 months,tacit,12 months,6 weeks to term_end,100\n"
    + "paket,dhl,shipping,2025-01-01,,open_ended,,30 days,0\n",
}
DAY = date(2026, 10, 31)


@pytest.fixture
def ask(make_shop):
    def figures(contract: str | None):
        return measured(make_shop(FILES), month="2026-05", as_of=DAY, asked=Asked(contract=contract))["lock_in"]

    return figures


def test_dates_follow_the_terms_that_are_tried_out_and_every_change_is_listed(ask):
    found = ask("lager: notice=3 months to term_end; minimum_per_month=200")
    (row,) = [row for row in found["contracts"] if row["contract_id"] == "lager"]
    # The term ends on 31 December 2026; three months before its end lie behind 31 October, so it renews for a year.
    assert (row["earliest_exit"], row["last_receipt"]) == ("2027-12-31", "2027-09-30")
    told = found["amended"]
    assert (told["contract_id"], told["cells"]) == (
        "lager",
        {"notice": "3 months to term_end", "minimum_per_month": "200"},
    )
    changes = {row["figure"]: (row["before"], row["after"]) for row in told["changes"] if row["vendor_id"] == "nord"}
    # Six weeks before 31 December 2026 is 19 November 2026.
    assert changes["earliest_exit"] == ("2026-12-31", "2027-12-31")
    assert changes["last_receipt"] == ("2026-11-19", "2027-09-30")
    # 365 days more at 100 · 12/365. Then 366 more at 200 · 12/365: 2,406.5753.
    assert changes["cost_of_missing"] == ("1200.00", "2406.58")


def test_the_register_itself_and_other_contracts_stay_as_they_are(ask):
    plain, tried = ask(None), ask("lager: renewal=none")
    assert plain["amended"] is None

    def other(found):
        return [row for row in found["contracts"] if row["contract_id"] == "paket"]

    assert other(plain) == other(tried) and len(other(plain)) == 1


def test_the_finding_names_the_terms_and_what_they_change(ask):
    figures = {"currency": "EUR", "names": {"vendors": {"nord": "Nord"}}, "lock_in": ask("lager: ends_on=2027-01-31")}
    text = other_terms(figures, Language("en")).text
    assert text.startswith("Tried out, not in the register: lager with ends_on = 2027-01-31. What changes: ")
    assert "Nord: out on 31 January 2027 instead of 31 December 2026" in text
    figures["lock_in"] = ask("paket: notice=30 Tage")
    assert other_terms(figures, Language("en")).text.endswith("No date and no amount changes.")


@pytest.mark.parametrize(
    ("contract", "message"),
    [
        ("lagre: notice=30 days", r'contract "lagre" is not in register/contracts.csv; did you mean lager\?'),
        ("lager: notce=30 days", r"contract lager: notce is no term; the terms are starts_on, .*did you mean notice\?"),
        ("lager: vendor_id=other", r"vendor_id is no term"),
        ("lager: starts_on=31/12/2025", r"may be day or month first"),
        ("lager: renewal=", r"renewal is required and blank"),
        ("lager notice=30 days", r'contract is "lager notice=30 days"; write contract_id: column=value'),
        ("lager: notice", r"write contract_id: column=value"),
    ],
)
def test_what_is_unknown_or_cannot_be_read_is_refused_with_the_remedy(ask, contract, message):
    with pytest.raises(InputError, match=message):
        ask(contract)


def test_a_semicolon_inside_a_value_begins_no_new_term(ask):
    with pytest.raises(InputError, match="sofort; heute"):
        ask("lager: notice=sofort; heute")
