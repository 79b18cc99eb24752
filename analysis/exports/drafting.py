"""`vda formats guess`: a declaration drafted from what a file looks like, with notes on what to check."""

import json
import re

from analysis.errors import InputError
from analysis.exports.declarations import JOINED
from analysis.exports.guessing import Guess, Table, currency_of, guess, is_private

OURS = {
    "text": ("order_id", "sku", "state", "channel", "first"),
    "currency": ("currency",),
    "country": ("country",),
    "buyer": ("customer",),
    "timestamp": ("ordered_at",),
    "date": ("shipped_on",),
    "number": ("quantity", "gross", "unit_price", "tax"),
}
DONE = ("paid", "bezahlt", "complete", "abgeschlossen", "shipped", "versendet", "versandt", "verschickt", "delivered",
        "geliefert", "zugestellt", "sent", "closed", "fulfilled", "erledigt", "refunded", "erstattet")  # fmt: skip
GONE = ("cancel", "storn", "void", "failed", "fehlgeschlagen", "abgelehnt", "declined", "deleted", "gelöscht")


def draft(table: Table, title: str) -> str:
    """The TOML of a declaration for a table, readable as it is; what is doubtful stands in comments."""
    found = guess(table)
    parts = [_head(found, title), _file(found), _columns(found), _block(found), _others(found)]
    return "\n".join(part for part in parts if part) + "\n"


def quoted(text: str) -> str:
    """A TOML string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def note(text: str) -> str:
    """A TOML comment of one line."""
    return "# " + re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text)


def _head(found: Guess, title: str) -> str:
    listed = [name for name in ("order_id", "ordered_at") if name in found.chosen]
    identity = [name for name in ("order_id", "sku") if name in found.chosen] or [*_named(found)][:1]
    return "\n".join([
        note("A draft: check every line, then save it as formats/NAME.toml in your shop folder and run `vda check`."),
        note(f"The header was found in line {found.header_line}. docs/formats.md explains every part."),
        f"title = {quoted(title)}",
        'role = "orders" # or "settlement" (fees and payouts), "details", "payments", "bank"',
        f"filled = {json.dumps(listed)}",
        f"identity = {json.dumps(identity)} # the columns by which a row is the same in a later file",
    ])  # fmt: skip


def _file(found: Guess) -> str:
    lines = ["", "[file]"]
    if found.table.encoding != "utf-8":
        lines.append(f"encoding = {quoted(found.table.encoding)}")
    lines += [f"delimiter = {quoted(found.table.delimiter)}", f'decimal = ["{found.decimal}"]']
    if found.dates:
        lines.append(f"dates = {json.dumps(found.dates)}")
    for by_day, by_month in found.either:
        lines.append(
            note("No date of this file shows whether day or month comes first. Take one, else no row is read:")
        )
        lines += [note(f"dates = [{quoted(by_day)}] (day first)"), note(f"dates = [{quoted(by_month)}] (month first)")]
    if found.footer:
        lines.append(f"footer = {quoted(found.footer)}")
    lines.append(note('timezone = "Europe/Berlin" (of times without a zone; default: the shop\'s)'))
    return "\n".join(
        [*lines, "", "[channel]", 'kind = "other" # marketplace, own_shop, social, wholesale, retail, other']
    )


def _named(found: Guess) -> dict[str, str]:
    """Our names that the draft declares; a table of which nothing is known keeps one harmless column, unread."""
    if found.chosen:
        return found.chosen
    whole = [column for column in found.columns if JOINED not in column.heading]
    if not whole:
        raise InputError("No heading of the file can be used; give its columns plain names.")
    first = next((column for column in whole if not is_private(column)), whole[0])
    return {"customer" if is_private(first) else "first": first.heading}


def _columns(found: Guess) -> str:
    kinds = {name: kind for kind, names in OURS.items() for name in names}
    if not _has_codes(found):
        kinds["currency"] = "text"
    lines = [""]
    for kind in OURS:
        given = {name: heading for name, heading in _named(found).items() if kinds[name] == kind}
        if given:
            lines += [f"[columns.{kind}]", *(f"{name} = {quoted(heading)}" for name, heading in given.items())]
    return "\n".join(lines)


def _has_codes(found: Guess) -> bool:
    """Whether the column of currencies holds codes like EUR throughout."""
    return any(c.kind == "currency" for c in found.columns if c.heading == found.chosen.get("currency"))


def _block(found: Guess) -> str:
    has = found.chosen
    missing = [what for name, what in (("order_id", "an order number"), ("ordered_at", "a date")) if name not in has]
    if missing:
        return "\n".join([
            "",
            note(f"No heading looks like {' or '.join(missing)}, so no row is read as a sale yet. Say what a row is:"),
            "[[set_aside]]",
            "reason = \"'not declared yet'\"",
        ])  # fmt: skip
    lines = ["", "[[sales]]", 'order_id = "order_id"', f'ordered_at = "ordered_at" # from {_plain(has["ordered_at"])}']
    lines.append(
        'channel = "channel"'
        if "channel" in has
        else f"channel = {quoted(chr(39) + 'My channel' + chr(39))} # its name"
    )
    lines += [f'{name} = "{name}"' for name in ("sku", "quantity") if name in has]
    if "currency" in has:
        lines.append(
            'currency = "currency"' if _has_codes(found) else 'currency = "upper(currency)" # a code like EUR?'
        )
    elif unit := currency_of(has.get("gross", has.get("unit_price", ""))):
        lines.append(f"currency = \"'{unit}'\" # the heading of the amounts names it")
    else:
        lines.append("currency = \"getvariable('shop_currency')\" # no column names one")
    lines += _amounts(found)
    lines += [f'{name} = "{name}"' for name in ("country", "customer", "shipped_on") if name in has]
    return "\n".join([*lines, *_status(found)])


def _plain(text: str) -> str:
    return note(text)[2:]


def _amounts(found: Guess) -> list[str]:
    """Gross is what the customer paid for the line, with VAT and after discounts."""
    has = found.chosen
    if "gross" in has:
        lines = [f'gross_amount = "gross" # {_plain(has["gross"])}: with VAT, after discounts? else correct it']
    elif "unit_price" in has:
        product = "quantity * unit_price" if "quantity" in has else "unit_price"
        lines = [f'gross_amount = "{product}" # a price of one piece with VAT? else correct it']
    else:
        lines = [note("gross_amount: no heading looks like an amount; without it sales are unknown")]
    return [*lines, 'tax_amount = "tax" # an amount of VAT within the gross, not a rate?'] if "tax" in has else lines


def _status(found: Guess) -> list[str]:
    """What each word of the status column means, as far as it is known."""
    words = next((c.words for c in found.columns if c.heading == found.chosen.get("state")), ())
    if not words:
        return []
    cases = [f"  when '{word.lower()}' then '{_meaning(word)}'" for word in sorted(words, key=str.lower)]
    said = note("status: check what each word means; completed, cancelled or open")
    return [said, 'status = """', "case lower(state)", *dict.fromkeys(cases), "  else 'open'", 'end"""']


def _meaning(word: str) -> str:
    low = word.lower()
    if any(part in low for part in GONE):
        return "cancelled"
    return "completed" if any(low.startswith(part) for part in DONE) else "open"


def _others(found: Guess) -> str:
    rest = [c for c in found.columns if c.heading not in found.chosen.values()]
    private = [c.heading for c in rest if is_private(c)]
    lines = [note(f"{quoted(c.heading)} ({c.kind})") for c in rest if c.heading not in private]
    said = ["", note("Other columns; add to [columns] what is needed:"), *lines] if lines else []
    if private:
        said += ["", note("Never declare these as text, they may tell who the buyers are: " + ", ".join(private))]
    return "\n".join(said)
