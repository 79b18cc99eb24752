"""Which step of the ladder binds; days are worked by hand beside the assertion, provisions come from domain.md § 1."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.language import Language
from analysis.rules.law import ChangeClause, Rung, agency_months, change_ladder, ladder, laws_of, our_notice
from analysis.rules.lock_in import Contract, contract_state
from analysis.rules.notice import Notice, Period
from analysis.rules.provisions import PROVISIONS, kinds_of
from analysis.rules.wording import parse_notice

AS_OF = date(2026, 10, 31)
OPEN = Contract(
    contract_id="C1",
    vendor_id="lagerhaus_nord",
    functions=("storage",),
    channel_ids=("own_shop",),
    starts_on=date(2024, 3, 1),
    initial_term=None,
    renewal="open_ended",
    renewal_term=None,
    notice=None,
    notice_when_open_ended=None,
    vendor_notice=None,
    notice_form="text",
    send_buffer_days=None,
    minimum_per_month=None,
    exit_fee=None,
    noticed_on=None,
    ends_on=None,
)
GERMAN = laws_of("DE", is_in_eu=True)
FUNCTIONS = ("storage", "shipping", "payment", "marketplace", "software", "shop_system", "order_intake", "supply")


def rungs(contract: Contract, subject: str, as_of: date = AS_OF) -> list[Rung]:
    leaves_on = contract_state(contract, as_of).earliest_exit
    found = ladder(contract, as_of, leaves_on=leaves_on, laws=GERMAN)
    return [rung for rung in found if rung.subject == subject]


def binding(contract: Contract, subject: str, as_of: date = AS_OF) -> Rung | None:
    bound = [rung for rung in rungs(contract, subject, as_of) if rung.binds]
    assert len(bound) <= 1
    return bound[0] if bound else None


def performs(function: str, **terms: str) -> Contract:
    wording = {name: parse_notice(text) for name, text in terms.items()}
    return replace(OPEN, functions=(function,), **wording)  # type: ignore[arg-type]


def bound_by(contract: Contract, subject: str, as_of: date = AS_OF) -> tuple[str, str | None, Notice | None]:
    rung = binding(contract, subject, as_of)
    assert rung
    return rung.step, rung.provision, rung.notice


def test_storage_of_indefinite_length_ends_by_one_month_for_both_where_the_contract_is_silent() -> None:
    month = Notice(Period(1, "month"))
    assert bound_by(OPEN, "our_exit") == ("statute", "§ 473 I HGB", month)
    assert bound_by(OPEN, "their_exit") == ("statute", "§ 473 II HGB", month)
    # Received on 31 October, a month ends on 30 November (§ 188 III).
    assert [rung.exit_on for rung in rungs(OPEN, "our_exit") if rung.binds] == [date(2026, 11, 30)]


def test_a_default_waits_for_the_end_of_the_first_term() -> None:
    contract = replace(OPEN, initial_term=Period(36, "month"))  # 1 March 2024 to 28 February 2027
    assert [rung.exit_on for rung in rungs(contract, "our_exit") if rung.binds] == [date(2027, 2, 28)]


def test_a_default_gives_way_to_a_clause_of_any_length_and_is_kept() -> None:
    contract = performs("storage", notice="6 months")
    assert bound_by(contract, "our_exit") == ("clause", None, Notice(Period(6, "month")))
    assert [rung.provision for rung in rungs(contract, "our_exit")] == [
        None, "§ 473 I HGB", "§ 475b HGB", "OLG Frankfurt 14 U 65/16"
    ]  # fmt: skip


def test_a_default_for_indefinite_length_does_not_bind_a_fixed_term() -> None:
    contract = replace(OPEN, renewal="tacit", initial_term=Period(12, "month"), renewal_term=Period(12, "month"))
    assert binding(contract, "our_exit") is None


def test_the_readings_of_the_service_statute_are_named_where_the_payment_period_is_not_known() -> None:
    rung = binding(performs("advertising"), "our_exit")
    assert rung and rung.provision == "§ 621 nos. 1–5 BGB" and rung.notice is None
    for words in ("day before", "to Saturday", "by the 15th", "six weeks to the quarter", "any time"):
        assert words in rung.text


def test_a_service_with_a_minimum_per_month_is_paid_by_the_month() -> None:
    monthly = replace(performs("advertising"), minimum_per_month=Decimal(50))
    # Received on 31 October 2026, after the 15th: the end of November.
    rung = binding(monthly, "our_exit")
    assert rung and (rung.provision, rung.exit_on) == ("§ 621 no. 3 BGB", date(2026, 11, 30))
    assert binding(monthly, "our_exit", date(2026, 10, 15)).exit_on == date(2026, 10, 31)  # type: ignore[union-attr]
    free = replace(monthly, minimum_per_month=Decimal(0))
    assert bound_by(free, "our_exit")[1] == "§ 621 nos. 1–5 BGB"


def test_of_several_defaults_for_one_contract_none_is_said_to_bind() -> None:
    assert binding(replace(OPEN, functions=("storage", "shipping")), "our_exit") is None


@pytest.mark.parametrize(("months", "is_told"), [(60, False), (61, True)])
def test_only_services_for_more_than_five_years_let_the_vendor_leave_after_five(months: int, is_told: bool) -> None:
    contract = replace(performs("shipping"), initial_term=Period(months, "month"))
    assert ("§ 624 BGB" in [rung.provision for rung in rungs(contract, "their_exit")]) is is_told
    assert "§ 624 BGB" not in [rung.provision for rung in rungs(contract, "our_exit")]


@pytest.mark.parametrize(
    ("as_of", "months"),
    [
        (date(2025, 2, 28), 1),
        (date(2025, 3, 1), 2),
        (date(2026, 2, 28), 2),
        (date(2026, 3, 1), 3),
        (date(2029, 2, 28), 3),
        (date(2029, 3, 1), 6),
    ],
)
def test_an_agency_grows_older_by_whole_years_of_the_contract(as_of: date, months: int) -> None:
    agency = performs("order_intake")
    assert agency_months(agency, as_of) == months
    assert bound_by(agency, "our_exit", as_of)[2] == Notice(Period(months, "month"), "month_end")


def test_an_agencys_clause_shorter_than_the_statute_does_not_bind() -> None:
    agency = performs("order_intake", notice="1 month to month_end")
    assert bound_by(agency, "our_exit")[:2] == ("statute", "§ 89 HGB")
    assert bound_by(performs("order_intake", notice="4 months"), "our_exit")[0] == "clause"


def test_the_principals_notice_is_never_shorter_than_the_agents() -> None:
    agency = performs("order_intake", notice="3 months to month_end", vendor_notice="6 months to month_end")
    assert bound_by(agency, "our_exit") == ("statute", "§ 89 HGB", Notice(Period(6, "month"), "month_end"))
    assert bound_by(agency, "their_exit")[0] == "clause"


def test_a_payment_service_can_be_left_at_any_time_even_during_a_fixed_term() -> None:
    fixed = replace(performs("payment"), renewal="none", initial_term=Period(60, "month"))
    assert bound_by(fixed, "our_exit")[1:] == ("§ 675h I BGB", Notice(Period(0, "day")))
    assert binding(fixed, "our_exit").exit_on == AS_OF  # type: ignore[union-attr]


@pytest.mark.parametrize("terms", [{"notice": "3 months"}, {"vendor_notice": "30 days"}], ids=["ours", "theirs"])
def test_payment_terms_beyond_the_limits_bind_a_business_but_are_to_be_checked(terms: dict[str, str]) -> None:
    rung = binding(performs("payment", **terms), "our_exit" if "notice" in terms else "their_exit")
    assert rung and rung.step == "clause" and "§ 675e IV" in rung.why


@pytest.mark.parametrize(
    ("clause", "step"), [("14 days", "platform"), ("29 days", "platform"), ("30 days", "clause"), ("1 month", "clause")]
)
def test_a_platform_cannot_go_below_its_floor_of_30_days(clause: str, step: str) -> None:
    assert bound_by(performs("marketplace", vendor_notice=clause), "their_exit")[0] == step


def test_the_floor_holds_where_the_platforms_terms_are_not_known() -> None:
    assert bound_by(performs("marketplace"), "their_exit")[1] == "Art. 4(2) Reg. (EU) 2019/1150"


def test_cloud_software_is_left_after_two_months_and_a_move_of_thirty_days_whatever_is_agreed() -> None:
    yearly = replace(
        performs("software", notice="1 month"),
        renewal="tacit",
        initial_term=Period(12, "month"),
        renewal_term=Period(12, "month"),
    )
    rung = binding(yearly, "our_exit")
    # By the contract 28 February 2027; by Article 25 31 December 2026 and thirty days: 30 January 2027.
    assert rung and (rung.step, rung.exit_on) == ("statute", date(2027, 1, 30))
    clause = rungs(yearly, "our_exit")[0]
    assert (clause.exit_on, clause.binds) == (date(2027, 2, 28), False)


def test_a_short_cloud_clause_binds_and_before_september_2025_any_does() -> None:
    assert bound_by(performs("shop_system", notice="2 months"), "our_exit")[0] == "clause"
    assert bound_by(performs("shop_system", notice="6 months"), "our_exit")[0] == "statute"
    assert bound_by(performs("shop_system", notice="6 months"), "our_exit", date(2025, 9, 11))[0] == "clause"


def test_an_open_ended_contract_has_its_other_notice_after_the_first_term() -> None:
    terms = {"notice": "3 months to term_end", "notice_when_open_ended": "1 month"}
    contract = replace(performs("storage", **terms), initial_term=Period(12, "month"))  # to 28 February 2025
    assert our_notice(contract, date(2025, 2, 28)) == contract.notice
    assert our_notice(contract, date(2025, 3, 1)) == contract.notice_when_open_ended


def changed(function: str, change: ChangeClause, subject: str) -> list[tuple[str, bool]]:
    found = change_ladder((function,), change, laws=GERMAN)
    return [(rung.provision or "clause", rung.binds) for rung in found if rung.subject == subject]


def test_a_platform_tells_changes_fifteen_days_ahead_and_lets_sellers_go() -> None:
    article = "Art. 3(2) Reg. (EU) 2019/1150"
    week, month = ChangeClause(Period(1, "week"), may_leave=False), ChangeClause(Period(1, "month"), may_leave=True)
    assert changed("marketplace", week, "their_change") == [("clause", False), (article, True)]
    assert changed("marketplace", month, "their_change") == [("clause", True), (article, False)]
    assert changed("marketplace", week, "our_special_exit")[:2] == [("clause", False), (article, True)]


def test_special_termination_of_the_contract_binds_and_good_cause_is_only_a_hint() -> None:
    may_leave = ChangeClause(may_leave=True)
    assert changed("supply", may_leave, "our_special_exit") == [("clause", True), ("§ 314 BGB", False)]
    assert changed("supply", ChangeClause(), "our_special_exit") == [("clause", False), ("§ 314 BGB", False)]


def test_german_law_is_told_in_germany_and_union_law_in_the_union_only() -> None:
    contract = replace(OPEN, functions=FUNCTIONS)
    swiss = ladder(contract, AS_OF, leaves_on=None, laws=laws_of("CH", is_in_eu=False))
    austrian = ladder(contract, AS_OF, leaves_on=None, laws=laws_of("AT", is_in_eu=True))
    assert {rung.step for rung in swiss} == {"clause"}
    assert {rung.provision for rung in austrian} == {
        None,
        "Art. 4(1) Reg. (EU) 2019/1150",
        "Art. 4(2) Reg. (EU) 2019/1150",
        "Art. 25 Reg. (EU) 2023/2854",
    }


def test_order_intake_is_an_agency_unless_a_selling_system_takes_the_orders() -> None:
    assert kinds_of(["order_intake"]) == {"agency"}
    assert kinds_of(["order_intake", "marketplace"]) == {"platform"}
    assert kinds_of(["order_intake", "shop_system"]) == {"cloud"}


def test_every_provision_has_a_source_and_a_text() -> None:
    assert all(rule.source and rule.text and rule.name for rule in PROVISIONS)


@pytest.mark.parametrize("name", sorted({*(rule.name for rule in PROVISIONS), "§ 621 no. 3 BGB"}))
def test_provisions_are_cited_in_german_for_a_german_reader(name: str) -> None:
    # Union law is cited as "Art. 3 Abs. 2 VO (EU) 2019/1150", numbers of a section as "Nr. 3".
    assert not re.search(r"Reg\.|\bnos?\.|Art\. \d+\(", Language("de").told(name))


notices = st.none() | st.builds(
    Notice,
    st.builds(Period, st.integers(0, 36), st.sampled_from(["day", "week", "month"])),
    st.sampled_from([None, "month_end", "quarter_end", "year_end"]),
)


@given(st.sets(st.sampled_from(FUNCTIONS), min_size=1), notices, notices, st.dates(date(2024, 3, 1), date(2040, 1, 1)))
def test_at_most_one_step_binds_and_a_given_clause_or_what_overrules_it_always_does(functions, ours, theirs, as_of):
    contract = replace(OPEN, functions=tuple(sorted(functions)), notice=ours, vendor_notice=theirs)
    for subject, clause in (("our_exit", ours), ("their_exit", theirs)):
        bound = [rung for rung in rungs(contract, subject, as_of) if rung.binds]
        assert len(bound) == 1 if clause else len(bound) <= 1
