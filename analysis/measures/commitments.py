"""Contracts of the register in figures: exits, lock-in of channels, and who could leave before we replace them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from analysis.measures.context import Context
from analysis.measures.lock_in_gaps import (
    note_doubtful_ends,
    note_never_half_free,
    note_uncovered,
    operators_without_contract,
    workers_without_contract,
)
from analysis.measures.vendor_side import LANGUAGES, Needs, asymmetries, vendor_side
from analysis.message import Message
from analysis.rules.derivation import derivation
from analysis.rules.exposure import Mix, touched_parts
from analysis.rules.freedom import ChannelFreedom, LockIn, Pair, Ties, channel_freedom, lock_in_curve, ties
from analysis.rules.lock_in import (
    Contract,
    ContractState,
    VendorState,
    contract_state,
    cost_of_missing,
    remaining_minimum,
    vendor_state,
)
from analysis.rules.notice import Notice, counted_from
from analysis.rules.wording import parse_notice, parse_period

LeadTimes = dict[Pair, int]
Key = tuple[str, str]


@dataclass
class Commitments:
    """Contracts with their states on both sides, what they tie, the lead times of alternatives (vendor, function),
    and figures["lock_in"]."""

    contracts: list[Contract]
    states: dict[Key, ContractState]
    theirs: dict[Key, VendorState]
    tied: Ties
    leads: LeadTimes
    contribution_per_day: dict[str, Decimal | None]
    figures: dict[str, Any]


def key_of(contract: Contract) -> Key:
    """One contract number may stand for several vendors."""
    return contract.contract_id, contract.vendor_id


def commitments(context: Context, mixes: list[Mix], shares: dict[str, float]) -> Commitments:
    """Everything that binds the shop on as_of."""
    listed = contracts(context, mixes)
    as_of = context.window.as_of
    holidays = context.shop.working_holidays(as_of.year - 1, as_of.year + 12)
    states = {key_of(contract): contract_state(contract, as_of, holidays=holidays) for contract in listed}
    theirs = {key_of(contract): vendor_state(contract, as_of, holidays=holidays) for contract in listed}
    tied = ties((contract, states[key_of(contract)]) for contract in listed)
    leads = lead_times(context)
    channels = [row["channel_id"] for row in context.rows("channels")]
    freedoms = [channel_freedom(c, tied, lead_times=leads, as_of=as_of) for c in channels]
    curve = lock_in_curve(freedoms, shares, as_of=as_of)
    daily = contribution_per_day(context, mixes)
    _note_unknowns(context, listed, states=states, freedoms=freedoms)
    note_doubtful_ends(context, [(each, states[key_of(each)], theirs[key_of(each)]) for each in listed])
    note_never_half_free(context, listed, curve)
    missing = operators_without_contract(context, listed)
    without = workers_without_contract(context, listed, mixes, operators=missing)
    both = [(contract, theirs[key_of(contract)]) for contract in listed]
    figures = {
        "contracts": [
            _contract_row(context, contract, states[key_of(contract)], vendor_side(context, contract, state))
            for contract, state in both
        ],
        **_free(freedoms, curve, shares, missing=missing),
        "vendors_without_contract": without,
        "asymmetry": asymmetries(context, both, Needs(leads, daily, holidays)),
    }
    return Commitments(listed, states, theirs, tied, leads, daily, figures)


def _free(
    freedoms: list[ChannelFreedom], curve: LockIn, shares: dict[str, float], *, missing: Mapping[str, str]
) -> dict[str, Any]:
    """When channels become free, each and together."""
    known = any(freedom.status != "unknown" for freedom in freedoms)
    return {
        "duration_days": curve.duration_days,
        "half_free_on": curve.half_free_on,
        "curve": [{"on": on, "share": share} for on, share in curve.curve],
        # Where nothing is known of any channel, zero would read as "all of it can become free".
        "never_free_share": curve.never_free_share if shares and known else None,
        # Revenue that no channel can be named for could be anybody's.
        "unknown_share": round(curve.unknown_share + max(0.0, 1 - sum(shares.values())), 12) if shares else None,
        "mean_days_until_free": curve.mean_days_until_free,
        "channels": [
            {
                **freedom._asdict(),
                "share": shares.get(freedom.channel_id),
                "operator_without_contract": missing.get(freedom.channel_id),
            }
            for freedom in freedoms
        ],
    }


def lead_times(context: Context) -> LeadTimes:
    """Days until the best alternative works, per vendor and function."""
    found: LeadTimes = {}
    for row in context.rows("alternatives"):
        pair, days = (row["vendor_id"], row["function"]), row["lead_time_days"]
        found[pair] = min(days, found.get(pair, days))
    return found


def contracts(context: Context, mixes: list[Mix]) -> list[Contract]:
    """The register's contracts with their wording read and their channels resolved, by contract_id."""
    listed = context.rows("contracts")
    served = _served(context, mixes)
    names = {row["alias"]: row["channel_id"] for row in context.rows("channel_names")}
    return [_contract(row, _channels(context, row, served=served, names=names)) for row in listed]


def _contract(row: dict[str, Any], channel_ids: tuple[str, ...]) -> Contract:
    return Contract(
        contract_id=row["contract_id"],
        vendor_id=row["known_vendor"],
        functions=tuple(row["functions"]),
        channel_ids=channel_ids,
        starts_on=row["starts_on"],
        initial_term=row["initial_term"] and parse_period(row["initial_term"]),
        renewal=row["renewal"],
        renewal_term=row["renewal_term"] and parse_period(row["renewal_term"]),
        notice=_notice(row, "notice"),
        notice_when_open_ended=_notice(row, "notice_when_open_ended"),
        vendor_notice=_notice(row, "vendor_notice"),
        notice_form=row["notice_form"],
        send_buffer_days=row["send_buffer_days"],
        minimum_per_month=row["minimum_per_month"],
        exit_fee=row["exit_fee"],
        noticed_on=row["noticed_on"],
        ends_on=row["ends_on"],
        problems=tuple(map(Message.read, row["problems"] or ())),
    )


def _notice(row: dict[str, Any], column: str) -> Notice | None:
    return counted_from(row["starts_on"], parse_notice(row[column])) if row[column] else None


def _served(context: Context, mixes: list[Mix]) -> dict[str, set[str]]:
    """Vendor → channels that it runs or serves, by the register and by the lines."""
    served: dict[str, set[str]] = defaultdict(set)
    for row in context.rows("served_channels"):
        served[row["vendor_id"]].add(row["channel_id"])
    for mix in mixes:
        for by in mix.touched.values():
            for vendor_id in by:
                served[vendor_id].add(mix.channel_id)
    return served


def _channels(context: Context, row: dict, *, served: dict[str, set[str]], names: dict[str, str]) -> tuple[str, ...]:
    if not row["channel_ids"]:
        return tuple(sorted(served[row["known_vendor"]]))
    known = {name: names.get(name.lower()) for name in row["channel_ids"]}
    for name, channel_id in known.items():
        if channel_id is None:
            context.unknown(
                "which channel {channel} is (contract {contract})",
                "neither the register nor the exports know a channel of that name",
                "add it to register/channels.csv or correct channel_ids",
                channel=name,
                contract=row["contract_id"],
            )
    return tuple(sorted(channel_id for channel_id in known.values() if channel_id))


def contribution_per_day(context: Context, mixes: list[Mix]) -> dict[str, Decimal | None]:
    """Contribution through each vendor per day of the window (·12/365); a channel's is spread by net revenue."""
    by_channel: dict[str, Decimal | None] = {}
    for row in context.rows("channel_months"):
        if row["channel_id"] is None or not context.window.full_months[0] <= row["month"] <= context.window.last:
            continue
        before = by_channel.get(row["channel_id"], Decimal(0))
        now = row["contribution"]
        by_channel[row["channel_id"]] = None if before is None or now is None else before + now
    parts = touched_parts(mixes, {})
    months = len(context.window.full_months)
    found: dict[str, Decimal | None] = {}
    for vendor_id, channels in parts.items():
        amounts = [_times(by_channel.get(channel), part) for channel, part in channels.items()]
        known = [amount for amount in amounts if amount is not None]
        found[vendor_id] = sum(known, Decimal(0)) / months * 12 / 365 if len(known) == len(amounts) else None
    return found


def _times(amount: Decimal | None, part: float) -> Decimal | None:
    return None if amount is None else amount * Decimal(repr(part))


def _contract_row(context: Context, contract: Contract, state: ContractState, their_side: dict) -> dict:
    as_of, told = context.window.as_of, _told(context, state)
    row = {
        **told._asdict(),
        "vendor_name": context.name("vendors", contract.vendor_id),
        "notice_form": contract.notice_form,
        "functions": list(contract.functions),
        "channel_ids": list(contract.channel_ids),
        "starts_on": contract.starts_on,
        "cost_of_missing": cost_of_missing(contract, state, as_of=as_of),
        "remaining_minimum": remaining_minimum(contract, as_of, until=state.earliest_exit),
        "derivation": {
            language.code: " ".join(derivation(contract, told, language, as_of=as_of)) for language in LANGUAGES
        },
        **their_side,
    }
    del row["rule"]  # the derivation says it in full
    return row


def _told(context: Context, state: ContractState) -> ContractState:
    """The state with the statutory default, which is German law, for German shops only."""
    return state if context.shop.country == "DE" or not state.hint else state._replace(hint=None)


def _can_be_missed(state: ContractState) -> bool:
    """A contract that can be left on any day has no date to miss."""
    if state.status != "bound" or not state.exit_if_missed or not state.earliest_exit:
        return False
    return (state.exit_if_missed - state.earliest_exit).days > 7


def _note_unknowns(
    context: Context,
    listed: list[Contract],
    *,
    states: dict[Key, ContractState],
    freedoms: list[ChannelFreedom],
) -> None:
    if not listed:
        context.unknown(
            "how long the shop is bound",
            "the register has no contracts",
            "fill in register/contracts.csv (`vda init` writes a template)",
        )
    for contract in listed:
        state = states[key_of(contract)]
        if state.status == "unknown":
            context.unknown(
                "when contract {contract} can be left",
                "{reason}",
                "fill in its terms in register/contracts.csv",
                contract=contract.contract_id,
                reason=state.reason,
            )
    _note_blank_minimums(context, listed, states)
    note_uncovered(context, listed, freedoms)


def _note_blank_minimums(context: Context, listed: list[Contract], states: dict[Key, ContractState]) -> None:
    blank = [c.contract_id for c in listed if c.minimum_per_month is None and _can_be_missed(states[key_of(c)])]
    if blank:
        context.unknown(
            "what a missed date costs for {contracts}",
            "minimum_per_month is blank",
            "write the agreed minimum, or 0 if there is none",
            contracts=", ".join(blank),
        )
