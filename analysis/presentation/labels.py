"""What ids are called on a page."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any


def name(figures: Mapping[str, Any], kind: str, identifier: str | None) -> str | None:
    """The display name of an id of a kind ("vendors", "channels", "groups"), the id itself where unnamed."""
    if identifier is None:
        return None
    return ((figures.get("names") or {}).get(kind) or {}).get(identifier) or identifier


def labels(figures: Mapping[str, Any], kind: str, identifiers: Iterable[str]) -> dict[str, str]:
    """A display name per id; ids that share a name show their id as well."""
    names = {identifier: name(figures, kind, identifier) or identifier for identifier in identifiers}
    often = Counter(names.values())
    return {key: word if often[word] == 1 else f"{word} ({key})" for key, word in names.items()}
