"""Expected values come from measures.md §§ 4, 5 and 8 or are worked by hand beside the assertion."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from analysis.rules.freedom import Asymmetry, ChannelFreedom, asymmetry, channel_freedom, free_on, lock_in_curve, ties
from analysis.rules.lock_in import (
    Contract,
    contract_state,
    cost_of_missing,
    daily_loss_until,
    remaining_minimum,
    vendor_state,
)
from analysis.rules.notice import Period
from analysis.rules.wording import parse_notice, parse_period

DAY = timedelta(days=1)
TACIT = Contract(
    contract_id="C1",
    vendor_id="lagerhaus_nord",
    functions=("storage", "shipping"),
    channel_ids=("own_shop",),
    starts_on=date(2024, 3, 1),
    initial_term=parse_period("24 months"),
    renewal="tacit",
    renewal_term=parse_period("12 months"),
    notice=parse_notice("3 months"),
    notice_when_open_ended=None,
    vendor_notice=None,
    notice_form="text",
    send_buffer_days=None,
    minimum_per_month=None,
    exit_fee=None,
    noticed_on=None,
    ends_on=None,
)
FIXED = replace(TACIT, renewal="none", renewal_term=None, notice=None)
OPEN = replace(
    TACIT,
    renewal="open_ended",
    initial_term=None,
    renewal_term=None,
    notice=parse_notice("1 month to month_end"),
)


def test_a_tacit_contract_can_be_left_at_the_term_end_that_notice_still_reaches() -> None:
    state = contract_state(TACIT, date(2025, 11, 1))
    assert (state.status, state.term_end, state.earliest_exit) == (
        "bound",
        date(2026, 2, 28),
        date(2026, 2, 28),
    )
    assert (state.last_receipt, state.safe_receipt) == (date(2025, 11, 30), date(2025, 11, 28))
    assert state.exit_if_missed == date(2027, 2, 28)


def test_a_day_after_the_last_receipt_the_contract_has_renewed() -> None:
    state = contract_state(TACIT, date(2025, 12, 1))
    assert (state.term_end, state.earliest_exit) == (date(2026, 2, 28), date(2027, 2, 28))
    assert (state.last_receipt, state.exit_if_missed) == (date(2026, 11, 30), date(2028, 2, 29))


def test_notice_counts_from_the_renewed_term_and_not_from_the_initial_end() -> None:
    state = contract_state(TACIT, date(2030, 6, 1))
    assert (state.term_end, state.last_receipt) == (date(2031, 2, 28), date(2030, 11, 30))
    assert contract_state(TACIT, date(2031, 2, 28)).term_end == date(2031, 2, 28)


def test_a_calendar_anchor_does_not_move_the_end_of_a_term() -> None:
    contract = replace(TACIT, notice=parse_notice("3 months to quarter_end"))
    assert contract_state(contract, date(2025, 11, 1)).earliest_exit == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("form", "own_days", "send_by"),
    [
        ("text", None, date(2025, 11, 28)),  # safe receipt, a Friday
        ("portal", None, date(2025, 11, 28)),
        ("written", None, date(2025, 11, 21)),  # five working days earlier
        (None, None, date(2025, 11, 21)),
        ("written", 1, date(2025, 11, 27)),
        ("written", 0, date(2025, 11, 28)),
    ],
)
def test_notice_is_sent_a_buffer_ahead_of_the_safe_receipt(form, own_days, send_by) -> None:
    contract = replace(TACIT, notice_form=form, send_buffer_days=own_days)
    assert contract_state(contract, date(2025, 11, 1)).send_by == send_by


def test_holidays_move_the_day_of_sending_and_nothing_else() -> None:
    plain = contract_state(TACIT, date(2025, 11, 1))
    moved = contract_state(TACIT, date(2025, 11, 1), holidays={date(2025, 11, 28)})
    assert moved == plain._replace(send_by=date(2025, 11, 27))


def test_a_contract_that_ends_by_itself_needs_no_notice() -> None:
    for renewal in ("none", "express"):
        state = contract_state(replace(FIXED, renewal=renewal), date(2025, 11, 1))
        assert (state.status, state.earliest_exit) == ("bound", date(2026, 2, 28))
        assert (state.last_receipt, state.send_by, state.exit_if_missed) == (None, None, None)


def test_a_contract_is_free_on_its_last_day_and_ended_on_the_next() -> None:
    assert contract_state(FIXED, date(2026, 2, 28)).status == "free"
    assert contract_state(FIXED, date(2026, 3, 1)).status == "ended"


def test_a_fixed_end_overrides_the_terms() -> None:
    contract = replace(TACIT, ends_on=date(2025, 12, 15))
    assert contract_state(contract, date(2025, 11, 1)).earliest_exit == date(2025, 12, 15)
    assert contract_state(contract, date(2025, 12, 16)).status == "ended"
    assert contract_state(replace(FIXED, ends_on=date.max), date(2025, 11, 1)).term_end == date.max


def test_a_noticed_contract_ends_by_the_day_its_notice_arrived() -> None:
    in_time = replace(TACIT, noticed_on=date(2025, 11, 30))
    late = replace(TACIT, noticed_on=date(2025, 12, 1))
    state = contract_state(in_time, date(2026, 1, 15))
    assert (state.status, state.earliest_exit, state.last_receipt) == ("noticed", date(2026, 2, 28), None)
    assert contract_state(late, date(2026, 1, 15)).earliest_exit == date(2027, 2, 28)
    assert contract_state(in_time, date(2026, 3, 1)).status == "ended"


def test_a_notice_that_has_not_arrived_yet_does_not_count() -> None:
    contract = replace(TACIT, noticed_on=date(2025, 11, 30))
    assert contract_state(contract, date(2025, 11, 29)).status == "bound"
    assert contract_state(contract, date(2025, 11, 30)).status == "noticed"


def test_an_open_ended_contract_ends_on_the_first_permitted_day() -> None:
    state = contract_state(OPEN, date(2026, 3, 31))
    assert (state.earliest_exit, state.last_receipt) == (date(2026, 4, 30), date(2026, 3, 31))
    assert (state.safe_receipt, state.exit_if_missed) == (date(2026, 3, 30), date(2026, 5, 31))
    assert state.term_end is None


def test_a_contract_that_can_be_left_at_any_time_is_free() -> None:
    state = contract_state(replace(OPEN, notice=parse_notice("jederzeit")), date(2026, 3, 31))
    assert (state.status, state.earliest_exit) == ("free", date(2026, 3, 31))
    assert state.exit_if_missed == date(2026, 4, 1)


def test_an_open_ended_contract_binds_for_its_initial_term() -> None:
    contract = replace(OPEN, initial_term=parse_period("24 months"), notice=parse_notice("3 months to quarter_end"))
    # The initial term ends on 28 Feb 2026, the first end of a quarter not before it is 31 Mar 2026.
    state = contract_state(contract, date(2025, 6, 1))
    assert (state.term_end, state.earliest_exit) == (date(2026, 2, 28), date(2026, 3, 31))
    assert (state.last_receipt, state.exit_if_missed) == (date(2025, 12, 31), date(2026, 6, 30))


def test_the_initial_term_has_its_own_notice_when_both_are_given() -> None:
    contract = replace(
        OPEN,
        initial_term=parse_period("24 months"),
        notice=parse_notice("3 months"),
        notice_when_open_ended=parse_notice("1 month to month_end"),
    )
    state = contract_state(contract, date(2025, 11, 1))
    assert (state.earliest_exit, state.last_receipt) == (date(2026, 2, 28), date(2025, 11, 30))
    assert state.exit_if_missed == date(2026, 3, 31)
    assert contract_state(contract, date(2025, 12, 1)).earliest_exit == date(2026, 3, 31)
    assert contract_state(contract, date(2026, 6, 30)).earliest_exit == date(2026, 7, 31)


def test_an_open_ended_contract_with_notice_to_the_term_end_only_has_one_known_exit() -> None:
    contract = replace(OPEN, initial_term=parse_period("24 months"), notice=parse_notice("3 Monate vor Ablauf"))
    state = contract_state(contract, date(2025, 11, 1))
    assert (state.earliest_exit, state.exit_if_missed) == (date(2026, 2, 28), None)
    assert contract_state(contract, date(2025, 12, 1)).status == "unknown"


def test_a_contract_that_has_not_started_is_bound() -> None:
    state = contract_state(TACIT, date(2024, 1, 1))
    assert (state.status, state.earliest_exit) == ("bound", date(2026, 2, 28))
    state = contract_state(replace(OPEN, notice=parse_notice("any time")), date(2024, 1, 1))
    assert (state.status, state.earliest_exit) == ("bound", date(2024, 3, 1))


@pytest.mark.parametrize(
    ("contract", "reason"),
    [
        (replace(TACIT, notice=None), "tacit renewal needs notice"),
        (replace(TACIT, renewal_term=None), "tacit renewal needs"),
        (replace(TACIT, renewal_term=Period(0, "month")), "above zero"),
        (replace(FIXED, initial_term=None), "neither initial_term nor ends_on"),
        (replace(OPEN, notice=None), "neither notice nor notice_when_open_ended"),
        (replace(OPEN, notice=parse_notice("3 Monate zum Vertragsende")), "no term is left"),
        (replace(TACIT, problems=("notice: soon",)), "notice: soon"),
        (replace(OPEN, notice=None, noticed_on=date(2025, 1, 1)), "neither notice"),
    ],
)
def test_without_a_usable_rule_a_contract_is_unknown_and_never_free(contract: Contract, reason: str) -> None:
    state = contract_state(contract, date(2025, 11, 1))
    assert (state.status, state.earliest_exit) == ("unknown", None)
    assert reason in (state.reason or "")


@pytest.mark.parametrize(
    ("functions", "provisions"),
    [
        (("storage", "shipping"), ["§ 473 HGB", "§ 621 BGB"]),
        (("payment",), ["§ 675h BGB"]),
        (("advertising", "software"), ["§ 621 BGB"]),
    ],
)
def test_an_unknown_exit_names_the_statutory_default(functions, provisions) -> None:
    state = contract_state(replace(OPEN, notice=None, functions=functions), date(2025, 11, 1))
    assert [part.split(":")[0] for part in (state.hint or "").split("; ")] == provisions


@pytest.mark.parametrize("wording", ["1 month", "3 months to quarter_end", "6 weeks to month_end", "14 days"])
@pytest.mark.parametrize(
    "kind",
    [
        lambda rule: replace(TACIT, starts_on=date(2024, 1, 31), notice=rule),
        lambda rule: replace(TACIT, renewal_term=parse_period("1 week"), notice=rule),
        lambda rule: replace(OPEN, notice=rule),
        lambda rule: replace(OPEN, initial_term=parse_period("18 months"), notice_when_open_ended=rule),
    ],
)
def test_the_last_receipt_is_the_last_day_on_which_the_exit_stays_the_same(
    kind: Callable[..., Contract], wording: str
) -> None:
    contract = kind(parse_notice(wording))
    exits = {day: contract_state(contract, day) for day in (date(2024, 6, 1) + index * DAY for index in range(0, 800))}
    for day, state in exits.items():
        if state.last_receipt and state.last_receipt + DAY in exits:
            assert day <= state.last_receipt
            assert exits[state.last_receipt].earliest_exit == state.earliest_exit
            assert exits[state.last_receipt + DAY].earliest_exit == state.exit_if_missed != state.earliest_exit


def test_missing_the_day_costs_the_loss_of_another_quarter() -> None:
    contract = replace(OPEN, notice=parse_notice("3 months to quarter_end"))
    state = contract_state(contract, date(2026, 2, 20))
    assert state.earliest_exit and state.exit_if_missed
    assert (state.last_receipt, state.exit_if_missed) == (date(2026, 3, 31), date(2026, 9, 30))
    # Five points of 50,000 a month, from 7 March: 116 days to 30 June, 208 days to 30 September.
    in_time = daily_loss_until(Decimal(2500), date(2026, 3, 7), exit_on=state.earliest_exit)
    missed = daily_loss_until(Decimal(2500), date(2026, 3, 7), exit_on=state.exit_if_missed)
    assert [round(loss, 2) for loss in (in_time, missed, missed - in_time)] == [
        Decimal("9534.25"), Decimal("17095.89"), Decimal("7561.64")
    ]  # fmt: skip


def test_a_shock_that_binds_after_the_exit_costs_nothing() -> None:
    assert daily_loss_until(Decimal(2500), date(2026, 7, 1), exit_on=date(2026, 6, 30)) == 0


def test_the_remaining_minimum_is_counted_by_day_to_the_cent() -> None:
    contract = replace(TACIT, minimum_per_month=Decimal(500))
    as_of = date(2025, 11, 1)
    # 119 days to 28 Feb 2026: 500 · 12 / 365 · 119 = 1,956.16; a year later 365 days more: 6,000.00 more.
    assert remaining_minimum(contract, as_of, until=date(2026, 2, 28)) == Decimal("1956.16")
    assert cost_of_missing(contract, contract_state(contract, as_of), as_of=as_of) == Decimal("6000.00")
    assert remaining_minimum(contract, as_of, until=date(2025, 10, 1)) == 0


def test_the_cost_of_missing_is_rounded_once() -> None:
    contract = replace(OPEN, notice=parse_notice("3 months to quarter_end"), minimum_per_month=Decimal(100))
    as_of = date(2026, 2, 20)
    # Out on 30 June, missed: on 30 September, 92 days more: 100 · 12 / 365 · 92 = 302.4658; the minimum to either day,
    # 130 and 222 days, is 427.3973 and 729.8630, which rounded first are 302.46 apart.
    assert cost_of_missing(contract, contract_state(contract, as_of), as_of=as_of) == Decimal("302.47")


def test_a_minimum_is_not_owed_before_the_contract_starts() -> None:
    contract = replace(TACIT, minimum_per_month=Decimal(365))
    # One day, 1 March 2024: 365 · 12 / 365.
    assert remaining_minimum(contract, date(2024, 1, 1), until=date(2024, 3, 1)) == Decimal("12.00")


def test_an_unknown_minimum_or_exit_has_an_unknown_cost() -> None:
    as_of = date(2025, 11, 1)
    assert cost_of_missing(TACIT, contract_state(TACIT, as_of), as_of=as_of) is None
    fixed = replace(FIXED, minimum_per_month=Decimal(500))
    assert cost_of_missing(fixed, contract_state(fixed, as_of), as_of=as_of) is None


AS_OF = date(2026, 2, 20)
ENDS_IN_JUNE = replace(FIXED, functions=("storage",), ends_on=date(2026, 6, 30))
UNKNOWN = replace(OPEN, vendor_id="paypal", functions=("payment",), notice=None)


def freedom(*contracts: Contract, **lead_times: int) -> ChannelFreedom:
    pairs = {(contract.vendor_id, name): lead_times[name]
             for contract in contracts for name in contract.functions if name in lead_times}  # fmt: skip
    tied = ties((contract, contract_state(contract, AS_OF)) for contract in contracts)
    return channel_freedom("own_shop", tied, lead_times=pairs, as_of=AS_OF)


def test_a_vendor_is_left_when_the_contract_and_the_replacement_allow_it() -> None:
    assert free_on([date(2026, 3, 1), date(2026, 6, 30)], 30, as_of=AS_OF) == date(2026, 6, 30)
    assert free_on([date(2026, 3, 1)], 30, as_of=AS_OF) == date(2026, 3, 22)
    assert free_on([date(2026, 3, 1), None], 30, as_of=AS_OF) is None


def test_a_channel_is_free_with_the_last_vendor_that_serves_it() -> None:
    second = replace(ENDS_IN_JUNE, contract_id="C2", ends_on=date(2026, 9, 30))
    assert freedom(ENDS_IN_JUNE, storage=30).free_on == date(2026, 6, 30)
    assert freedom(ENDS_IN_JUNE, second, storage=30).free_on == date(2026, 9, 30)
    assert freedom(ENDS_IN_JUNE, storage=200).free_on == date(2026, 9, 8)  # 20 Feb + 200 days


def test_a_channel_without_an_alternative_is_never_free_even_beside_an_unknown_exit() -> None:
    assert freedom(ENDS_IN_JUNE, UNKNOWN, payment=21) == ChannelFreedom("own_shop", "never")
    assert freedom(UNKNOWN) == ChannelFreedom("own_shop", "never")


def test_an_unknown_exit_leaves_the_channel_unknown() -> None:
    assert freedom(ENDS_IN_JUNE, UNKNOWN, storage=30, payment=21) == ChannelFreedom("own_shop", "unknown")


def test_a_channel_without_a_running_contract_is_unknown() -> None:
    ended = replace(ENDS_IN_JUNE, ends_on=date(2026, 1, 31))
    elsewhere = replace(ENDS_IN_JUNE, channel_ids=("etsy",))
    assert freedom(ended, elsewhere, storage=30) == ChannelFreedom("own_shop", "unknown")


def test_the_known_lock_in_curve() -> None:
    freedoms = [
        ChannelFreedom("amazon_de", "free_on", date(2026, 6, 30)),
        ChannelFreedom("own_shop", "free_on", date(2026, 3, 22)),
        ChannelFreedom("etsy", "free_on", AS_OF),
    ]
    lock_in = lock_in_curve(freedoms, {"amazon_de": 0.5, "own_shop": 0.3, "etsy": 0.2}, as_of=AS_OF)
    assert lock_in.duration_days == pytest.approx(74.0)
    assert lock_in.mean_days_until_free == pytest.approx(74.0)  # all of it can become free
    assert lock_in.half_free_on == date(2026, 3, 22)
    assert [day for day, _ in lock_in.curve] == [AS_OF, date(2026, 3, 22), date(2026, 6, 30)]
    assert [share for _, share in lock_in.curve] == pytest.approx([0.2, 0.5, 1.0])
    assert (lock_in.never_free_share, lock_in.unknown_share) == (0.0, 0.0)


def test_what_is_never_free_or_unknown_stays_below_the_curve() -> None:
    freedoms = [
        ChannelFreedom("amazon_de", "never"),
        ChannelFreedom("own_shop", "free_on", date(2026, 3, 22)),
        ChannelFreedom("etsy", "unknown"),
    ]
    lock_in = lock_in_curve(freedoms, {"amazon_de": 0.5, "own_shop": 0.3, "etsy": 0.1, "new": 0.1}, as_of=AS_OF)
    assert lock_in.curve == ((AS_OF, 0.0), (date(2026, 3, 22), 0.3))
    assert lock_in.duration_days == pytest.approx(9.0)  # 0.3 · 30 days, not rescaled
    assert lock_in.mean_days_until_free == pytest.approx(30.0)  # 9 ÷ 0.3
    assert (lock_in.half_free_on, lock_in.never_free_share, lock_in.unknown_share) == (None, 0.5, 0.2)


def test_a_shop_without_contracts_has_no_duration_instead_of_zero() -> None:
    lock_in = lock_in_curve([ChannelFreedom("etsy", "unknown")], {"etsy": 1.0}, as_of=AS_OF)
    assert (lock_in.duration_days, lock_in.curve, lock_in.unknown_share) == (None, ((AS_OF, 0.0),), 1.0)
    assert lock_in.mean_days_until_free is None


@pytest.mark.parametrize(
    ("notice", "lead_time_days", "daily", "expected"),
    [
        ("30 days", 42, Decimal("100.00"), Asymmetry(30, 12, Decimal("1200.00"))),
        ("2 months", 42, Decimal("100.00"), Asymmetry(59, 0, Decimal(0))),  # 20 Feb to 20 Apr
        ("1 month to quarter_end", 60, None, Asymmetry(39, 21, None)),  # 20 Feb to 31 Mar
        ("30 days to term_end", 42, None, Asymmetry(30, 12, None)),
        ("30 days", None, Decimal("100.00"), Asymmetry(30, None, None)),
        (None, 42, Decimal("100.00"), Asymmetry(None, None, None)),
    ],
)
def test_what_the_vendors_notice_leaves_uncovered(notice, lead_time_days, daily, expected) -> None:
    theirs = parse_notice(notice) if notice else None
    assert asymmetry(theirs, lead_time_days, daily_contribution=daily, as_of=AS_OF) == expected


def test_the_vendors_terms_count_when_the_vendor_state_is_compared() -> None:
    contract = replace(ENDS_IN_JUNE, ends_on=None, renewal="tacit", renewal_term=parse_period("12 months"))
    contract = replace(contract, starts_on=date(2024, 7, 1), vendor_notice=parse_notice("30 days"))
    # Their notice on 20 Feb counts to the end of the term, 30 June: 8 + 31 + 30 + 31 + 30 = 130 days.
    theirs = vendor_state(contract, AS_OF)
    assert (theirs.earliest_exit, theirs.their_notice_days) == (date(2026, 6, 30), 130)
    assert asymmetry(theirs, 150, daily_contribution=Decimal(10), as_of=AS_OF) == Asymmetry(130, 20, Decimal("200.00"))


@pytest.mark.parametrize(
    ("contract", "earliest_exit"),
    [
        (replace(TACIT, vendor_notice=parse_notice("3 months")), date(2026, 2, 28)),
        (replace(TACIT, vendor_notice=parse_notice("30 days at any time")), date(2025, 12, 1)),
        (replace(FIXED, vendor_notice=parse_notice("30 days")), date(2026, 2, 28)),
        (replace(FIXED, vendor_notice=parse_notice("30 days at any time")), date(2025, 12, 1)),
        (replace(OPEN, vendor_notice=parse_notice("2 months to month_end")), date(2026, 1, 31)),
        (
            replace(OPEN, initial_term=parse_period("24 months"), vendor_notice=parse_notice("30 days")),
            date(2026, 2, 28),
        ),
        (replace(OPEN, vendor_notice=parse_notice("6 months"), noticed_on=date(2025, 10, 1)), date(2025, 11, 30)),
        (replace(TACIT, ends_on=date(2025, 11, 15), vendor_notice=parse_notice("any time")), date(2025, 11, 1)),
    ],
)
def test_the_vendor_is_bound_by_the_term_unless_it_may_leave_at_any_time(
    contract: Contract, earliest_exit: date
) -> None:
    as_of = date(2025, 11, 1)
    theirs = vendor_state(contract, as_of)
    assert (theirs.earliest_exit, theirs.their_notice_days) == (earliest_exit, (earliest_exit - as_of).days)


@pytest.mark.parametrize(
    ("contract", "reason"),
    [
        (TACIT, "vendor_notice is not given"),
        (replace(TACIT, vendor_notice=parse_notice("1 month"), problems=("notice: soon",)), "notice: soon"),
        (replace(OPEN, vendor_notice=parse_notice("1 month to term_end")), "no term is left"),
        (replace(TACIT, vendor_notice=parse_notice("1 month"), ends_on=date(2025, 1, 31)), "has ended"),
    ],
)
def test_when_the_vendor_can_leave_is_unknown_without_a_rule(contract: Contract, reason: str) -> None:
    theirs = vendor_state(contract, date(2025, 11, 1))
    assert theirs.their_notice_days is None and reason in (theirs.reason or "")
    assert asymmetry(theirs, 42, daily_contribution=None, as_of=date(2025, 11, 1)) == Asymmetry(None, None, None)


def test_notice_at_any_time_ends_a_term_early_but_never_after_its_end() -> None:
    fixed = replace(FIXED, notice=parse_notice("30 days at any time"))
    state = contract_state(fixed, date(2025, 11, 1))
    assert (state.earliest_exit, state.last_receipt, state.exit_if_missed) == (
        date(2025, 12, 1), date(2025, 11, 1), date(2025, 12, 2)
    )  # fmt: skip
    assert contract_state(fixed, date(2026, 2, 10)).earliest_exit == date(2026, 2, 28)
    assert contract_state(fixed, date(2026, 3, 1)).status == "ended"
    noticed = replace(fixed, noticed_on=date(2025, 11, 1))
    assert contract_state(noticed, date(2025, 11, 15)).earliest_exit == date(2025, 12, 1)
    assert contract_state(noticed, date(2025, 12, 2)).status == "ended"


def test_a_first_end_agreed_as_a_date_binds_until_then() -> None:
    rule = parse_notice("4 weeks to month_end")
    contract = replace(OPEN, bound_until=date(2026, 12, 31), notice=None, notice_when_open_ended=rule)
    state = contract_state(contract, date(2026, 3, 1))
    # 28 days before 31 December is 3 December.
    assert (state.earliest_exit, state.last_receipt) == (date(2026, 12, 31), date(2026, 12, 3))
    assert state.exit_if_missed == date(2027, 1, 31)
    tacit = replace(TACIT, bound_until=date(2026, 12, 31))
    assert contract_state(tacit, date(2026, 10, 1)).earliest_exit == date(2027, 12, 31)


def test_the_following_terms_have_a_length_of_their_own() -> None:
    contract = replace(TACIT, renewal_term=parse_period("1 month"), notice=parse_notice("2 weeks"))
    assert contract_state(contract, date(2026, 2, 14)).earliest_exit == date(2026, 2, 28)
    assert contract_state(contract, date(2026, 2, 15)).earliest_exit == date(2026, 3, 31)
    assert contract_state(contract, date(2026, 4, 20)).earliest_exit == date(2026, 5, 31)


def test_a_day_of_receipt_sets_the_deadline_and_holidays_move_it() -> None:
    rule = parse_notice("by the third working day of a quarter to the end of the next quarter")
    contract, holidays = replace(OPEN, notice=rule), {date(2026, 1, 1)}
    state = contract_state(contract, date(2026, 1, 5), holidays=holidays)
    assert (state.earliest_exit, state.last_receipt, state.safe_receipt) == (
        date(2026, 6, 30), date(2026, 1, 5), date(2026, 1, 3)
    )  # fmt: skip
    assert (state.send_by, state.exit_if_missed) == (date(2026, 1, 2), date(2026, 9, 30))


def test_a_contract_renewed_weekly_for_decades_still_ends_on_the_same_weekday() -> None:
    contract = replace(TACIT, starts_on=date(1990, 1, 1), renewal_term=parse_period("1 week"))
    # The first term ends on Tuesday, 31 December 1991, so every week after it ends on a Tuesday.
    state = contract_state(contract, date(2026, 1, 1))
    assert state.earliest_exit == date(2026, 4, 7)  # three months lead to Wednesday 1 April, the next Tuesday


def months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    end = next(date(year, month + 1, number) for number in (31, 30, 29, 28) if number <= month_days(year, month + 1))
    return end.replace(day=min(day.day, end.day))


def month_days(year: int, month: int) -> int:
    return next(number for number in (31, 30, 29, 28) if is_day(year, month, number))


def is_day(year: int, month: int, number: int) -> bool:
    try:
        return bool(date(year, month, number))
    except ValueError:
        return False


@pytest.mark.parametrize("renewal_months", [1, 3, 12])
@pytest.mark.parametrize("initial_months", [1, 12, 24])
def test_every_start_day_of_four_years_has_the_exit_found_by_walking_through_the_terms(
    initial_months: int, renewal_months: int
) -> None:
    as_of = date(2028, 3, 31)
    rule = parse_notice("1 month")
    for index in range(1461):
        starts_on = date(2024, 1, 1) + index * DAY
        contract = replace(
            TACIT, starts_on=starts_on, notice=rule,
            initial_term=Period(initial_months, "month"), renewal_term=Period(renewal_months, "month"),
        )  # fmt: skip
        # One month from 31 March 2028 is 30 April: the first term's end from then on, walking all of them.
        whole = initial_months
        while (end := last_day(starts_on, whole)) < date(2028, 4, 30):
            whole += renewal_months
        assert contract_state(contract, as_of).earliest_exit == end


def last_day(starts_on: date, months: int) -> date:
    """The day before the same number, or the month's last day where the number is missing."""
    same = months_on(starts_on, months)
    return same - DAY if same.day == starts_on.day else same


def test_the_last_day_of_a_term_still_belongs_to_it_on_both_sides() -> None:
    last = date(2026, 2, 28)
    minimum = replace(OPEN, initial_term=parse_period("24 months"))
    assert contract_state(minimum, last).term_end == last
    assert contract_state(minimum, last + DAY).term_end is None
    theirs = vendor_state(replace(FIXED, vendor_notice=parse_notice("30 days")), last)
    assert (theirs.earliest_exit, theirs.their_notice_days) == (last, 0)
