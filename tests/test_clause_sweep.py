"""Clauses put together from parts whose meaning is known: read as their parts say, whatever their order and marks."""

import random
from collections.abc import Iterator
from itertools import permutations, product

import pytest
from test_clauses_outside import meaning

from analysis.rules.clause import read_clause

# Parts of a clause in words, and what they say; n, m, k are the lengths of first term, renewal and notice.
FIRST = {
    "de": [
        "Laufzeit {n} Monate",
        "Vertragslaufzeit: {n} Monate",
        "Mindestlaufzeit {n} Monate",
        "Vertragsdauer {n} Monate",
    ],
    "en": [
        "Initial term {n} months",
        "minimum term of {n} months",
        "the agreement runs for {n} months",
        "{n} month contract",
    ],
}
RENEWAL = {
    "de": [
        ("Verlängerung um jeweils {m} Monate", "tacit, by {m} month"),
        ("verlängert sich stillschweigend um {m} Monate", "tacit, by {m} month"),
        ("automatische Verlängerung", "tacit, by {n} month"),
        ("danach unbefristet", "open_ended"),
    ],
    "en": [
        ("automatic renewal for {m} months", "tacit, by {m} month"),
        ("renews automatically for successive periods of {m} months", "tacit, by {m} month"),
        ("renews automatically", "tacit, by {n} month"),
        ("thereafter indefinite", "open_ended"),
    ],
}
NOTICE = {
    "de": [
        ("Kündigungsfrist {k} Wochen", "{k} week"), ("kündbar mit {k} Monaten Frist", "{k} month"),
        ("Kündigung {k} Tage", "{k} day"), ("{k} Monate", "{k} month"),
    ],
    "en": [
        ("notice period {k} weeks", "{k} week"), ("{k} months' notice", "{k} month"),
        ("cancel with {k} days' notice", "{k} day"), ("{k} months", "{k} month"),
    ],
}  # fmt: skip
END = {
    "de": [("zum Laufzeitende", "term_end"), ("vor Ablauf", "term_end"), ("zum Quartalsende", "quarter_end"), ("", "any end")],
    "en": [
        ("before the end of the term", "term_end"), ("prior to expiry", "term_end"),
        ("to the end of a month", "month_end"), ("", "any end"),
    ],
}  # fmt: skip


def clauses(language: str) -> Iterator[tuple[str, str]]:
    """Every combination of parts in an order, with marks and lengths drawn by a fixed seed, and what it says."""
    draw = random.Random(7)
    parts = product(FIRST[language], RENEWAL[language], NOTICE[language], END[language])
    for first, (renewal, goes_on), (notice, length), (end, anchor) in parts:
        if not end and notice in ("{k} Monate", "{k} months"):
            continue  # a length alone is no notice
        lengths = {"n": draw.choice([12, 24, 36]), "m": draw.choice([6, 12]), "k": draw.choice([2, 3, 4, 14])}
        said = [first, renewal, f"{notice} {end}".strip()]
        order = draw.choice([(0, 1, 2)] if goes_on == "open_ended" else list(permutations(range(3))))
        text = draw.choice([", ", "; "]).join(said[at] for at in order).format(**lengths)
        which = "later" if read_clause(text).notice_when_open_ended else "notice"
        yield text, f"first {{n}} month, goes on {goes_on}, {which} {length} to {anchor}".format(**lengths)


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_clause_says_what_its_parts_say_in_any_order(language: str) -> None:
    read = [(text, meaning(text), expected) for text, expected in clauses(language)]
    assert len(read) > 200
    assert [each for each in read if each[1] != each[2]] == []
