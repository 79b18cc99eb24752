"""A draft of the letter that gives notice, as plain text."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from analysis.language import Language
from analysis.presentation.deadlines import as_day
from analysis.rules.lateness import sent_late

Row = Mapping[str, Any]
SIGNATURE = "_" * 32


def notice_letter(contract: Row, shop_name: str, *, language: Language, as_of: date) -> str:
    """A draft to check and sign, from a contract's row in the figures of a day with `vendor_name` and `notice_form`.

    Names stay text: line breaks, control and direction marks in them become spaces."""
    text = language.text
    vendor, shop = _plain(contract.get("vendor_name") or contract["vendor_id"]), _plain(shop_name)
    return (
        "\n\n".join(
            [
                *_notes(contract, language, as_of),
                "\n".join([shop, text("[our address]")]),
                "\n".join([vendor, text("[address of the vendor]")]),
                text("[Place], [date of signing]"),
                text("Notice of termination: contract {contract}", contract=_plain(contract["contract_id"])),
                text("Dear Sir or Madam,"),
                _contract(contract, language),
                _notice(contract, language),
                text("Please confirm in writing that you received this notice and when the contract ends."),
                text("Yours faithfully,"),
                "\n".join([SIGNATURE, text("[Signature, name and position for {shop}]", shop=shop)]),
            ]
        )
        + "\n"
    )


def _notes(contract: Row, language: Language, as_of: date) -> list[str]:
    """What the sender must know and delete before sending."""
    text = language.text
    send_by, last_receipt = as_day(contract.get("send_by")), as_day(contract.get("last_receipt"))
    return [
        text(
            "DRAFT, not sent and no legal advice: check it against the contract, then delete everything above the line."
        ),
        text("Form: {form}", form=_form(contract.get("notice_form"), language)),
        text(
            "Send by {send_by}; it must have arrived by {last_receipt}. Keep proof that it arrived: the day of receipt "
            "counts (§ 130 BGB).",
            send_by=language.day(send_by),
            last_receipt=language.day(last_receipt),
        ),
        *sent_late(send_by, last_receipt, language, as_of=as_of),
        "-" * 72,
    ]


def _form(form: str | None, language: Language) -> str:
    if form == "written":
        return language.text("written: on paper, signed by hand by somebody who may sign for the shop.")
    if form == "text":
        return language.text("text: an e-mail or fax that names the sender is enough.")
    if form == "portal":
        return language.text("portal: give notice in the vendor's portal, with this text, and keep its confirmation.")
    return language.text("not on record: look it up; on paper and signed by hand is the safest.")


def _contract(contract: Row, language: Language) -> str:
    if not contract.get("starts_on"):
        return language.text("We refer to our contract {contract}.", contract=_plain(contract["contract_id"]))
    return language.text(
        "We refer to our contract {contract}, which began on {day}.",
        contract=_plain(contract["contract_id"]),
        day=language.day(contract["starts_on"]),
    )


def _notice(contract: Row, language: Language) -> str:
    if not contract.get("earliest_exit"):
        return language.text("We hereby give notice to end this contract on the next possible date.")
    return language.text(
        "We hereby give notice to end this contract on {day}, or, should that not be possible, on the next possible "
        "date.",
        day=language.day(contract["earliest_exit"]),
    )


def _plain(words: object) -> str:
    marked = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in str(words))
    return " ".join(marked.split())
