"""What it costs when a vendor's terms get worse: loss until exit, lowest cash, and how much can be borne."""

import math
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

Monthly = Mapping[int, Decimal | None]

LEVERS = ("fee_points", "payout_delay_days", "closed_days")


@dataclass(frozen=True)
class Shock:
    """Worse terms: amount in points of gross sales or whole days, days a fee or delay lasts (None: for good),
    days a balance is frozen, and a start that overrides notice; ValueError for another lever or part of a
    day."""

    lever: str
    amount: Decimal
    days: int | None = None
    frozen_days: int | None = None
    start: date | None = None

    def __post_init__(self) -> None:
        if self.lever not in LEVERS:
            raise ValueError(f"not computed yet: {self.lever} (computed are {', '.join(LEVERS)})")
        if self.lever != "fee_points" and (self.amount < 0 or self.amount % 1):
            raise ValueError(f"{self.lever} is {self.amount} but must be a whole number of days, 0 or more")

    def last_day(self, binds_on: date) -> date:
        """The last day on which the shock acts, date.max when it stays for good."""
        days = int(self.amount) if self.lever == "closed_days" else self.days
        return date.max if days is None else binds_on + timedelta(days=days - 1)


@dataclass(frozen=True)
class Baseline:
    """Amounts through the shocked vendor by calendar month 1-12, and the balance it holds; None is
    unknown."""

    gross_sales: Monthly
    net_revenue: Monthly
    contribution: Monthly
    payout: Monthly
    balance: Decimal | None = None


@dataclass(frozen=True)
class Impact:
    """Cost of a shock over twelve months or its closed days, in amounts rounded to cents; None is unknown."""

    revenue_loss: Decimal | None
    contribution_loss: Decimal | None
    loss_until_exit: Decimal | None
    price_of_missing: Decimal | None
    extra_working_capital: Decimal | None
    binds_from: date


def seasonal_baseline(monthly: Mapping[str, Decimal | None], last_month: str) -> dict[int, Decimal | None]:
    """Amount per calendar month 1-12 from the twelve "YYYY-MM" months to last_month: the same calendar month,
    or the mean of the months there are when they are fewer than twelve; an unknown month stays unknown."""
    year, month = (int(part) for part in last_month.split("-"))
    window = [(year, m) if m <= month else (year - 1, m) for m in range(1, 13)]
    known = {m: monthly[f"{y}-{m:02}"] for y, m in window if f"{y}-{m:02}" in monthly}
    if len(known) == 12:
        return known
    amounts = [amount for amount in known.values() if amount is not None]
    mean = sum(amounts) / Decimal(len(amounts)) if amounts and len(amounts) == len(known) else None
    return dict.fromkeys(range(1, 13), mean)


def amount_between(baseline: Monthly, first: date, last: date) -> Decimal | None:
    """Amount from first to last inclusive at baseline x 12 / 365 a day, 0 for an empty span, None when a
    month in it is unknown."""
    total = Decimal(0)
    for month, days in _days_by_month(first, last).items():
        amount = baseline[month]
        if amount is None:
            return None
        total += amount * days
    return total * 12 / 365


def binds_from(as_of: date, shock: Shock, notice_days: int) -> date:
    """The day from which a shock announced on as_of applies: its own start, else after the days of notice."""
    return shock.start or as_of + timedelta(days=notice_days)


def impact(
    shock: Shock,
    baseline: Baseline,
    *,
    binds_on: date,
    exit_on: date | None,
    exit_if_missed: date | None,
    recapture_share: Decimal = Decimal(0),
) -> Impact:
    """Cost of a shock from the day it binds, until the exit and until the exit if notice is missed, both days
    inclusive; a payout delay costs working capital and no contribution."""
    lost_revenue, lost_contribution = _monthly_losses(shock, baseline, recapture_share)
    full_span = shock.last_day(binds_on) if shock.lever == "closed_days" else _year_from(binds_on)

    def loss(monthly: Monthly, until: date | None) -> Decimal | None:
        if not any(amount != 0 for amount in monthly.values()):
            return Decimal(0)
        if until is None:
            return None
        return amount_between(monthly, binds_on, min(until, shock.last_day(binds_on)))

    until_exit, until_missed = loss(lost_contribution, exit_on), loss(lost_contribution, exit_if_missed)
    return Impact(
        revenue_loss=_cents(loss(lost_revenue, full_span)),
        contribution_loss=_cents(loss(lost_contribution, full_span)),
        loss_until_exit=_cents(until_exit),
        price_of_missing=_cents(_difference(until_missed, until_exit)),
        extra_working_capital=_cents(_extra_working_capital(shock, baseline)),
        binds_from=binds_on,
    )


def lowest_cash(
    cash: Decimal | None, daily_flow: Callable[[date], Decimal | None], as_of: date, *, days: int
) -> tuple[Decimal | None, date | None]:
    """Lowest end-of-day balance in cents and its earliest day, from as_of (which ends with cash) over the
    days after it; both None when cash or a day's flow is unknown."""
    if cash is None:
        return None, None
    balance, balances = cash, [(_to_cents(cash), as_of)]
    for on in (as_of + timedelta(days=ahead) for ahead in range(1, days + 1)):
        flow = daily_flow(on)
        if flow is None:
            return None, None
        balance += flow
        balances.append((_to_cents(balance), on))
    return min(balances)


def shocked_flow(
    shock: Shock, baseline: Baseline, *, binds_on: date, recapture_share: Decimal = Decimal(0)
) -> Callable[[date], Decimal | None]:
    """The change that a shock makes to a day's cash flow, as a function of the day: a loss on every day it
    acts, payouts that arrive later, and a balance that is gone while it is frozen; None where unknown."""
    _, lost = _monthly_losses(shock, baseline, recapture_share)
    delay = timedelta(days=int(shock.amount)) if shock.lever == "payout_delay_days" else None

    def acting(monthly: Monthly, on: date) -> Decimal | None:
        acts = binds_on <= on <= shock.last_day(binds_on)
        return amount_between(monthly, on, on) if acts else Decimal(0)

    def change(on: date) -> Decimal | None:
        if delay is None:
            flow = _difference(Decimal(0), acting(lost, on))
        else:
            flow = _difference(acting(baseline.payout, on - delay), acting(baseline.payout, on))
        frozen = _frozen_change(shock, baseline.balance, on - binds_on)
        return None if flow is None or frozen is None else flow + frozen

    return change


def break_even_points(contribution: Decimal | None, fixed_costs: Decimal | None, gross: Decimal | None) -> float | None:
    """Points of fee on a vendor's gross sales that use up contribution minus fixed costs, all per month; None
    when an amount is unknown or there are no gross sales."""
    if contribution is None or fixed_costs is None or gross is None or gross <= 0:
        return None
    return float((contribution - fixed_costs) / gross * 100)


def break_even_loss(
    contribution: Decimal | None, fixed_costs: Decimal | None, vendor_share: float | None
) -> float | None:
    """Share of a vendor's contribution that can be lost until only fixed costs are earned, above 1 when all
    of it can; None when unknown or when vendor or whole earn nothing."""
    if contribution is None or fixed_costs is None or vendor_share is None:
        return None
    if contribution <= 0 or vendor_share <= 0:
        return None
    return float((contribution - fixed_costs) / contribution) / vendor_share


def survival_months(
    cash: Decimal | None,
    credit_line: Decimal | None,
    minimum_cash: Decimal | None,
    *,
    fixed_costs: Decimal | None,
    contribution_without: Decimal | None,
) -> float | None:
    """Months until cash and credit fall to the minimum without the vendor, inf when what is left pays the
    fixed costs per month, 0 when they are already below it, None when an amount is unknown."""
    if cash is None or credit_line is None or minimum_cash is None:
        return None
    if fixed_costs is None or contribution_without is None:
        return None
    if fixed_costs <= contribution_without:
        return math.inf
    return max(0.0, float((cash + credit_line - minimum_cash) / (fixed_costs - contribution_without)))


def gap_months(exit_months: float | None, replace_months: float | None, survive_months: float | None) -> float | None:
    """Months by which the later of exit and replacement outlasts survival (above 0: hands tied), None
    unknown."""
    if exit_months is None or replace_months is None or survive_months is None:
        return None
    if survive_months == math.inf:
        return -math.inf
    return max(exit_months, replace_months) - survive_months


def _monthly_losses(shock: Shock, baseline: Baseline, recapture_share: Decimal) -> tuple[Monthly, Monthly]:
    nothing = dict.fromkeys(range(1, 13), Decimal(0))
    if shock.lever == "fee_points":
        return nothing, _scaled(baseline.gross_sales, shock.amount / 100)
    if shock.lever == "closed_days":
        lost_share = 1 - recapture_share
        return _scaled(baseline.net_revenue, lost_share), _scaled(baseline.contribution, lost_share)
    return nothing, nothing


def _extra_working_capital(shock: Shock, baseline: Baseline) -> Decimal | None:
    if shock.lever != "payout_delay_days":
        return Decimal(0)
    payouts = [amount for amount in baseline.payout.values() if amount is not None]
    # The mean month x 12 / 365 is the year / 365.
    return sum(payouts, Decimal(0)) / 365 * shock.amount if len(payouts) == 12 else None


def _frozen_change(shock: Shock, balance: Decimal | None, since_binding: timedelta) -> Decimal | None:
    if not shock.frozen_days or since_binding.days not in (0, shock.frozen_days):
        return Decimal(0)
    if balance is None:
        return None
    return balance if since_binding.days else -balance


def _days_by_month(first: date, last: date) -> Counter[int]:
    days: Counter[int] = Counter()
    while first <= last:
        month_end = first.replace(day=monthrange(first.year, first.month)[1])
        days[first.month] += (min(last, month_end) - first).days + 1
        first = month_end + timedelta(days=1)
    return days


def _year_from(first: date) -> date:
    # A year from 29 February ends on 28 February: BGB § 188 II, III with § 187 II.
    leap_day = (first.month, first.day) == (2, 29)
    anniversary = date(first.year + 1, 3, 1) if leap_day else first.replace(year=first.year + 1)
    return anniversary - timedelta(days=1)


def _scaled(monthly: Monthly, factor: Decimal) -> dict[int, Decimal | None]:
    return {month: None if amount is None else amount * factor for month, amount in monthly.items()}


def _difference(minuend: Decimal | None, subtrahend: Decimal | None) -> Decimal | None:
    return None if minuend is None or subtrahend is None else minuend - subtrahend


def _cents(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else _to_cents(amount)


def _to_cents(amount: Decimal) -> Decimal:
    # Adding zero turns -0.00 into 0.00.
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP) + 0
