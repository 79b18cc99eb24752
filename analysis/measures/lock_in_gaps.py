"""What the register leaves open about how long channels are bound: each gap with its reason and what would close it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from analysis.measures.context import Context
from analysis.rules.exposure import Mix
from analysis.rules.freedom import ChannelFreedom, LockIn
from analysis.rules.lock_in import Contract, ContractState, VendorState, agreed_end, exit_by
from analysis.rules.other_ends import other_end, their_other_end

# There the shop itself is who runs the channel.
SOLD_BY_OURSELVES = ("wholesale", "retail")


def note_uncovered(context: Context, listed: list[Contract], freedoms: list[ChannelFreedom]) -> None:
    """Names the channels that no contract covers, where there are contracts at all."""
    covered = {channel for contract in listed for channel in contract.channel_ids}
    for freedom in freedoms:
        if listed and freedom.channel_id not in covered:
            context.unknown(
                "when channel {channel} could be left",
                "no contract covers it",
                "add its contracts to register/contracts.csv",
                channel=context.name("channels", freedom.channel_id),
            )


def note_doubtful_ends(context: Context, standings: Sequence[tuple[Contract, ContractState, VendorState]]) -> None:
    """Names the contracts whose end may be another than the one that is taken."""
    listed = [contract for contract, *_ in standings]
    _note_other_ends(context, standings)
    _note_later_notice(context, listed)
    _note_earlier_exits(context, listed)


def _note_other_ends(context: Context, standings: Iterable[tuple[Contract, ContractState, VendorState]]) -> None:
    """Names the contracts whose notice counts to the end of the term though its wording names another end."""
    wordings = {(row["contract_id"], row["known_vendor"]): row for row in context.rows("contracts")}
    for contract, ours, theirs in standings:
        said = wordings[contract.contract_id, contract.vendor_id]
        for column, other, end in (
            ("notice", other_end(contract, ours), ours.earliest_exit),
            ("vendor_notice", their_other_end(contract, theirs), theirs.earliest_exit),
        ):
            if other:
                context.unknown(
                    "to which end {column} of contract {contract} counts",
                    '"{words}" names an end on which no term of it ends; taken is the end of the term, {end}',
                    "check starts_on and initial_term, and have the end confirmed: then write it as in "
                    '"3 months to term_end"',
                    column=column,
                    contract=contract.contract_id,
                    words=said[column],
                    end=end,
                )


def _note_later_notice(context: Context, listed: list[Contract]) -> None:
    """Names the contracts whose notice the register dates after the day of the report."""
    as_of = context.window.as_of
    for contract in listed:
        if contract.noticed_on and contract.noticed_on > as_of:
            context.unknown(
                "whether contract {contract} ends by the notice of {noticed}",
                "that is after the day of the report, {day}, so it does not count yet",
                "ask for a report of a later day (--as-of), or correct noticed_on in register/contracts.csv",
                contract=contract.contract_id,
                noticed=contract.noticed_on,
                day=as_of,
            )


def _note_earlier_exits(context: Context, listed: list[Contract]) -> None:
    """Names the contracts that our notice would end sooner, by their terms, than on the day that ends_on says."""
    as_of = context.window.as_of
    for contract in listed:
        noticed, end = contract.noticed_on, contract.ends_on
        if contract.problems or not noticed or noticed > as_of or not end or agreed_end(contract, as_of) != end:
            continue
        leaving = exit_by(replace(contract, ends_on=None), noticed)
        if leaving and leaving.on < end:
            context.unknown(
                "whether contract {contract} ends on {end} or sooner",
                "by its terms the notice of {noticed} ends it on {exit}; taken is ends_on",
                "have the end confirmed, and correct noticed_on, ends_on or the terms in register/contracts.csv",
                contract=contract.contract_id,
                end=end,
                noticed=noticed,
                exit=leaving.on,
            )


def note_never_half_free(context: Context, listed: list[Contract], curve: LockIn) -> None:
    """Says why no day is known on which half of net revenue is free."""
    if listed and curve.half_free_on is None:
        context.unknown(
            "on which day half of our net revenue is free",
            "too much of it hangs on vendors without an alternative, or its contracts or shares are not known",
            "name alternatives in register/alternatives.csv, and fill in register/contracts.csv",
        )


def operators_without_contract(context: Context, listed: list[Contract]) -> dict[str, str]:
    """Channel → the vendor that runs it, where only other vendors' contracts cover the channel; each is unknown."""
    covered = {(channel, contract.vendor_id) for contract in listed for channel in contract.channel_ids}
    found = {
        row["channel_id"]: row["vendor_id"]
        for row in context.rows("channels")
        if row["vendor_id"]
        and row["kind"] not in SOLD_BY_OURSELVES
        and row["channel_id"] in {channel for channel, _ in covered}
        and (row["channel_id"], row["vendor_id"]) not in covered
        and not context.is_ourselves(row["vendor_id"])
    }
    for channel_id, vendor_id in found.items():
        context.unknown(
            "how long {channel} is bound to {vendor}, which runs it",
            "no contract of {vendor} covers {channel}; what is told of its lock-in counts the other contracts alone",
            "add the contract with {vendor} to register/contracts.csv",
            channel=context.name("channels", channel_id),
            vendor=context.name("vendors", vendor_id),
        )
    return found


def workers_without_contract(
    context: Context, listed: list[Contract], mixes: list[Mix], *, operators: dict[str, str]
) -> list[str]:
    """The vendors at work for channels that contracts of others cover, but in no contract themselves; all unknown."""
    covered = {channel for contract in listed for channel in contract.channel_ids}
    contracted = {contract.vendor_id for contract in listed} | set(operators.values())
    at_work = {v for mix in mixes if mix.channel_id in covered for by in mix.touched.values() for v in by}
    own = {row["vendor_id"] for row in context.rows("channels") if row["kind"] in SOLD_BY_OURSELVES}
    if missing := [v for v in sorted(at_work - contracted - own) if not context.is_ourselves(v)]:
        context.unknown(
            "how long we are bound to {vendors}",
            "they work for our channels, but no contract with them is registered; what is told of lock-in leaves "
            "them out",
            "add them to register/contracts.csv, with renewal open_ended where they can be left at any time",
            vendors=", ".join(context.name("vendors", vendor_id) for vendor_id in missing),
        )
    return missing
