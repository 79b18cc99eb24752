"""Cells of the register as people fill them: dates, numbers, lists and words; what has two readings is refused."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from babel.numbers import get_currency_name, get_currency_symbol
from pydantic import ValidationInfo

from analysis.message import Message
from analysis.rules.spelling import phrase
from analysis.rules.wording import parse_date

Order = Literal["day_first", "month_first"]
OPEN_END = (
    r"unbefr?(?:istet|\.)|unbegrenzt|auf unbestimmte zeit|bis auf (?:weiteres|widerruf)|laufend"
    r"|open[- ]?ended|indefinite(?:ly)?|perpetual"
    r"|ongoing|unlimited|until further notice|evergreen|no end|none|kein(?:e[sr]?)?(?: ende)?|n/?a|-+"
    r"|not applicable|entfällt|until (?:terminated|cancelled|noticed)|bis (?:auf )?kündigung"
)
OPTION = r"(?P<day>\d.*?\d{4}) ?\(?(?:\+|(?:plus|with|mit|zzgl\.?|and|und|optione?n?) ).+"
MIDNIGHT_IN_EUROPE = r".*[ T](?:22|23):00(?::00(?:\.0+)?)?(?:Z|\+00:?00)"

ROLLING = r"mo(?:nth)?\.?[ -]?to[ -]?mo(?:nth)?\.?|monthly|monatlich|rolling|at will"
RENEWALS = {
    "tacit": r"tacit(?:ly)?|stillschweigend\w*|auto|(?:verlängert sich )?automati\w+(?: (?:verlängerung|renewal))?"
    r"|auto[- ]?renew(?:al|s|ing)?|renews automatically",
    "express": r"express(?:ly)?|ausdrücklich|(?:nur )?(?:nach|mit|by|on) (?:vereinbarung|absprache|agreement|request)"
    r"|(?:mit |with )?option(?:al|en|s)?(?: to (?:extend|renew))?|(?:extension|renewal) options?"
    r"|(?:mit )?verlängerungsoption(?:en)?",
    "open_ended": r"open[-_ ]?ended|unbefristet\w*|unbegrenzt|auf unbestimmte zeit|indefinite(?:ly)?|unlimited",
    "none": r"none|no|keine?|nein|befristet|fest|endet(?: automatisch)?|ends(?: automatically)?|fixed(?:[- ]term)?"
    r"|(?:keine|no|ohne|without) (?:automatische |automatic )?(?:verlängerung|renewal)",
}
FORMS = {
    "text": r"(?:in )?text(?: ?form)?|(?:per |by |via )?(?:e-?mail|fax)",
    "written": r"written|in writing|schriftlich|(?:in )?schriftform"
    r"|(?:per |by )?(?:brief|(?:registered )?(?:letter|mail|post)"
    r"|einschreiben)",
    "portal": r"(?:im |über das |via |in the )?(?:(?:kunden|online-?|customer )?(?:portal|konto|account)|online)"
    r"|kündigungsbutton",
}
LAST_CENTURY = 70  # a year of two digits from here on is of the last century, as in POSIX
WITHOUT_END = 2099  # registers write 2099-12-31, 9999-12-31 and the like where a contract has no end
THOUSANDS = r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+"
CURRENCY = r"[^\d\s.,%/+−'’-]{1,8}"
BESIDE_A_CURRENCY = (
    rf"(?P<before>{CURRENCY})\s?(?P<number>[+−-]?\d[\d.,'’\s]*)"
    rf"|(?P<amount>[+−-]?\d[\d.,'’\s]*?)\s?(?P<after>{CURRENCY})"
)
EITHER = r"[+-]?[1-9]\d{0,2}[.,]\d{3}"


def day(cell: Any, info: ValidationInfo) -> Any:
    """ISO, DD.MM.YYYY and dates in words as they are; with slashes only in the declared order, never guessed."""
    return _day(cell, (info.context or {}).get("date_order")) if isinstance(cell, str) else cell


def end(cell: Any, info: ValidationInfo) -> Any:
    """A day on which something ends; None for what registers write where there is no end."""
    if not isinstance(cell, str):
        return cell
    if re.fullmatch(OPEN_END, cell.strip().lower()):
        return None
    if re.fullmatch(ROLLING, cell.strip().lower()):
        raise ValueError(
            Message(
                '"{cell}" is no date; leave ends_on blank and write renewal "tacit" with initial_term and renewal_term '
                '"1 month", or renewal "open_ended", and the notice',
                cell=cell,
            )
        )
    if option := phrase(OPTION).fullmatch(cell.strip()):
        more = (
            '"{cell}" is a day and more; write the day alone, "{day}", and an option to extend as renewal "express" '
            "with its length as renewal_term"
        )
        raise ValueError(Message(more, cell=cell, day=option["day"]))
    if phrase(r"\d\d?(?:[./]\d\d?[./]|[ -][a-z]+[ -])99").fullmatch(cell.strip()):
        return None
    year = re.fullmatch(r"\d\d?[./-]\d\d?[./-](\d{4})", cell.strip())
    if year and int(year[1]) >= WITHOUT_END:
        return None  # whichever of the two is the month
    found = _day(cell, (info.context or {}).get("date_order"))
    return None if found.year >= WITHOUT_END else found


def number(cell: Any, info: ValidationInfo) -> Any:
    """A number with decimal point or comma; "1.500" and "1,500" have two readings, but not in a workbook's cell and
    not beside a currency, whose cents have no three digits."""
    if not isinstance(cell, str):
        return cell
    bare = _without_currency(cell, info)
    text = re.sub(r"[\s'’_]", "", bare).replace("−", "-")
    if re.fullmatch(EITHER, text) and bare != cell:
        text = re.sub("[.,]", "", text)
    if re.fullmatch(EITHER, text) and not ("." in text and (info.context or {}).get("workbook")):
        whole, part = re.split("[.,]", text)
        raise ValueError(
            Message(
                '"{cell}" may be {whole}{part} or {whole}.{part}; write {whole}{part}.00 or {whole}.{part}0',
                cell=cell,
                whole=whole,
                part=part,
            )
        )
    plain = _with_point(text)
    if not re.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", plain):
        raise ValueError(Message('"{cell}" is not a number; write 1234.50', cell=cell))
    return Decimal(plain)


def share(cell: Any, info: ValidationInfo) -> Any:
    """A share 0–1, or a percentage with its sign."""
    if isinstance(cell, str) and cell.rstrip().endswith("%"):
        return number(cell.rstrip().rstrip("%"), info) / 100
    return number(cell, info)


def amount(cell: Any, info: ValidationInfo) -> Any:
    """A number that is not below zero: what we pay, and never what we get."""
    found = number(cell, info)
    if isinstance(found, Decimal) and found < 0:
        raise ValueError(Message('"{cell}" is below zero; write the amount without a minus', cell=cell))
    return found


def unit_cost(cell: Any, info: ValidationInfo) -> Any:
    """An amount that may have thousandths, so that "1.250 €" has two readings as it has without its sign."""
    return amount(_without_currency(cell, info) if isinstance(cell, str) else cell, info)


def names(cell: Any) -> Any:
    """Names separated by semicolons."""
    return tuple(part.strip() for part in cell.split(";") if part.strip()) if isinstance(cell, str) else cell


def word(cell: Any) -> Any:
    """One of a few words: small letters, joined by an underscore."""
    return re.sub(r"[\s-]+", "_", cell.strip().lower()) if isinstance(cell, str) else cell


def renewal(cell: Any) -> Any:
    """How a contract goes on, in the words of the register or in others of the same meaning, English or German."""
    return _renewal(cell) if isinstance(cell, str) else cell


def notice_form(cell: Any) -> Any:
    """The form of notice, in the words of the register or in others of the same meaning, English or German."""
    return _form(cell) if isinstance(cell, str) else cell


@cache
def _renewal(cell: str) -> str:
    return _meaning(cell, RENEWALS)


@cache
def _form(cell: str) -> str:
    return _meaning(cell, FORMS)


def _meaning(cell: str, words: Mapping[str, str]) -> str:
    said = " ".join(cell.split())
    return next((name for name, pattern in words.items() if phrase(pattern).fullmatch(said)), word(cell))


def yes_no(cell: Any) -> Any:
    """yes or no, also in German and as a workbook's truth value."""
    said = word(cell)
    return {"ja": "yes", "true": "yes", "nein": "no", "false": "no"}.get(said, said)


def _without_currency(cell: str, info: ValidationInfo) -> str:
    """The number of a cell; a sign or code beside it must be that of the currency of its row or shop."""
    if not re.search(CURRENCY, cell):
        return cell
    match = re.fullmatch(BESIDE_A_CURRENCY, re.sub(r"[,.][-–—]+", "", cell.strip()))  # "480,- €" has no cents
    currency = (info.context or {}).get("currency")
    if match is None or currency is None:
        return cell
    said = match["before"] or match["after"]
    if said.casefold() not in _signs(currency):
        other = '"{cell}" is no amount in {currency}; write the amount in {currency}, as 1234.50'
        raise ValueError(Message(other, cell=cell, currency=currency))
    return match["number"] or match["amount"]


@cache
def _signs(currency: str) -> frozenset[str]:
    """Code, sign and name of a currency in English and German; the sign of a dollar is "$" at home."""
    signs = {get_currency_symbol(currency, language) for language in ("en", "de")}
    names = {get_currency_name(currency, locale=language) for language in ("en", "de")}
    return frozenset(said.casefold() for said in {currency, *signs, *names, *(sign[-1] for sign in signs)})


def _with_point(text: str) -> str:
    if re.fullmatch(THOUSANDS, text):
        return re.sub("[.,]", "", text)
    if "," not in text:
        return text
    return text.replace(".", "").replace(",", ".") if text.rfind(",") > text.rfind(".") else text.replace(",", "")


def _day(cell: str, order: Order | None) -> date:
    if re.fullmatch(MIDNIGHT_IN_EUROPE, cell.strip()):
        next_day = '"{cell}" is the start of the next day in Central Europe or in Britain; write the day alone'
        raise ValueError(Message(next_day, cell=cell))
    text = re.sub(r",?[ T]\d\d?:\d\d.*$", "", cell.strip())
    match = re.fullmatch(r"(\d{1,4})([./-])(\d\d?)\2(\d{1,4})", text)
    if match is None:
        return _in_words(cell, text)
    first, mark, second, third = int(match[1]), match[2], int(match[3]), int(match[4])
    if len(match[1]) == 4 and len(match[4]) <= 2:
        return _existing(cell, first, second, day=third)
    if len(match[4]) not in (2, 4) or len(match[1]) > 2:
        raise _no_date(cell)
    year = third if len(match[4]) == 4 else _full_year(third)
    if mark == ".":
        return _existing(cell, year, second, day=first)
    month, number = _in_order(cell, first, second, order=order)
    return _existing(cell, year, month, day=number)


def _in_order(cell: str, first: int, second: int, *, order: Order | None) -> tuple[int, int]:
    """Month and day of a date with slashes, in the order that shop.toml declares."""
    if order is None:
        undeclared = (
            '"{cell}" may be day or month first; write date_order = "day_first" or "month_first" under [register] '
            "in shop.toml"
        )
        raise ValueError(Message(undeclared, cell=cell))
    month, number = (first, second) if order == "month_first" else (second, first)
    if month > 12 >= number:
        unlike = '"{cell}" has no month {month}; shop.toml declares {order}, correct the one or the other'
        raise ValueError(Message(unlike, cell=cell, month=month, order=order))
    return month, number


def _full_year(two_digits: int) -> int:
    return two_digits + (1900 if two_digits >= LAST_CENTURY else 2000)


def _in_words(cell: str, text: str) -> date:
    short = re.fullmatch(r"(\d\d?\.?[ -][^\W\d]+\.?[ -])(\d\d)", text)  # 31-Mar-26, as spreadsheets show days
    text = f"{short[1]}{_full_year(int(short[2]))}" if short else text
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{8}", text) else parse_date(text)
    except ValueError:
        raise _no_date(cell) from None


def _existing(cell: str, year: int, month: int, *, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(Message('"{cell}" is not a date: the calendar has no such day', cell=cell)) from None


def _no_date(cell: str) -> ValueError:
    if re.fullmatch(r"[2-8]\d{4}", cell.strip()):
        formatted = '"{cell}" is not a date; format the cell as a date, or write 2026-10-31 or 31.10.2026'
        return ValueError(Message(formatted, cell=cell))
    return ValueError(Message('"{cell}" is not a date; write 2026-10-31 or 31.10.2026', cell=cell))
