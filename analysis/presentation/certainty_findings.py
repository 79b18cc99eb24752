"""Sentences about how sure the verdict is: what other ways of counting say, and what would narrow it most."""

from typing import Any

from analysis.language import Language
from analysis.presentation.finding import VERDICTS, Finding, Row, phrase, sentences, unknown

BASES = {
    "net_revenue": "net revenue",
    "gross_sales": "gross sales",
    "net_sales": "net sales",
    "contribution": "contribution",
    "payout": "payouts",
}
WHOM = {
    ("channel", "channel_group"): "channels and owners",
    ("channel",): "only channels",
    ("channel_group",): "only owners",
}
SURE = 0.9
HARDLY_ANY = 0.005  # what would be told as 0 %


def how_sure(figures: Row, language: Language) -> Finding:
    """In how many ways of counting the verdict is the same, else which way says what, and what would narrow it."""
    found: Row = figures.get("stability") or {}
    share = found.get("agreement_share")
    if share is None:
        return unknown(_without_headline(found, language), "stability")
    sure = share >= SURE
    text = sentences(_agreement(found, language) if sure else _by_way(found, language), _narrows(found, language))
    # A red verdict that is sure is no good news.
    return Finding(text, "good" if sure and found["verdict"] == "green" else "watch", None, "stability", 28)


def _agreement(found: Row, language: Language) -> str:
    verdict = VERDICTS[found["verdict"]]
    return language.text(
        "The verdict is {verdict} in {share} of the ways of counting: {bases}, by channel and by owner, with the "
        "chance of single orders.",
        verdict=language.text(verdict),
        share=language.percent(found["agreement_share"], 0),
        bases=_list(dict.fromkeys(way["basis"] for way in _deciding(found)), language),
    )


def _without_headline(found: Row, language: Language) -> str:
    if not _deciding(found):
        return language.text("How sure the verdict is is not known: no basis is known in full.")
    return language.text(
        "On net revenue there is no verdict. Other ways of counting say: {ways}.",
        ways="; ".join(_verdicts(found, language)),
    )


def _verdicts(found: Row, language: Language) -> list[str]:
    """The bases of each verdict and of whom it is, the worst verdict first."""
    by_verdict: dict[str, dict[str, list[str]]] = {}
    for way in sorted(_deciding(found), key=lambda way: -list(VERDICTS).index(way["verdict"])):
        by_verdict.setdefault(way["verdict"], {}).setdefault(way["basis"], []).append(way["grain"])
    return [
        language.text(
            "{verdict} by {bases}", verdict=language.text(VERDICTS[verdict]), bases=_of_whom(grains, language)
        )
        for verdict, grains in by_verdict.items()
    ]


def _of_whom(grains: dict[str, list[str]], language: Language) -> str:
    """Bases with the grains that they were counted for, those of the same grains together."""
    by_grains: dict[tuple[str, ...], list[str]] = {}
    for basis, counted in grains.items():
        by_grains.setdefault(tuple(sorted(counted)), []).append(basis)
    return ", ".join(
        language.text("{bases} ({whom})", bases=_list(bases, language), whom=language.text(WHOM[counted]))
        for counted, bases in by_grains.items()
    )


def _by_way(found: Row, language: Language) -> str:
    parts = _verdicts(found, language)
    if len(parts) == 1 and any(way.get("verdict_if_largest") not in (None, way["verdict"]) for way in _deciding(found)):
        return language.text(
            "It depends on where the rest belongs: {way}, worse if the largest has it all.",
            way=parts[0],
        )
    if len(parts) == 1 and found["agreement_share"] < HARDLY_ANY:
        return language.text("It depends on single orders: {way}, but in hardly any of the draws.", way=parts[0])
    if len(parts) == 1:
        return language.text(
            "It depends on single orders: {way}, but only in {share} of the draws.",
            way=parts[0],
            share=language.percent(found["agreement_share"], 0),
        )
    return language.text("It depends on how we count: {ways}.", ways="; ".join(parts))


def _narrows(found: Row, language: Language) -> str | None:
    row = found.get("narrows_most")
    if row is None:
        return None
    return language.text(
        "What would narrow it most: {why} ({share}); {remedy}.",
        why=phrase(row["why"], language),
        share=language.percent(row["share"]),
        remedy=phrase(row["how_to_fix"], language),
    )


def _deciding(found: Row) -> list[Row]:
    return [way for way in found.get("ways") or [] if way.get("decides")]


def _list(bases: Any, language: Language) -> str:
    return language.listed(language.text(BASES[basis]) for basis in bases)
