"""Who stands behind our vendors: exposure along the chain of vendors that depend on vendors."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from analysis.rules.exposure import ANY, Amounts, Way, share_of, total_revenue, touched_revenue


class Relation(NamedTuple):
    """A vendor depends on another for a share (0–1) of a function."""

    vendor_id: str
    depends_on: str
    function: str
    share: float


class Reach(NamedTuple):
    """How much (0–1) of what the first vendor of the path does depends on the last one."""

    share: float
    path: tuple[str, ...]


Reaches = Mapping[tuple[str, str], Mapping[str, Reach]]


def cycle(relations: Iterable[Relation]) -> list[str]:
    """The vendors of a cycle, the first one again at the end; empty where there is none."""
    behind: dict[str, list[str]] = defaultdict(list)
    for relation in relations:
        behind[relation.depends_on].append(relation.vendor_id)
    try:
        TopologicalSorter(behind).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []


class Chains:
    """Walks relations that have no cycle. A relation for a function is about the lines for which its vendor performs
    that function; where the vendor performs it for nobody here, it is what the vendor itself needs for all its work."""

    def __init__(self, relations: Iterable[Relation], performed: Iterable[tuple[str, str]]) -> None:
        self.relations: dict[str, list[Relation]] = defaultdict(list)
        for relation in sorted(relations):
            self.relations[relation.vendor_id].append(relation)
        self.performs = set(performed) | {(r.depends_on, r.function) for by in self.relations.values() for r in by}
        self.known: dict[tuple[str, str], dict[str, Reach]] = {}

    def behind(self, vendor_id: str, function: str) -> dict[str, Reach]:
        """Vendor behind → the largest product of shares over the ways that lead to it, for lines on which vendor_id
        performs the function (several ways may be about the same lines, so this is the least that it can be)."""
        if (vendor_id, function) not in self.known:
            self.known[vendor_id, function] = self._walked(vendor_id, function)
        return self.known[vendor_id, function]

    def _walked(self, vendor_id: str, function: str) -> dict[str, Reach]:
        best: dict[str, Reach] = {}
        for relation in self.relations.get(vendor_id, ()):
            if relation.share <= 0 or not self._is_about(relation, function):
                continue
            further = self.behind(relation.depends_on, relation.function)
            steps = {relation.depends_on: Reach(1.0, (relation.depends_on,)), **further}
            for vendor_behind, step in steps.items():
                reach = Reach(relation.share * step.share, (vendor_id, *step.path))
                if vendor_behind not in best or reach.share > best[vendor_behind].share:
                    best[vendor_behind] = reach
        return best

    def _is_about(self, relation: Relation, function: str) -> bool:
        return relation.function == function or (relation.vendor_id, relation.function) not in self.performs


def reaches(listed: list[Way], relations: Iterable[Relation]) -> Reaches:
    """(our vendor, function that it performs for us) → vendor behind it → how much of that work depends on it."""
    performed = {(v, f) for way in listed for f, by in way.touched.items() for v in by}
    chains = Chains(relations, performed)
    return {pair: found for pair in sorted(performed) if (found := chains.behind(*pair))}


def second_order(listed: list[Way], reached: Reaches) -> list[dict]:
    """Per vendor behind: the share of net revenue that depends on it through our vendors, the share with its own work
    for us, through whom (the work of each and the share of it), and the largest way there."""
    total = total_revenue(listed)
    through, whole = _revenue(listed, reached, {}, with_own=False), _revenue(listed, reached, {}, with_own=True)
    found = [
        {
            "vendor_id": vendor_id,
            "revenue_share": share_of(by[ANY], total),
            "with_own_work_share": share_of(whole[vendor_id][ANY], total),
            "through": (steps := _through(reached, vendor_id)),
            "path": steps[0]["path"],
        }
        for vendor_id, by in through.items()
    ]
    return sorted(found, key=lambda row: (-(row["revenue_share"] or 0), row["vendor_id"]))


def second_order_groups(listed: list[Way], reached: Reaches, owners: Mapping[str, str]) -> list[dict]:
    """Per group with a vendor behind ours: the share of net revenue that any of its vendors touches or stands behind,
    each line once."""
    total, behind = total_revenue(listed), {owners.get(v, v) for by in reached.values() for v in by}
    amounts = _revenue(listed, reached, owners, with_own=True)
    found = [{"group": group, "revenue_share": share_of(amounts[group][ANY], total)} for group in sorted(behind)]
    return sorted(found, key=lambda row: (-(row["revenue_share"] or 0), row["group"]))  # type: ignore[operator]


def _revenue(listed: list[Way], reached: Reaches, owners: Mapping[str, str], *, with_own: bool) -> Amounts:
    """As touched_revenue, by those who stand behind; the vendors of one function serve different lines, so add up."""
    behind = {owners.get(v, v) for by in reached.values() for v in by}
    shares: dict[tuple[str, str], dict[str, float]] = {}
    widened = []
    for way in listed:
        touched: dict[str, dict[str, float]] = {}
        for function, by in way.touched.items():
            for vendor_id, part in by.items():
                if (vendor_id, function) not in shares:
                    own = {owners.get(vendor_id, vendor_id): 1.0} if with_own else {}
                    found = _by_owner(reached.get((vendor_id, function), {}), owners, own)
                    shares[vendor_id, function] = {owner: share for owner, share in found.items() if owner in behind}
                for owner, share in shares[vendor_id, function].items():
                    of_function = touched.setdefault(function, {})
                    of_function[owner] = of_function.get(owner, 0.0) + part * share
        widened.append(Way(way.kind, touched, way.net_revenue))
    return touched_revenue(widened, {})


def _by_owner(found: Mapping[str, Reach], owners: Mapping[str, str], own: dict[str, float]) -> dict[str, float]:
    """Two vendors of one owner may stand behind the same lines: the larger share is what is sure."""
    best = dict(own)
    for vendor_id, reach in found.items():
        owner = owners.get(vendor_id, vendor_id)
        best[owner] = max(best.get(owner, 0.0), reach.share)
    return best


def _through(reached: Reaches, vendor_behind: str) -> list[dict]:
    steps = [
        {"vendor_id": vendor_id, "function": function, "share": round(reach.share, 12), "path": list(reach.path)}
        for (vendor_id, function), by in reached.items()
        if (reach := by.get(vendor_behind))
    ]
    return sorted(steps, key=lambda step: (-step["share"], step["vendor_id"], step["function"]))
