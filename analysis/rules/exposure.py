"""On whom revenue depends through every function that a vendor performs: each line of revenue counts once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import fsum
from typing import NamedTuple

Touched = Mapping[str, Mapping[str, float]]
# Owner (a vendor or a group) → function, or ANY for all of them, each line once → net revenue.
Amounts = Mapping[str, Mapping[str, float]]
# Parts of lines add up to one, and shares to each other, only up to the noise of floats.
NOISE = 1e-12
ANY = ""


class Mix(NamedTuple):
    """Revenue and orders of one channel and day that took the same way; touched: function → vendor → part 0–1."""

    channel_id: str
    month: str
    net_revenue: float
    gross_sales: float
    orders: int
    kind: str | None
    touched: Touched


class Way(NamedTuple):
    """Net revenue that the same vendors touch in the same parts, on channels of one kind."""

    kind: str | None
    touched: Touched
    net_revenue: float


def vendor_part(mix: Mix, vendors: Iterable[str], function: str | None = None) -> float:
    """The part (0–1) of a mix that any of the vendors touches, in one function or (None) in any of them."""
    chosen = set(vendors)
    functions = mix.touched if function is None else {function: mix.touched.get(function, {})}
    return max((min(1.0, sum(p for v, p in by.items() if v in chosen)) for by in functions.values()), default=0.0)


def ways(mixes: Iterable[Mix]) -> list[Way]:
    """The mixes added up by who touches them: few, however many days and channels there are."""
    amounts: dict[tuple, list[float]] = defaultdict(list)
    touched: dict[tuple, Touched] = {}
    for mix in mixes:
        key = mix.kind, frozenset((f, v, part) for f, by in mix.touched.items() for v, part in by.items())
        amounts[key].append(mix.net_revenue)
        touched.setdefault(key, mix.touched)
    return [Way(key[0], touched[key], fsum(terms)) for key, terms in amounts.items()]


def owned_parts(touched: Touched, owners: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Owner (a vendor without one is its own) → function → the part (0–1) that its vendors touch together."""
    found: dict[str, dict[str, float]] = {}
    for function, by in touched.items():
        for vendor_id, part in by.items():
            functions = found.setdefault(owners.get(vendor_id, vendor_id), {})
            functions[function] = min(1.0, functions.get(function, 0.0) + part)
    return found


def touched_revenue(listed: list[Way], owners: Mapping[str, str]) -> Amounts:
    """Owner → function → net revenue touched in it; under ANY in any function, each line once (where parts of a
    line's functions may or may not be the same lines: the least that it can be, the largest single part)."""
    terms: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for way in listed:
        for owner, functions in owned_parts(way.touched, owners).items():
            of_owner = terms[owner]
            for function, part in functions.items():
                of_owner[function].append(way.net_revenue * part)
            of_owner[ANY].append(way.net_revenue * max(functions.values()))
    return {owner: {f: fsum(parts) for f, parts in sorted(by.items())} for owner, by in sorted(terms.items())}


def touched_parts(mixes: Iterable[Mix], owners: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Owner → channel → part (0–1) of the channel's net revenue that it touches, each line once; of its orders, where
    it has no net revenue. Lines of which more came back than was sold brought nothing."""
    touched: dict[str, dict[str, float]] = defaultdict(dict)
    for channel_id, listed in _ways_by_channel(mixes).items():
        brought = [way._replace(net_revenue=max(0.0, way.net_revenue)) for way in listed]
        whole = total_revenue(brought)
        for owner, by in touched_revenue(brought, owners).items():
            touched[owner] |= {channel_id: by[ANY] / whole} if whole else {}
    return dict(sorted(touched.items()))


def _ways_by_channel(mixes: Iterable[Mix]) -> dict[str, list[Way]]:
    """The ways of each channel with their net revenue, with their orders where it has none."""
    by_channel: dict[str, list[Mix]] = defaultdict(list)
    for mix in mixes:
        by_channel[mix.channel_id].append(mix)
    for channel_id, listed in by_channel.items():
        if fsum(mix.net_revenue for mix in listed) <= 0:
            by_channel[channel_id] = [mix._replace(net_revenue=float(mix.orders)) for mix in listed]
    return {channel_id: ways(listed) for channel_id, listed in by_channel.items()}


def total_revenue(listed: list[Way]) -> float:
    """Net revenue of all ways."""
    return fsum(way.net_revenue for way in listed)


def share_of(amount: float, total: float) -> float | None:
    """The share without the noise that sums of floats leave; None where a total of zero or less has no shares, or
    where returns make an amount less than nothing or more than the whole."""
    share = round(amount / total, 12) + 0.0 if total > 0 else None  # + 0.0: never minus zero
    return share if share is not None and 0 <= share <= 1 else None


def group_exposure(by_group: Amounts, total: float) -> list[dict]:
    """Per vendor group: share of net revenue touched in any function and in each."""
    found = [
        {
            "group": group,
            "revenue_share": share_of(by[ANY], total),
            "functions": {f: share_of(amount, total) for f, amount in by.items() if f != ANY},
        }
        for group, by in by_group.items()
    ]
    return sorted(found, key=lambda row: (-(row["revenue_share"] or 0), row["group"]))  # type: ignore[operator]


# Functions that only channels of one kind have; elsewhere they are not unknown, they do not exist.
ONLY_IN = {"marketplace": "marketplace", "shop_system": "own_shop"}
# Whatever is sold is stored, sent and paid; where nobody is known to do it, that is unknown, not needless.
ALWAYS = ("payment", "shipping", "storage")


def function_amounts(by_vendor: Amounts) -> dict[str, dict[str, float]]:
    """Function → vendor → net revenue for which the vendor performs it; none for what is done by nobody known."""
    found: dict[str, dict[str, float]] = {function: {} for function in ALWAYS}
    for vendor_id, by in by_vendor.items():
        for function, amount in by.items():
            if function != ANY:
                found.setdefault(function, {})[vendor_id] = amount
    return dict(sorted(found.items()))


def needing(listed: list[Way], function: str) -> float:
    """Net revenue of the channels that have the function at all."""
    return fsum(way.net_revenue for way in listed if ONLY_IN.get(function, way.kind) == way.kind)


def function_exposure(listed: list[Way], by_vendor: Amounts, replaceable: set[tuple[str, str]]) -> list[dict]:
    """Per function: shares over revenue with a known vendor, the unknown part of the revenue that needs it, and
    the part of all revenue whose vendor has no alternative."""
    total = total_revenue(listed)
    found = []
    for function, amounts in function_amounts(by_vendor).items():
        known, needed = fsum(amounts.values()), needing(listed, function)
        defined = total > 0 and known > 0 and min(amounts.values()) >= 0
        is_open = defined or (total > 0 and not amounts)
        shares = {v: amount / known for v, amount in amounts.items()} if defined else {}
        stuck = fsum(amount for v, amount in amounts.items() if (v, function) not in replaceable)
        found.append(
            {
                "function": function,
                "shares": shares,
                "revenue_shares": {v: share_of(a, total) for v, a in amounts.items()} if defined else {},
                "unknown_revenue_share": share_of(max(0.0, needed - known), total) if is_open else None,
                "unknown_share": share_of(max(0.0, needed - known), needed) if is_open else None,
                "hhi": fsum(share * share for share in shares.values()) if defined else None,
                "without_alternative_share": share_of(stuck, total) if defined else None,
            }
        )
    return found


def hidden_dependencies(
    amounts: Amounts, running: set[str], *, total: float, largest_channel_share: float
) -> tuple[list[tuple[str, float | None]], list[tuple[str, float | None]]]:
    """Who runs no channel and touches more revenue than the largest channel has, and who touches just as much."""
    touched = ((owner, by[ANY]) for owner, by in amounts.items() if owner not in running)
    ranked = sorted(touched, key=lambda row: (-row[1], row[0]))
    above = [(o, share_of(a, total)) for o, a in ranked if a / total > largest_channel_share + NOISE]
    return above, [(o, share_of(a, total)) for o, a in ranked if abs(a / total - largest_channel_share) <= NOISE]


def channel_exposure(mixes: list[Mix]) -> list[dict]:
    """Per channel, function and vendor: orders touched, their share, and the share of the channel's net revenue."""
    orders: dict[str, int] = defaultdict(int)
    revenue: dict[str, float] = defaultdict(float)
    touched: dict[tuple[str, str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for mix in mixes:
        orders[mix.channel_id] += mix.orders
        revenue[mix.channel_id] += mix.net_revenue
        for function, by in mix.touched.items():
            for vendor_id, part in by.items():
                touched[mix.channel_id, function, vendor_id][0] += mix.orders * part
                touched[mix.channel_id, function, vendor_id][1] += mix.net_revenue * part
    return [
        {
            "channel_id": c,
            "function": f,
            "vendor_id": v,
            "orders": round(count, 6),
            "orders_share": count / orders[c] if orders[c] else None,
            "revenue_share": share_of(amount, revenue[c]),
        }
        for (c, f, v), (count, amount) in sorted(touched.items())
    ]
