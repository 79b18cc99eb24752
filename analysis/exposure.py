"""On whom revenue depends through every function that a vendor performs: each line of revenue counts once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import fsum
from typing import NamedTuple


class Mix(NamedTuple):
    """Revenue and orders of one channel and day that took the same way; touched: function → vendor → part 0–1."""

    channel_id: str
    month: str
    net_revenue: float
    gross_sales: float
    orders: int
    kind: str
    touched: Mapping[str, Mapping[str, float]]


def vendor_part(mix: Mix, vendors: Iterable[str], function: str | None = None) -> float:
    """The part (0–1) of a mix that any of the vendors touches, in one function or (None) in any of them."""
    chosen = set(vendors)
    functions = mix.touched if function is None else {function: mix.touched.get(function, {})}
    return max((min(1.0, sum(p for v, p in by.items() if v in chosen)) for by in functions.values()), default=0.0)


def group_exposure(mixes: list[Mix], groups: Mapping[str, str]) -> list[dict]:
    """Per vendor group: share of net revenue touched in any function and in each; groups maps vendor to group."""
    members: dict[str, list[str]] = defaultdict(list)
    for vendor_id, group in groups.items():
        members[group].append(vendor_id)
    total = fsum(mix.net_revenue for mix in mixes)
    found = []
    for group, vendors in sorted(members.items()):
        performed = sorted({f for mix in mixes for f, by in mix.touched.items() if set(by) & set(vendors)})
        if performed:
            parts = {f: _share(mixes, vendors, total, function=f) for f in performed}
            found.append({"group": group, "revenue_share": _share(mixes, vendors, total), "functions": parts})
    return sorted(found, key=lambda row: (-(row["revenue_share"] or 0), row["group"]))


def _share(mixes: list[Mix], vendors: Iterable[str], total: float, *, function: str | None = None) -> float | None:
    if total <= 0:
        return None
    chosen = list(vendors)
    return _rounded(fsum(mix.net_revenue * vendor_part(mix, chosen, function) for mix in mixes) / total)


def _rounded(share: float) -> float:
    """Sums of floats leave noise behind the twelfth digit, which must not read as a tiny unknown part."""
    return round(share, 12)


# Functions that only channels of one kind have; elsewhere they are not unknown, they do not exist.
ONLY_IN = {"marketplace": "marketplace", "shop_system": "own_shop"}


def function_exposure(mixes: list[Mix], replaceable: set[tuple[str, str]]) -> list[dict]:
    """Per function: shares over revenue with a known vendor, the unknown part of the revenue that needs it, and
    the part of all revenue whose vendor has no alternative."""
    total = fsum(mix.net_revenue for mix in mixes)
    by_function: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for mix in mixes:
        for function, by in mix.touched.items():
            for vendor_id, part in by.items():
                by_function[function][vendor_id] += mix.net_revenue * part
    found = []
    for function, amounts in sorted(by_function.items()):
        known = sum(amounts.values())
        needing = sum(mix.net_revenue for mix in mixes if ONLY_IN.get(function, mix.kind) == mix.kind)
        defined = total > 0 and known > 0 and min(amounts.values()) >= 0
        shares = {v: amount / known for v, amount in sorted(amounts.items())} if defined else {}
        stuck = sum(amount for v, amount in amounts.items() if (v, function) not in replaceable)
        found.append(
            {
                "function": function,
                "shares": shares,
                "revenue_shares": {v: _rounded(a / total) for v, a in sorted(amounts.items())} if defined else {},
                "unknown_revenue_share": _rounded(max(0.0, needing - known) / total) if defined else None,
                "unknown_share": _rounded(max(0.0, 1 - known / needing)) if defined and needing > 0 else None,
                "hhi": sum(share * share for share in shares.values()) if defined else None,
                "without_alternative_share": _rounded(stuck / total) if defined else None,
            }
        )
    return found


def hidden_dependencies(mixes: list[Mix], runs_channel: set[str], largest_channel_share: float) -> list[dict]:
    """Vendors that run no channel and touch more revenue than the largest channel has."""
    total = fsum(mix.net_revenue for mix in mixes)
    vendors = {v for mix in mixes for by in mix.touched.values() for v in by} - runs_channel
    shares = {vendor_id: _share(mixes, [vendor_id], total) for vendor_id in vendors}
    above = [(v, share) for v, share in shares.items() if share and share > largest_channel_share + 1e-12]
    return [{"vendor_id": v, "revenue_share": share} for v, share in sorted(above, key=lambda row: (-row[1], row[0]))]


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
            "revenue_share": amount / revenue[c] if revenue[c] > 0 else None,
        }
        for (c, f, v), (count, amount) in sorted(touched.items())
    ]
