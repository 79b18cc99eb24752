"""What leaving costs: money on the way out, contribution that does not come along, and both in points of fee."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from analysis.rules.lock_in import CENT, Contract, daily_loss_until

# The example of measures.md § 6 reckons with two years and § 5 with five points; both stand beside the results.
HORIZON_YEARS = Decimal(2)
STANDARD_POINTS = Decimal(5)

Parts = Mapping[str, float]


class Yearly(NamedTuple):
    """What hangs on a contract or a group per year; None where an amount is unknown."""

    gross_sales: Decimal | None
    revenue: Decimal | None
    contribution: Decimal | None


def total(parts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum in cents; None if one of the parts is unknown."""
    every = list(parts)
    known = [part for part in every if part is not None]
    return sum(known, Decimal(0)).quantize(CENT, ROUND_HALF_UP) if len(known) == len(every) else None


def exit_cost(contract: Contract, remaining_minimum: Decimal | None, *, switch_cost: Decimal | None) -> Decimal | None:
    """Exit fee, minimum until the exit and cost of the switch in cents; None if one of them is unknown."""
    return total((contract.exit_fee, remaining_minimum, switch_cost))


def transition_loss(
    contribution_per_year: Decimal | None, recapture_share: Decimal | None, *, years: Decimal = HORIZON_YEARS
) -> Decimal | None:
    """Contribution of some years that does not come along to the alternative, in cents; None if unknown."""
    if contribution_per_year is None or recapture_share is None:
        return None
    return max(Decimal(0), contribution_per_year * (1 - recapture_share) * years).quantize(CENT, ROUND_HALF_UP)


def walk_away_points(
    exit_cost: Decimal | None,
    transition_loss: Decimal | None,
    *,
    revenue_per_year: Decimal | None,
    years: Decimal = HORIZON_YEARS,
) -> Decimal | None:
    """Points of fee on the revenue of some years that leaving would cost, unrounded; None if unknown."""
    if exit_cost is None or transition_loss is None or revenue_per_year is None:
        return None
    revenue = revenue_per_year * years
    return (exit_cost + transition_loss) / revenue * 100 if revenue > 0 else None


def standard_loss(gross_per_year: Decimal | None, binds_on: date, *, exit_on: date | None) -> Decimal | None:
    """What fees higher by STANDARD_POINTS of gross sales cost from a day to the exit, in cents; None if unknown."""
    if gross_per_year is None or exit_on is None:
        return None
    monthly = gross_per_year * STANDARD_POINTS / 100 / 12
    return daily_loss_until(monthly, binds_on, exit_on=exit_on).quantize(CENT, ROUND_HALF_UP)


def hangs_on(channel_ids: Iterable[str], amounts: Mapping[str, Decimal | None], *, parts: Parts) -> Decimal | None:
    """The amounts of channels times the part (0–1) that a vendor serves, in cents; None if one that it serves is
    unknown."""
    served = [(amounts.get(channel), parts[channel]) for channel in channel_ids if parts.get(channel)]
    return total(None if amount is None else amount * Decimal(repr(part)) for amount, part in served)
