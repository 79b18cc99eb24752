"""German and English as it is typed: capitals do not matter, umlauts may be written out or left off."""

import re
from functools import cache

SPELLINGS = {"ä": ("ae", "ä", "a"), "ö": ("oe", "ö", "o"), "ü": ("ue", "ü", "u"), "ß": ("ss", "ß")}


@cache
def phrase(pattern: str) -> re.Pattern[str]:
    """A regular expression whose umlauts match "ae" and "a" as well; sets of letters in [] stay as they are."""
    return re.compile(re.sub(r"\[[^\]]*\]|[äöüß]", _either, pattern), re.IGNORECASE)


def spelled(words: dict[str, int]) -> dict[str, int]:
    """Words with what they stand for, each in every spelling."""
    return {word: value for typed, value in words.items() for word in _spellings(typed)}


def _either(found: re.Match[str]) -> str:
    return f"(?:{'|'.join(SPELLINGS[found[0]])})" if found[0] in SPELLINGS else found[0]


def _spellings(word: str) -> list[str]:
    written = [word]
    for letter, ways in SPELLINGS.items():
        written = [each.replace(letter, way) for each in written for way in ways]
    return written
