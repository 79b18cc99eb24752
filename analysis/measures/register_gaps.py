"""Where rows contradict each other or count for nothing: each told by file and line, with what is taken instead."""

from difflib import get_close_matches

from analysis.measures.context import Context
from analysis.message import Message
from analysis.register.tables import FUNCTIONS


def note_register_gaps(context: Context, touching: set[str], behind: set[str]) -> None:
    """Adds to the unknowns what services, names and charges leave open; touching: vendors that touch revenue,
    behind: vendors that only stand behind those."""
    _overfull(context)
    _idle(context)
    _unserved(context)
    _claimed(context)
    _owned_in_circles(context)
    _strange_functions(context)
    _without_work(context, touching | behind)


def _overfull(context: Context) -> None:
    for row in context.rows("overfull_services"):
        context.unknown(
            "who really does {function} for {channel} from {since}",
            "the shares in {file} lines {lines} add to {total} %; they are taken in proportion",
            "correct share, valid_from or valid_to there, so that they add to 100 % at most",
            function=row["function"],
            channel=_channel(context, row["channel_id"]),
            since=max(row["since"], context.window.first),
            file=row["file"],
            lines=row["lines"].replace(", ", " + "),
            total=f"{float(row['total']) * 100:g}",
        )


def _idle(context: Context) -> None:
    for row in context.rows("idle_services"):
        vendor = context.name("vendors", row["vendor_id"])
        if row["is_strange"]:
            context.unknown(
                "what {vendor} does for the channel {channel}",
                "neither the register nor the exports know a channel of that name ({file} line {line}); the row "
                "counts for nothing",
                "correct channel_id there, or add the channel to register/channels.csv",
                vendor=vendor,
                channel=row["channel"],
                file=row["file"],
                line=row["line"],
            )
        else:
            context.unknown(
                "when {vendor} did {function}",
                "it ends before it begins ({file} line {line}: {since} to {until}); the row counts for nothing",
                "correct valid_from or valid_to there",
                vendor=vendor,
                function=row["function"],
                file=row["file"],
                line=row["line"],
                since=row["valid_from"],
                until=row["valid_to"],
            )


def _unserved(context: Context) -> None:
    for row in context.rows("unserved_days"):
        context.unknown(
            "who did {function} for {channel} from {since} to {until} (days with sales: {days})",
            "no row of {file} is valid on them (valid_from, valid_to)",
            "add who did it on those days to register/services.csv",
            function=row["function"],
            channel=context.name("channels", row["channel_id"]),
            days=row["days"],
            since=row["since"],
            until=row["until"],
            file=row["file"],
        )


def _claimed(context: Context) -> None:
    for row in context.rows("claimed_names"):
        context.unknown(
            "whom the name {name} means",
            "{ids} claim it in {file} lines {lines}; {taken} is taken",
            "let one row alone keep the name, in aliases or name",
            name=row["name"],
            ids=row["ids"].replace(", ", " + "),
            file=row["file"],
            lines=row["lines"].replace(", ", " + "),
            taken=row["taken"],
        )


def _owned_in_circles(context: Context) -> None:
    for row in context.rows("owner_circles"):
        context.unknown(
            "who owns {vendors}",
            "by {file} lines {lines} each of them belongs to another one; they are taken as one group",
            "write the ultimate owner in group, and leave it blank in the owner's own row",
            vendors=row["names"],
            file=row["file"],
            lines=row["lines"],
        )


def _strange_functions(context: Context) -> None:
    for row in context.rows("charge_functions"):
        if row["function"] in FUNCTIONS:
            continue
        word = row["function"] or ""
        near = get_close_matches(word.lower(), FUNCTIONS, n=1, cutoff=0.5)
        found = {
            "count": row["charges"],
            "amount": f"{row['amount']:.2f}",
            "currency": context.shop.settings.shop.currency,
            "word": word,
            "near": Message("{near}", near=near[0]) if near else "",  # a word to write, not to translate
            "file": row["file"],
            "line": row["line"],
            # Not joined by commas: these are words to write, not to translate.
            "functions": " | ".join(FUNCTIONS),
        }
        if near:
            context.unknown(
                "for which work charges were paid ({count}, {amount} {currency} in all)",
                '"{word}" is no function, the nearest one is {near} (first in {file} line {line}); they count as '
                "costs all the same",
                "write one of {functions}",
                **found,
            )
        else:
            context.unknown(
                "for which work charges were paid ({count}, {amount} {currency} in all)",
                '"{word}" is no function (first in {file} line {line}); they count as costs all the same',
                "write one of {functions}",
                **found,
            )


def _without_work(context: Context, working: set[str]) -> None:
    # Ourselves we may be named as who runs a shop, where others do the work of its system.
    seen = working | {row["vendor_id"] for row in context.rows("vendors") if context.is_ourselves(row["vendor_id"])}
    told = seen | _replaced(context, seen)
    idle = [row["vendor_id"] for row in context.rows("vendors") if row["vendor_id"] not in told]
    overridden = _overridden(context, set(idle))
    if unnamed := [vendor_id for vendor_id in idle if vendor_id not in overridden]:
        context.unknown(
            "which revenue depends on {vendors}",
            "no order line, channel or service of these months names them",
            "add what they do to register/services.csv",
            vendors=", ".join(context.name("vendors", vendor_id) for vendor_id in unnamed),
        )


def _replaced(context: Context, seen: set[str]) -> set[str]:
    """The vendors that run channels where others do the work; each is told."""
    sold = {row["channel_id"] for row in context.rows("mixes")}
    replaced = {
        row["vendor_id"]: row["channel_id"]
        for row in context.rows("channels")
        if row["channel_id"] in sold and row["vendor_id"] and row["vendor_id"] not in seen
    }
    for vendor_id, channel_id in replaced.items():
        context.unknown(
            "which revenue depends on {vendor}",
            "register/channels.csv says that it runs {channel}, register/services.csv that others do that work there",
            "correct one of the two",
            vendor=context.name("vendors", vendor_id),
            channel=context.name("channels", channel_id),
        )
    return set(replaced)


def _overridden(context: Context, idle: set[str]) -> set[str]:
    """The idle vendors in whose services others are named by orders or channels; each is told."""
    overridden = [row for row in context.rows("overridden_services") if row["vendor_id"] in idle]
    for row in overridden:
        context.unknown(
            "which revenue depends on {vendor} for {function}",
            "{file} line {lines} says that it does this, but others are named on the order lines or for the channel "
            "alone, and they count",
            "delete the row if others did it, else correct whom the orders and the other rows name",
            vendor=context.name("vendors", row["vendor_id"]),
            function=row["function"],
            file=row["file"],
            lines=row["lines"].replace(", ", " + "),
        )
    return {row["vendor_id"] for row in overridden}


def _channel(context: Context, channel_id: str | None) -> str:
    return Message("all channels") if channel_id is None else context.name("channels", channel_id)
