"""Sentences for users, which keep their template and values so that they can be told in any language."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any


class Count(str):
    """A number as it is written, which in a template chooses between two words: "{rows} {rows:row|rows}"."""

    number: int

    def __new__(cls, number: int, written: str) -> "Count":
        count = super().__new__(cls, written)
        count.number = number
        return count

    def __format__(self, words: str) -> str:
        one, mark, several = words.partition("|")
        if not mark:
            return super().__format__(words)
        return one if self.number == 1 else several


class Message(str):
    """An English sentence that knows the template and the values it was made of; of a message it is that message."""

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, /, **values: Any) -> "Message":
        if isinstance(template, Message):
            return template
        message = super().__new__(cls, template.format(**{name: _shown(value) for name, value in values.items()}))
        message.template, message.values = template, values
        return message

    @classmethod
    def fixed(cls, text: str) -> "Message":
        """Words without values, such as the title of a format, whatever braces are in them."""
        return cls(text.replace("{", "{{").replace("}", "}}"))

    @classmethod
    def of(cls, parts: dict[str, Any]) -> "Message":
        """The message of its parts."""
        return cls(parts["message"], **{name: _whole(value) for name, value in parts["values"].items()})

    @classmethod
    def read(cls, stored: str) -> "Message":
        """The message of its JSON."""
        return cls.of(json.loads(stored))

    def parts(self) -> dict[str, Any]:
        """The message as JSON can hold it, from which it comes back the same."""
        return {"message": self.template, "values": {name: _part(value) for name, value in self.values.items()}}

    def stored(self) -> str:
        """The message as JSON."""
        return json.dumps(self.parts(), ensure_ascii=False)


def joined(parts: Iterable[str], mark: str) -> Message:
    """Messages one after another, with a mark between them."""
    values = {f"part_{number}": part for number, part in enumerate(parts)}
    return Message(mark.join(f"{{{name}}}" for name in values), **values)


def _shown(value: Any) -> Any:
    return Count(value, f"{value:,}") if isinstance(value, int) else value


def _part(value: Any) -> Any:
    if isinstance(value, Message):
        return value.parts()
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value if isinstance(value, int) else str(value)


def _whole(part: Any) -> Any:
    if isinstance(part, dict):
        return date.fromisoformat(part["day"]) if "day" in part else Message.of(part)
    return part
