"""What an unknown table looks like: its dialect, its header, what each column holds and what its heading says."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from babel.numbers import is_currency

from analysis.errors import InputError
from analysis.exports.declarations import JOINED
from analysis.exports.records import SPACES, Unreadable, decode, sheet_records, sheets

ROWS = 20_000  # enough to see every kind of value
HEADER_WITHIN = 40
NOTHING = {"", "-", "--", "—", "n/a", "null", "none"}
NUMBER = {
    ".": re.compile(r"[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?-?"),
    ",": re.compile(r"[-+]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?-?"),
}
MONEY = re.compile(r"[\s\u00a0\u202f€$£¥'’]|[A-Z]{2,3}\$?")
ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{1,2}:\d{2}.*)?")
DIGITS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(,?[ T]+\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?)?")
MONTH = r"(?:Jan|Feb|Mar|Mär|Mrz|Apr|Ma[iy]|Jun|Jul|Aug|Sep|O[ck]t|Nov|De[cz])[a-zä]{0,6}"
NAMED = re.compile(rf"(?:(\d{{1,2}})(\.? |-))?({MONTH})\.?([ -])(?:(\d{{1,2}})(, |-))?(\d{{4}}|\d{{2}})")
FOOTER = re.compile(r"(?i)(summe|gesamt|total|sum\b|zwischensumme|\d+ record|seller id|anzahl)")

# Headings, letters and digits only, by what they mean; the first that a file has is taken.
WORDS: dict[str, str] = {
    "order_id": r"(marketplace|externe?)?(order|bestell|auftrags?)(id|nr|no|number|nummer|ref)"
    r"|invoice(no|number|id)?|(rechnungs|beleg)(nr|nummer)|.*(orderid|ordernumber|bestellnummer|bestellnr|auftragsnummer)",
    "ordered_at": r"(order|purchase|sale|invoice)(date|datetime|time|edat|edon)|date|datum|orderedat|verkauftam"
    r"|.*(bestell|auftrags|kauf|verkaufs|rechnungs|erstell|beleg)datum|.*purchasetimestamp|createdat|date(created|inserted)",
    "sku": r"sku|.*(lineitem|seller|merchant|product|item)sku|artikel(nummer|nr)?|artnr"
    r"|(item|product|article|stock)(id|no|number|code)|offerid|ean",
    "quantity": r"(quantity|qty|menge|anzahl|stueckzahl|stückzahl|units)(purchased|sold|ordered)?"
    r"|lineitemquantity|stück",
    "gross": r"(line|item|position)(total|sum|summe|gross)(price)?|brutto(betrag|summe|gesamt|umsatz)?"
    r"|.*(gesamtbetrag|gesamtpreis|gesamtsumme|bruttobetrag|totalprice|grossamount|ordertotal)"
    r"|gross(sales|total|value)?|sales|revenue|rechnungsbetrag|zahlbetrag"
    r"|(total|amount|betrag|umsatz|summe|gesamt)(amount|brutto|paid)?|payment(value|amount)",
    "unit_price": r"(unit|item|sale|product|lineitem)?price|(einzel|stück|stueck|verkaufs)?preis|vkbrutto|preisbrutto",
    "tax": r"(total|sales|line|item)?(tax|vat|taxes)(amount|total)?"
    r"|(mwst|ust|mehrwertsteuer|umsatzsteuer|steuer)(betrag)?",
    "currency": r".*(currency|währung|waehrung)(code|iso)?",
    "country": r"(?!bundes).*(country|land)(code|iso|iso2)?",
    "customer": r".*(email|emailaddress)|.*(customerid|kundennummer|kundennr)|nutzernamedeskäufers|buyerusername"
    r"|(customer|buyer|client|kunden?|käufer)(id|no|nr|number|nummer|user(name)?)?",
    "state": r"(order|bestell|auftrags)?status|state",
    "channel": r"(sales)?channel|marktplatz|marketplace|plattform|platform|verkaufskanal|kanal|shop",
    "shipped_on": r".*(ship|shipped|dispatched|versand|verschickt|sent)(on|date|datum|at|am)",
}
# Beside these a "State" is one of a country, not of an order.
PLACE = re.compile(r"(?i)city|zip|post(al|code)")
# What follows a heading's own words: a unit, and whether VAT is in it.
UNIT = re.compile(r"(?i)[\s_]*(?:[(\[]\s*|\bin\s+|[\s_])([A-Z]{3}|[€$£%]|Stk\.?|Stück|pcs\.?|units)\s*[)\]]?$")
WITH_VAT = re.compile(r"(?i)[\s_,(\[]+(brutto|gross|inkl?\.? ?(MwSt|USt|VAT|tax)\.?|incl\.? ?(VAT|tax))\s*[)\]]?$")
SIGNS = {"€": "EUR", "£": "GBP"}
KINDS = {
    "order_id": {"text", "number", "currency"},
    "ordered_at": {"timestamp"},
    "quantity": {"number"},
    "gross": {"number"},
    "unit_price": {"number"},
    "tax": {"number"},
    "currency": {"currency", "text"},
    "shipped_on": {"timestamp"},
}
PERSONAL = re.compile(
    r"(?i)name|e-?mail|phone|tel(efon)?\b|fax|address|adress|street|stra(ß|ss)e|zip|postcode|plz|postleitzahl|city|\bort\b"
    r"|stadt|firma|company|note|notiz|comment|kommentar|bemerkung|message|nachricht|hinweis|betreff|subject|memo"
    r"|description|beschreibung|verwendungszweck|geburt|iban|tax id|ust-?id|vat id|buyer|käufer|kunde|customer"
)


@dataclass(frozen=True)
class Column:
    """A column of the table: its heading, kind (text, number, timestamp, currency, none) and distinct short words."""

    heading: str
    kind: str
    words: tuple[str, ...] = ()


def is_private(column: Column) -> bool:
    """Whether a column may tell who a buyer is; days do not."""
    return column.kind != "timestamp" and bool(PERSONAL.search(column.heading))


@dataclass(frozen=True)
class Table:
    """A file as rows of texts with the dialect that splits it best."""

    rows: list[list[str]]
    encoding: str = "utf-8"
    delimiter: str = ","


@dataclass
class Guess:
    """What the table looks like; `either` are two readings of dates that the values do not decide between."""

    table: Table
    header_line: int
    columns: list[Column]
    decimal: str = "."
    dates: list[str] = field(default_factory=list)
    either: list[tuple[str, str]] = field(default_factory=list)
    footer: str = ""
    chosen: dict[str, str] = field(default_factory=dict)


def table_of(content: bytes) -> Table:
    """The rows of a delimited text or of the fullest sheet of a workbook; InputError when there is no table."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        try:
            found = sheets(content)
        except Unreadable as problem:
            raise InputError("The file {reason}.", reason=problem.message) from None
        rows = max(found.values(), key=len, default=[])
        return Table([_clean(cells) for _, cells, _ in sheet_records(rows[:ROWS], ".")])
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<", b"%PDF")):
        raise InputError("The file is no table; save its table as CSV or as a workbook (docs/formats.md tells of XML).")
    rows, delimiter = _split(decode(content, "cp1252"))
    return Table(rows, _encoding(content), delimiter)


def _encoding(content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _split(text: str) -> tuple[list[list[str]], str]:
    """The rows by the delimiter that gives the most cells in rows of one width."""
    tried = {mark: _rows(text, mark) for mark in ";,\t|"}

    def regular(mark: str) -> int:
        widths = Counter(len(row) for row in tried[mark] if len(row) > 1)
        return max((count * (width - 1) for width, count in widths.items()), default=0)

    best = max(tried, key=regular)
    return tried[best], best


def _rows(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=None), delimiter=delimiter)
    try:
        return [_clean(row) for row in islice(reader, ROWS)]
    except csv.Error:
        return []


def _clean(cells: list[str]) -> list[str]:
    return [cell.strip(SPACES) for cell in cells]


def guess(table: Table) -> Guess:
    """What the table holds; InputError when no row looks like a header."""
    at = _header_at(table.rows)
    header, below = table.rows[at], [row for row in table.rows[at + 1 :] if any(row)]
    footer = _footer(below, len(header))
    data = [
        row
        for row in below
        if len(row) >= len(header) and not (footer and re.match(footer, " ".join(filter(None, row))))
    ]
    values = [[row[i] for row in data if row[i].lower() not in NOTHING] for i in range(len(header))]
    found = Guess(table, at + 1, [], footer=footer)
    found.decimal = _decimal(values)
    kinds = [_kind(column, found.decimal) for column in values]
    _read_dates([v for column, kind in zip(values, kinds, strict=True) if kind == "timestamp" for v in column], found)
    for heading, kind, column in zip(header, kinds, values, strict=True):
        if heading and heading not in {known.heading for known in found.columns}:
            found.columns.append(Column(heading, kind, _words(column) if kind == "text" else ()))
    _choose(found)
    return found


def _header_at(rows: list[list[str]]) -> int:
    def named(row: list[str]) -> int:
        return len({cell for cell in row if cell and not _is_value(cell)})

    best = max(range(min(len(rows), HEADER_WITHIN)), key=lambda i: (named(rows[i]), -i), default=None)
    if best is None or named(rows[best]) < 2:
        raise InputError("The file has no row that looks like a header of at least two columns; is it a table?")
    return best


def _is_value(cell: str) -> bool:
    return bool(
        ISO.fullmatch(cell) or DIGITS.fullmatch(cell) or any(p.fullmatch(MONEY.sub("", cell)) for p in NUMBER.values())
    )


def _footer(rows: list[list[str]], width: int) -> str:
    """A pattern for lines below the data that are no rows; blank when there are none."""
    found = [" ".join(filter(None, row)) for row in rows[-3:]]
    words = [match[0] for text in found if (match := FOOTER.match(text))]
    return "|".join(f"^{re.escape(re.sub(r'^[0-9]+ ', '', word))}" for word in dict.fromkeys(words)) if words else ""


def _decimal(values: list[list[str]]) -> str:
    """The decimal mark that more numbers are written with."""
    votes = Counter(
        mark
        for column in values
        for value in (MONEY.sub("", cell) for cell in column)
        for mark, other in ((".", ","), (",", "."))
        if NUMBER[mark].fullmatch(value) and not NUMBER[other].fullmatch(value)
    )
    return "," if votes[","] > votes["."] else "."


def _kind(values: list[str], decimal: str) -> str:
    if not values:
        return "none"
    if all(re.fullmatch("[A-Z]{3}", value) for value in values):
        return "currency"
    if all(ISO.fullmatch(v) or DIGITS.fullmatch(v) or NAMED.fullmatch(v) for v in values):
        return "timestamp"
    return "number" if all(NUMBER[decimal].fullmatch(MONEY.sub("", value)) for value in values) else "text"


def _read_dates(values: list[str], found: Guess) -> None:
    """The patterns of the dates; where day and month cannot be told apart, both ways of reading them."""
    digits = [match for value in values if (match := DIGITS.fullmatch(value))]
    for sep in dict.fromkeys(match[2] for match in digits):
        same = [match for match in digits if match[2] == sep]
        day_first = sep == "." or any(int(match[1]) > 12 for match in same)
        month_first = any(int(match[3]) > 12 for match in same)
        ends = dict.fromkeys(("%Y" if len(m[4]) == 4 else "%y") + _clock(m[5] or "") for m in same)
        by_day, by_month = ([f"{a}{sep}{b}{sep}{end}" for end in ends] for a, b in (("%d", "%m"), ("%m", "%d")))
        if day_first != month_first:
            found.dates += by_day if day_first else by_month
        else:
            found.either += list(zip(by_day, by_month, strict=True))
    named = [match for value in values if (match := NAMED.fullmatch(value))]
    for m in named:
        day = f"%d{m[2]}" if m[1] else ""
        later = f"%d{m[6]}" if m[5] else ""
        year = "%Y" if len(m[7]) == 4 else "%y"
        found.dates += [f"{day}{name}{m[4]}{later}{year}" for name in ("%b", "%B")]
    found.dates = list(dict.fromkeys(found.dates))


def _clock(text: str) -> str:
    if not text:
        return ""
    lead = re.match(r",?[ T]+", text)
    seconds = ":%S" if text.count(":") == 2 else ""
    half = re.search(r"( ?)[AaPp][Mm]$", text)
    return (lead[0] if lead else " ") + (f"%I:%M{seconds}{half[1]}%p" if half else f"%H:%M{seconds}")


def _words(values: list[str]) -> tuple[str, ...]:
    """The distinct words of a column that has few; none where they could be names or notes."""
    distinct = dict.fromkeys(values)
    is_list = len(distinct) <= 12 and all(re.fullmatch(r"[\w ./-]{1,40}", word) for word in distinct)
    return tuple(distinct) if is_list else ()


def currency_of(heading: str) -> str | None:
    """The currency that a heading like "Betrag (EUR)" names as its unit; None when it names none."""
    unit = match[1].upper() if (match := UNIT.search(heading)) else ""
    code = SIGNS.get(unit, unit)
    return code if is_currency(code) else None


def _readings(heading: str) -> list[str]:
    """A heading in small letters and digits only: whole, without its unit, and without its word on VAT too."""
    bare = UNIT.sub("", heading)
    return [re.sub(r"[\W_]", "", text).lower() for text in (heading, bare, WITH_VAT.sub("", bare))]


def _choose(found: Guess) -> None:
    """Our name → heading of the column whose heading says it and whose values fit."""
    free = {column.heading: column for column in found.columns}
    for name, pattern in WORDS.items():
        wanted = re.compile(pattern)
        for heading, column in free.items():
            fits = column.kind in KINDS.get(name, {"text", "number", "currency", "none"})
            is_barred = (is_private(column) and name not in ("customer", "country")) or JOINED in heading
            is_barred |= heading.lower() == "state" and any(PLACE.search(c.heading) for c in found.columns)
            if fits and not is_barred and any(wanted.fullmatch(words) for words in _readings(heading)):
                found.chosen[name] = heading
                del free[heading]
                break
    if "gross" in found.chosen:
        found.chosen.pop("unit_price", None)
    if "ordered_at" not in found.chosen:
        dated = [heading for heading, column in free.items() if column.kind == "timestamp" and JOINED not in heading]
        found.chosen |= {"ordered_at": dated[0]} if dated else {}
