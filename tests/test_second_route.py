"""Random shops whose concentration and exposure are reckoned again here, line by line, in fractions."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from math import log, sqrt
from random import Random

import pytest
from conftest import measured

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
FUNCTIONS = ("storage", "payment", "shipping", "software", "supply", "invoicing", "marketplace", "order_intake")
RUNS = {
    "marketplace": "marketplace",
    "own_shop": "shop_system",
}  # what running a channel of a kind is; else order_intake
NAMED = ("storage", "payment", "shipping")
LINES = (
    "order_id,line_id,ordered_at,channel_id,sku,currency,gross_amount,tax_amount,refunded_amount,status,country,"
    "customer,storage_vendor_id,payment_vendor_id,shipping_vendor_id\n"
)


@dataclass
class Line:
    """One order line; amounts in cents, vendors that it names by function."""

    order: int
    number: int
    day: date
    channel: str
    sku: str
    gross: int
    tax: int
    refunded: int
    status: str
    country: str
    customer: str
    named: dict[str, str]

    @property
    def net(self) -> Fraction:
        """Net revenue: what was paid less what was given back, both without VAT."""
        kept = self.gross - self.refunded
        return Fraction(kept * (self.gross - self.tax), self.gross)


class Made:
    """A random shop: vendors in groups, channels that they run, services of a time, lines of half a year."""

    def __init__(self, seed: int) -> None:
        chance = self.chance = Random(seed)
        self.owner = {f"v{i}": chance.choice([f"v{i}", "g0", "g1"]) for i in range(6)}
        vendors = list(self.owner)
        kinds = ("marketplace", "own_shop", "wholesale")
        self.channels = {f"c{i}": (chance.choice(kinds), chance.choice(vendors)) for i in range(chance.randint(1, 4))}
        self.services: dict[tuple[str, str], tuple[str, date, date]] = {
            (chance.choice(FUNCTIONS), chance.choice(["", *self.channels])): (chance.choice(vendors), *self._span())
            for _ in range(8)
        }
        self.tried = {(chance.choice(vendors), chance.choice(FUNCTIONS)) for _ in range(4)}
        self.lines = [self._line(order, number) for order in range(60) for number in range(chance.choice([1, 1, 2]))]
        self.sold = [line for line in self.lines if line.status == "completed"]
        self.touched = [self._touched(line) for line in self.sold]
        self.total = sum((line.net for line in self.sold), Fraction())

    def _day(self) -> date:
        return FIRST + timedelta(self.chance.randint(0, (LAST - FIRST).days))

    def _span(self) -> tuple[date, date]:
        days = self._day(), self._day()
        return min(days), max(days)

    def _line(self, order: int, number: int) -> Line:
        chance, gross = self.chance, self.chance.randint(100, 20000)
        own = Random(order)  # all lines of an order have one day, channel, buyer and country
        day = LAST if order == 0 else FIRST if order == 1 else FIRST + timedelta(own.randint(0, 180))
        channel, vendors = own.choice(list(self.channels)), list(self.owner)
        named = {function: vendor for function in NAMED if (vendor := chance.choice(["", "", *vendors]))}
        return Line(
            order, number, day, channel, chance.choice(["", "s0", "s1", "s2"]), gross, gross * 19 // 119,
            chance.choice([0, 0, 0, gross // 3, gross]), "cancelled" if order % 9 == 8 else "completed",
            own.choice(["", "DE", "AT"]), own.choice(["", "u0", "u1", "u2"]), named,
        )  # fmt: skip

    def _touched(self, line: Line) -> dict[str, str]:
        """Function → vendor: services for all channels, then who runs the channel, then its services, then the line."""
        kind, operator = self.channels[line.channel]
        running = {
            (function, channel): vendor
            for (function, channel), (vendor, since, until) in self.services.items()
            if since <= line.day <= until
        }
        found = {function: vendor for (function, channel), vendor in running.items() if not channel}
        found[RUNS.get(kind, "order_intake")] = operator
        found |= {function: vendor for (function, channel), vendor in running.items() if channel == line.channel}
        return found | line.named

    def files(self) -> dict[str, str]:
        """The shop folder."""
        return {
            "exports/a.csv": LINES + "".join(map(_row, self.lines)),
            "register/vendors.csv": "vendor_id,name,group\n" + "".join(f"{v},{v},{g}\n" for v, g in self.owner.items()),
            "register/channels.csv": "channel_id,name,kind,vendor_id\n"
            + "".join(f"{c},{c},{kind},{vendor}\n" for c, (kind, vendor) in self.channels.items()),
            "register/services.csv": "vendor_id,function,channel_id,valid_from,valid_to\n"
            + "".join(f"{v},{f},{c},{a},{b}\n" for (f, c), (v, a, b) in self.services.items()),
            "register/alternatives.csv": "vendor_id,function,alternative,lead_time_days,tested_on\n"
            + "".join(f"{v},{f},other,30,2026-02-01\n" for v, f in sorted(self.tried)),
        }

    def share(self, wanted: set[str], *, by_owner: bool = False) -> Fraction:
        """The share of net revenue that any of the vendors (or owners) touches, each line once."""
        names = [{self.owner[v] if by_owner else v for v in by.values()} for by in self.touched]
        return sum((x.net for x, by in zip(self.sold, names, strict=True) if by & wanted), Fraction()) / self.total


def _row(line: Line) -> str:
    amounts = ",".join(f"{cents / 100:.2f}" for cents in (line.gross, line.tax, line.refunded))
    vendors = ",".join(line.named.get(function, "") for function in NAMED)
    head = f"{line.order},{line.number},{line.day},{line.channel},{line.sku},EUR,{amounts},{line.status}"
    return f"{head},{line.country},{line.customer},{vendors}\n"


SEEDS = range(4)


@pytest.mark.parametrize("seed", SEEDS)
def test_exposure_is_the_revenue_of_the_lines_that_each_touches(make_shop, seed):
    made = Made(seed)
    found = measured(make_shop(made.files()), month="2026-06")["exposure"]
    groups = {row["group"]: row["revenue_share"] for row in found["groups"]}
    assert groups == pytest.approx({g: float(made.share({g}, by_owner=True)) for g in groups}, abs=1e-9)
    assert set(groups) == {made.owner[v] for by in made.touched for v in by.values()}
    single = {row["function"] for row in found["single_points"]}
    for row in found["functions"]:
        amounts: dict[str, Fraction] = defaultdict(Fraction)
        for line, by in zip(made.sold, made.touched, strict=True):
            if row["function"] in by:
                amounts[by[row["function"]]] += line.net
        known = sum(amounts.values())
        assert row["shares"] == pytest.approx({v: float(a / known) for v, a in amounts.items()}, abs=1e-9)
        lost = [a for v, a in amounts.items() if (v, row["function"]) not in made.tried]
        assert row["without_alternative_share"] == pytest.approx(float(sum(lost) / made.total), abs=1e-9)
        at_work = [v for v, amount in amounts.items() if amount]
        covered = all((v, row["function"]) in made.tried for v in at_work)
        assert (row["function"] in single) == (len({made.owner[v] for v in at_work}) == 1 and not covered)
    vendors = sorted({v for by in made.touched for v in by.values()})
    ones = [v for v in vendors if made.share({v}) > Fraction(1, 2)]
    twos = [p for p in combinations([v for v in vendors if v not in ones], 2) if made.share(set(p)) > Fraction(1, 2)]
    assert {tuple(row["vendors"]) for row in found["smallest_sets"]} == {(v,) for v in ones} | set(twos)


@pytest.mark.parametrize("seed", SEEDS)
def test_concentration_is_that_of_the_lines_in_every_grain_and_window(make_shop, seed):
    made = Made(seed)
    found = measured(make_shop(made.files()), month="2026-06")["concentration"]
    ids = {
        "channel": lambda line: line.channel, "channel_group": lambda line: made.owner[made.channels[line.channel][1]],
        "country": lambda line: line.country, "sku": lambda line: line.sku, "customer": lambda line: line.customer,
    }  # fmt: skip
    amount = {
        "net_revenue": lambda line: line.net, "gross_sales": lambda line: Fraction(line.gross),
        "net_sales": lambda line: Fraction(line.gross - line.tax),
    }  # fmt: skip
    rows = [row for row in found if row["basis"] in amount]
    assert {(row["grain"], row["basis"]) for row in rows} == {(grain, basis) for grain in ids for basis in amount}
    for row in rows:
        lines = [x for x in made.sold if row["from"] <= str(x.day) <= row["to"]]
        _check(row, lines, ids[row["grain"]], amount[row["basis"]])


def _check(row, lines, id_of, amount_of):
    sums: dict[str, Fraction] = defaultdict(Fraction)
    orders: dict[tuple, Fraction] = defaultdict(Fraction)
    for line in lines:
        sums[id_of(line)] += amount_of(line)
        orders[id_of(line), line.order] += amount_of(line)
    total, rest = sum(sums.values()), sums.pop("", Fraction())
    amounts = sorted(a for a in sums.values() if a)
    n, known = len(amounts), sum(amounts)
    if not amounts:
        assert row["hhi"] is None
        return
    index = sum(a * a for a in amounts) / total**2
    expected = {
        "n": n, "hhi": index, "hhi_low": index, "hhi_high": index + (rest / total) ** 2, "effective_number": 1 / index,
        "unattributed_share": rest / total, "cr1": amounts[-1] / total, "cr3": sum(amounts[-3:]) / total,
        "gini": 2 * sum(i * a for i, a in enumerate(amounts, 1)) / (n * known) - Fraction(n + 1, n),
        "entropy": -sum(a / known * log(a / known) for a in amounts),
    }  # fmt: skip
    assert {key: row[key] for key in expected} == pytest.approx({k: float(v) for k, v in expected.items()}, rel=1e-9)
    if not rest:
        terms = ((2 * (sums[key] / total - index) / total) ** 2 * o * o for (key, _), o in orders.items() if sums[key])
        assert row["hhi_se"] == pytest.approx(sqrt(sum(terms)), rel=1e-8, abs=1e-12)
