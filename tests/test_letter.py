"""The letter of notice: a draft with the contract's data, in both languages, in which names stay text."""

from datetime import date
from typing import Any

import pytest

from analysis.language import Language
from analysis.presentation.letter import notice_letter

ENGLISH, GERMAN = Language("en"), Language("de")
CONTRACT: dict[str, Any] = {
    "contract_id": "LN-2024/7",
    "vendor_id": "lagerhaus_nord",
    "vendor_name": "Lagerhaus Nord GmbH & Co. KG",
    "starts_on": "2024-03-01",
    "earliest_exit": "2027-02-28",
    "last_receipt": "2026-11-30",
    "send_by": "2026-11-20",
    "notice_form": "written",
}


def letter(language: Language = ENGLISH, shop: str = "Kräuterhof Lindenau", **changes: Any) -> str:
    as_of = changes.pop("as_of", date(2026, 10, 31))
    return notice_letter(CONTRACT | changes, shop, language=language, as_of=as_of)


def test_the_letter_names_contract_exit_and_the_next_possible_date() -> None:
    body = letter().split("-" * 72)[1]
    assert "Notice of termination: contract LN-2024/7" in body
    assert "our contract LN-2024/7, which began on 1 March 2024." in body
    assert "on 28 February 2027, or, should that not be possible, on the next possible date." in body
    assert "Please confirm in writing" in body
    assert "Lagerhaus Nord GmbH & Co. KG\n" in body


def test_the_letter_is_clearly_a_draft_with_its_days_and_form_above_the_line() -> None:
    head = letter().split("-" * 72)[0]
    assert head.startswith("DRAFT, not sent and no legal advice")
    assert "Send by 20 November 2026; it must have arrived by 30 November 2026." in head
    assert "on paper, signed by hand" in head


def test_a_day_for_sending_that_has_passed_is_told_with_what_is_still_possible() -> None:
    passed = "The day for sending it with time to spare, 20 November 2026, has passed. It still counts if it arrives by"
    assert passed not in letter(as_of=date(2026, 11, 20))
    assert f"{passed} 30 November 2026: by messenger" in letter(as_of=date(2026, 11, 21)).split("-" * 72)[0]
    assert "bis zum 30. November 2026 zugeht: durch Boten" in letter(GERMAN, as_of=date(2026, 11, 30))


def test_the_letter_ends_with_place_date_and_signature() -> None:
    assert "[Place], [date of signing]" in letter()
    assert letter().endswith("[Signature, name and position for Kräuterhof Lindenau]\n")


@pytest.mark.parametrize(
    ("form", "words"), [("text", "an e-mail"), ("portal", "portal:"), (None, "not on record"), ("written", "on paper")]
)
def test_the_form_follows_the_contract(form: str | None, words: str) -> None:
    assert words in letter(notice_form=form)


def test_the_german_letter_gives_notice_alternatively_to_the_next_possible_date() -> None:
    german = letter(GERMAN)
    assert german.startswith("ENTWURF")
    assert "kündigen wir diesen Vertrag zum 28. Februar 2027, hilfsweise zum nächstmöglichen Termin." in german
    assert "Bitte bestätigen Sie uns schriftlich" in german
    assert "[Ort], [Datum der Unterschrift]" in german


def test_an_unknown_exit_gives_notice_to_the_next_possible_date_alone() -> None:
    unknown = letter(earliest_exit=None, starts_on=None, send_by=None, last_receipt=None)
    assert "end this contract on the next possible date." in unknown
    assert "We refer to our contract LN-2024/7." in unknown and "None" not in unknown


def test_hostile_names_stay_one_line_of_text() -> None:
    evil = "Evil\r\n\r\nDear all,\u2028{day} \u202e%s \x00end"
    hostile = letter(shop=evil, vendor_name=evil, contract_id=evil)
    assert "Evil Dear all, {day} %s end" in hostile
    assert not set("\r\x00\u2028\u202e") & set(hostile)
    assert len(hostile.splitlines()) == len(letter().splitlines())


def test_without_a_name_the_vendors_id_stands() -> None:
    assert "\nlagerhaus_nord\n" in letter(vendor_name=None)
